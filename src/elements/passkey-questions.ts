/**
 * What is asked about a passkey: its new name, and whether it should really go. Loaded when somebody wants either.
 *
 * @module
 */
import { html, type TemplateResult } from 'lit'
import type { ElementWords } from './element-words.ts'
import { textField } from './fields.ts'
import type { Modal } from './modal.ts'

/** Characters that the server keeps of a name. */
const LONGEST_NAME = 64

/** Where it is asked. */
interface Asking {
  readonly words: ElementWords
  readonly modal: Modal
  readonly signal: AbortSignal
}

/** Asks for another name. `undefined`: the old one stays. */
export function askName(
  name: string,
  { words, modal, signal }: Asking,
): Promise<string | undefined> {
  let error: string | undefined
  const question = (answer: (value?: string) => void): TemplateResult => {
    const onSubmit = (event: SubmitEvent) => {
      event.preventDefault()
      const input = (event.target as HTMLFormElement).querySelector('input')
      const chosen = input?.value.trim() ?? ''
      if (chosen !== '') {
        answer(chosen)
        return
      }
      error = words.missing
      modal.redraw()
      input?.focus()
    }
    return html`<form novalidate @submit=${onSubmit}>
      <h2 id="question">${words.passkeys.renameOne(name)}</h2>
      ${textField({
        id: 'new-name',
        label: words.passkeys.name,
        autocomplete: 'off',
        error,
        value: name,
        maxlength: LONGEST_NAME,
      })}
      <div class="actions">
        <button class="quiet" part="button quiet" type="button" @click=${() => answer()}>
          ${words.cancel}
        </button>
        <button class="primary" part="button primary" type="submit">${words.passkeys.save}</button>
      </div>
    </form>`
  }
  return modal.ask<string>(question, signal)
}

/** Asks whether to delete it, and says what that means. */
export async function askWhetherToDelete(
  name: string,
  { words, modal, signal }: Asking,
): Promise<boolean> {
  const { passkeys } = words
  const question = (answer: (value?: boolean) => void) =>
    html`<div class="stack">
      <h2 id="question">${passkeys.deleteTitle}</h2>
      <p id="about">${passkeys.deleteAbout(name)}</p>
      <div class="actions">
        <button class="quiet" part="button quiet" type="button" autofocus @click=${() => answer()}>
          ${words.cancel}
        </button>
        <button class="danger" part="button danger" type="button" @click=${() => answer(true)}>
          ${passkeys.delete}
        </button>
      </div>
    </div>`
  return (await modal.ask<boolean>(question, signal)) === true
}
