/**
 * Proving once more who is there: a dialog that says why, before the browser shows its own.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import type { CredentialManager } from '../client/credential-manager.ts'
import type { SignedIn } from '../client/latchkey-server.ts'
import type { AuthRefusal, Call } from './auth-calls.ts'
import type { ElementWords, FailureWord } from './element-words.ts'
import { explain, PASSWORD_WORDS, type Message } from './explain.ts'
import { passwordField } from './fields.ts'
import type { Modal } from './modal.ts'
import { proveWithPasskey } from './passkey-proof.ts'

/** What it takes to ask. */
interface ProofPorts {
  readonly words: ElementWords
  readonly manager: CredentialManager
  readonly modal: Modal
  readonly call: Call
  readonly signal: AbortSignal
}

/**
 * Lets the person prove who they are with what the refusal allows. Resolves when the server has taken it.
 *
 * @throws the refusal where nothing of that can be asked for here, or an `AbortError`.
 */
export async function askForProof(refusal: AuthRefusal, ports: ProofPorts): Promise<void> {
  const { words, modal, call, manager, signal } = ports
  const canPasskey = refusal.methods.includes('passkey') && 'PublicKeyCredential' in globalThis
  const canPassword = refusal.methods.includes('password')
  if (!canPasskey && !canPassword) throw refusal
  const ended = new AbortController()
  const end = () => ended.abort()
  signal.addEventListener('abort', end)
  let message: Message | undefined
  let isBusy = false

  const attempt = async (
    act: () => Promise<void>,
    answer: (value: boolean) => void,
    instead?: Readonly<Record<string, FailureWord>>,
  ) => {
    if (isBusy) return
    isBusy = true
    message = undefined
    modal.redraw()
    try {
      await act()
      answer(true)
    } catch (error) {
      if (!ended.signal.aborted) message = explain(words, error, instead)
    }
    isBusy = false
    modal.redraw()
  }

  const withPasskey = () => proveWithPasskey({ call, manager, signal: ended.signal })
  const withPassword = async (password: string) => {
    await call<SignedIn>('POST', '/reauthentication', 'account', { password }, ended.signal)
  }

  const isProved = await modal.ask<boolean>((answer): TemplateResult => {
    const onSubmit = (event: SubmitEvent) => {
      event.preventDefault()
      const input = (event.target as HTMLFormElement).querySelector('input')
      const password = input?.value ?? ''
      if (password !== '') {
        void attempt(() => withPassword(password), answer, PASSWORD_WORDS)
        return
      }
      message = { tone: 'bad', text: words.missing }
      modal.redraw()
      input?.focus()
    }
    return html`<div class="stack">
      <h2 id="question">${words.proof.title}</h2>
      <p id="about" class="muted">${words.proof.lead}</p>
      <div class="message" role="status" data-tone=${message?.tone ?? nothing}>
        ${message?.text ?? nothing}
      </div>
      ${
        canPasskey
          ? html`<button
              id="prove"
              class="primary"
              part="button primary"
              type="button"
              autofocus
              aria-disabled=${isBusy ? 'true' : nothing}
              @click=${() => void attempt(withPasskey, answer)}
            >
              ${isBusy ? words.waiting : words.proof.passkey}
            </button>`
          : html`<form novalidate @submit=${onSubmit}>
              ${passwordField(words, { id: 'proof-password', autocomplete: 'current-password' })}
              <button
                class="primary"
                part="button primary"
                type="submit"
                aria-disabled=${isBusy ? 'true' : nothing}
              >
                ${words.continue}
              </button>
            </form>`
      }
      <div class="actions">
        <button class="quiet" part="button quiet" type="button" @click=${() => answer()}>
          ${words.cancel}
        </button>
      </div>
    </div>`
  }, signal)
  signal.removeEventListener('abort', end)
  if (isProved) return
  ended.abort()
  throw new DOMException('not proved', 'AbortError')
}
