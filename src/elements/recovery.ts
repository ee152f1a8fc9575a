/**
 * `<latchkey-recovery>`: back into an account when every passkey is lost, and the codes to keep for that.
 *
 * @module
 */
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import type { SignedIn } from '../client/latchkey-server.ts'
import type {
  RecoveryCodesLeftMessage,
  RecoveryCodesMessage,
} from '../protocol/recovery-messages.ts'
import { AuthElement, hasPasskeys } from './auth-element.ts'
import { checked, isText } from './checked.ts'
import type { ElementWords, FailureWord } from './element-words.ts'
import { textField } from './fields.ts'
import { takeLinkToken } from './fragment.ts'
import { goOn } from './leave.ts'
import { makePasskey } from './make-passkey.ts'
import { PASSKEY_ICON } from './selector-icons.ts'
import { tellProviders } from './tell-providers.ts'

const CODE_WORDS: Readonly<Record<string, FailureWord>> = { authentication_failed: 'wrong_code' }

/** Reloading the page, which helps otherwise, would lose the codes. */
const COPY_WORDS: Readonly<Record<string, FailureWord>> = { browser: 'not_copied' }

/** Without mail, a server has no such route. */
const MAIL_WORDS: Readonly<Record<string, FailureWord>> = { not_found: 'later' }

/**
 * Leads back into an account: a mailed link (its page holds this element, too), a recovery code, or both;
 * then a new passkey. With the attribute `codes` it makes recovery codes for who is signed in.
 *
 * Tells the page `latchkey-recovered`, `latchkey-passkey-created`, `latchkey-failed`, and then goes to `next`,
 * unless the page prevents that.
 */
export class LatchkeyRecovery extends AuthElement {
  static override readonly properties: PropertyDeclarations = {
    ...AuthElement.properties,
    codes: { type: Boolean },
    next: { type: String },
  }

  /** Makes codes instead. */
  declare codes: boolean
  /** The page to go to afterwards: of the same site. */
  declare next: string | undefined

  /** The token of the link that led here. */
  #token: string | undefined
  #stage: 'ask' | 'back' | 'done' = 'ask'
  #missing: 'username' | 'code' | undefined
  /** Whether the link has been tried: if it is still here then, it may be too old. */
  #isTried = false
  #made: readonly string[] | undefined
  #left: number | undefined

  constructor() {
    super()
    this.codes = false
  }

  protected override prepare(): void {
    if (this.codes || this.#stage !== 'ask') return
    this.#token = takeLinkToken() ?? this.#token
  }

  protected override begin(): void {
    if (this.codes) void this.#count()
    addEventListener('hashchange', this.#onHash, this.stay)
  }

  protected override forget(): void {
    this.#made = undefined
  }

  protected override content(words: ElementWords): TemplateResult {
    if (this.codes) return this.#codes(words)
    const { recovery } = words
    const lead = this.#token === undefined ? recovery.lead : recovery.linkLead
    return html`${
      this.#stage === 'done'
        ? nothing
        : html`<h2 id="title" part="title" tabindex="-1">${recovery.title}</h2>`
    }
    ${this.#stage === 'ask' ? html`<p class="muted" part="lead">${lead}</p>` : nothing}
    ${this.messageRegion()} ${this.#stage === 'ask' ? this.#ways(words) : nothing}
    ${this.#stage === 'back' ? this.#lastStep(words) : nothing}`
  }

  #ways(words: ElementWords): TemplateResult {
    const withCode = this.#codeForm(words)
    if (this.#token !== undefined) {
      const isInVain = this.#isTried && this.running !== 'recover'
      return html`${withCode} ${isInVain ? this.#mailForm(words) : nothing}`
    }
    return html`${this.#mailForm(words)}
      <p class="muted">${words.recovery.codeLead}</p>
      ${withCode}`
  }

  #lastStep(words: ElementWords): TemplateResult {
    if (!hasPasskeys()) return html`<p part="note">${words.failures.unsupported}</p>`
    const { create: label } = words.create
    const onClick = () => void this.#create()
    return this.launchButton(words, { id: 'create', label, icon: PASSKEY_ICON, onClick })
  }

  #mailForm(words: ElementWords): TemplateResult {
    return html`<form
      part="form"
      novalidate
      aria-label=${words.recovery.send}
      @submit=${this.#onAsk}
    >
      ${textField({
        id: 'username',
        label: words.username,
        autocomplete: 'username',
        error: this.#missing === 'username' ? words.missing : undefined,
      })}
      ${this.launchButton(words, { id: 'send', label: words.recovery.send })}
    </form>`
  }

  #codeForm(words: ElementWords): TemplateResult {
    const { recovery } = words
    const withLink = this.#token !== undefined
    return html`<form part="form" novalidate aria-label=${recovery.code} @submit=${this.#onCode}>
      ${textField({
        id: 'code',
        label: recovery.code,
        autocomplete: 'off',
        maxlength: 128,
        hint: withLink ? recovery.codeNeeded : undefined,
        error: this.#missing === 'code' ? words.missing : undefined,
      })}
      ${this.launchButton(words, {
        id: 'recover',
        kind: withLink ? 'primary' : 'quiet',
        label: words.continue,
      })}
    </form>`
  }

  #codes(words: ElementWords): TemplateResult {
    const { recovery } = words
    const made = this.#made
    return html`<h2 id="title" part="title" tabindex="-1">${recovery.codes}</h2>
      <p class="muted" part="lead">${recovery.codesLead}</p>
      ${this.messageRegion()}
      ${
        made === undefined
          ? html`${
                this.#left === undefined
                  ? nothing
                  : html`<p part="left">${recovery.left(this.#left)}</p>`
              }
              ${this.#left ? html`<p class="muted">${recovery.makeWarning}</p>` : nothing}
              <div class="actions">
                ${this.launchButton(words, {
                  id: 'make',
                  label: recovery.makeCodes,
                  onClick: () => void this.#make(),
                })}
              </div>`
          : html`<p>${recovery.once}</p>
              <ul class="codes" part="codes" role="list" aria-labelledby="title">
                ${made.map((code) => html`<li>${code}</li>`)}
              </ul>
              <div class="actions">
                ${this.launchButton(words, {
                  id: 'copy',
                  kind: 'quiet',
                  label: recovery.copy,
                  onClick: () => void this.#copy(made),
                })}
              </div>`
      }`
  }

  #value(id: string): string {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${id}`)?.value.trim() ?? ''
  }

  /** What was typed, or `undefined` after saying that it is missing. */
  #needed(id: 'username' | 'code'): string | undefined {
    const value = this.#value(id)
    this.#missing = value === '' ? id : undefined
    this.requestUpdate()
    if (value !== '') return value
    void this.focusOn(`#${id}`)
    return undefined
  }

  /** Whoever puts the link into the address of this very page stays on it. */
  readonly #onHash = (): void => {
    const before = this.#token
    this.prepare()
    if (this.#token !== before) this.say(undefined)
  }

  readonly #onAsk = (event: SubmitEvent): void => {
    event.preventDefault()
    const username = this.#needed('username')
    if (username === undefined) return
    const ask = async (signal: AbortSignal, words: ElementWords) => {
      await this.call('POST', '/recovery/options', null, { username }, signal)
      this.say({ tone: 'good', text: words.recovery.sent })
    }
    void this.attempt('send', ask, MAIL_WORDS)
  }

  readonly #onCode = (event: SubmitEvent): void => {
    event.preventDefault()
    const token = this.#token
    const code = token === undefined ? this.#needed('code') : this.#value('code')
    if (code === undefined) return
    const recover = async (_: AbortSignal, words: ElementWords) => {
      this.now('told')
      const proof = { ...(token !== undefined && { token }), ...(code !== '' && { code }) }
      this.#isTried = true
      const recovered = await this.call<SignedIn>('POST', '/recovery', 'account', proof)
      this.#token = undefined
      this.#stage = 'back'
      this.tell('latchkey-recovered', recovered)
      this.say({ tone: 'good', text: words.recovery.back })
      await this.focusOn('#title')
    }
    void this.attempt('recover', recover, CODE_WORDS)
  }

  async #create(): Promise<void> {
    await this.attempt('create', async (signal, words) => {
      const { call, manager, now } = this
      const made = await makePasskey({}, { call, manager, signal, now })
      this.#stage = 'done'
      const settled = tellProviders(manager, call)
      const mayGoOn = this.tell('latchkey-passkey-created', made)
      this.say({ tone: 'good', text: words.create.done })
      if (mayGoOn && this.next !== undefined) await goOn(this.next, settled)
    })
  }

  /** How many are left the server says only after fresh proof: nobody is asked for it just for that. */
  async #count(): Promise<void> {
    try {
      const { left } = await this.call<RecoveryCodesLeftMessage>('GET', '/recovery/codes', 'left')
      if (typeof left === 'number') this.#left = left
      this.requestUpdate()
    } catch {
      // Then it is not said.
    }
  }

  async #make(): Promise<void> {
    await this.attempt('make', async (signal, words) => {
      const make = () => this.call<RecoveryCodesMessage>('POST', '/recovery/codes', 'codes')
      this.now('told')
      const { codes } = await this.proving(make, words, signal)
      this.#made = checked(codes, (code) => isText(code))
      this.requestUpdate()
      await this.focusOn('#title')
    })
  }

  async #copy(codes: readonly string[]): Promise<void> {
    const copy = async (_: AbortSignal, words: ElementWords) => {
      try {
        await navigator.clipboard.writeText(codes.join('\n'))
      } catch (error) {
        // They are there once: whoever must copy them by hand finds them selected.
        const list = this.renderRoot.querySelector('.codes')
        if (list !== null) getSelection()?.selectAllChildren(list)
        throw error
      }
      this.say({ tone: 'good', text: words.recovery.copied })
    }
    await this.attempt('copy', copy, COPY_WORDS)
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'latchkey-recovery': LatchkeyRecovery
  }
}
