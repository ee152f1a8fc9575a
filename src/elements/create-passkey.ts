/**
 * `<latchkey-create-passkey>`: a passkey for the account that is signed in, or for a new one.
 *
 * @module
 */
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import type { RegisteredMessage } from '../protocol/messages.ts'
import { AuthElement, hasPasskeys } from './auth-element.ts'
import type { ElementWords } from './element-words.ts'
import { textField } from './fields.ts'
import { goOn } from './leave.ts'
import { makePasskey } from './make-passkey.ts'
import { PASSKEY_ICON } from './selector-icons.ts'
import { tellProviders } from './tell-providers.ts'

/** Days in which an offer that was declined is not made again, unless the page says otherwise. */
const DAYS = 30
const DAY = 86_400_000
const DECLINED = 'latchkey-passkey-declined'

/**
 * Creates a passkey. Plain it is a button; promoted it says first what it is good for and takes a no; for a
 * sign-up it asks for a username, too.
 *
 * Tells the page `latchkey-passkey-created` (with `account`, `passkey` and, for a new account, `session`),
 * `latchkey-declined`, `latchkey-failed`, and then goes to `next`, unless the page prevents that.
 */
export class LatchkeyCreatePasskey extends AuthElement {
  static override readonly properties: PropertyDeclarations = {
    ...AuthElement.properties,
    form: { type: String },
    next: { type: String },
    repeatAfter: { type: Number, attribute: 'repeat-after' },
  }

  /** How it is put: the attribute `form`. */
  declare form: 'plain' | 'promoted' | 'sign-up'
  /** The page to go to afterwards: of the same site. */
  declare next: string | undefined
  /** Days until a promoted offer that was declined is made again. Default 30. */
  declare repeatAfter: number

  #error: string | undefined
  #isDone = false

  constructor() {
    super()
    this.form = 'plain'
    this.repeatAfter = DAYS
  }

  protected override prepare(): void {
    // An offer that was declined is not made again at once, and none that nobody can take.
    const isIdle = this.form === 'promoted' && (!hasPasskeys() || this.#wasDeclined())
    if (isIdle) this.hidden = true
  }

  protected override cameBack(): void {
    // An offer that was taken stays away; a form is there for the next one.
    if (this.form !== 'sign-up') return
    this.#isDone = false
    this.say(undefined)
  }

  protected override content(words: ElementWords): TemplateResult {
    const isDone = this.#isDone
    if (!hasPasskeys()) return html`<p part="note">${words.failures.unsupported}</p>`
    return html`${isDone ? nothing : this.#head(words)} ${this.messageRegion()}
    ${isDone ? nothing : this.#body(words)}`
  }

  /** What stands above what is said. */
  #head({ create }: ElementWords): TemplateResult | typeof nothing {
    if (this.form === 'sign-up') {
      return html`<h2 id="title" part="title">${create.account}</h2>
        <p class="muted" part="lead">${create.lead}</p>`
    }
    if (this.form !== 'promoted') return nothing
    return html`<h2 id="title" part="title">${create.headline}</h2>
      <p part="lead">${create.lead}</p>
      <ul class="benefits" part="benefits">
        ${create.benefits.map((one) => html`<li>${one}</li>`)}
      </ul>`
  }

  #body(words: ElementWords): TemplateResult {
    if (this.form === 'sign-up') return this.#signUp(words)
    const button = this.#button(words)
    if (this.form !== 'promoted') return button
    return html`${button}
      <button class="quiet" part="button quiet" type="button" @click=${this.#decline}>
        ${words.create.notNow}
      </button>`
  }

  #button(words: ElementWords): TemplateResult {
    const label = words.create.create
    const onClick = () => void this.#create({})
    return this.launchButton(words, { id: 'create', label, icon: PASSKEY_ICON, onClick })
  }

  #signUp(words: ElementWords): TemplateResult {
    const { create } = words
    return html`<form part="form" novalidate aria-labelledby="title" @submit=${this.#onSubmit}>
      ${textField({
        id: 'username',
        label: words.username,
        autocomplete: 'username',
        error: this.#error,
      })}
      ${textField({ id: 'name', label: create.displayName, autocomplete: 'name' })}
      ${this.launchButton(words, { id: 'create', label: create.create, icon: PASSKEY_ICON })}
    </form>`
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const value = (id: string) =>
      this.renderRoot.querySelector<HTMLInputElement>(`#${id}`)?.value.trim() ?? ''
    const username = value('username')
    const displayName = value('name')
    this.#error = username === '' ? this.spoken?.missing : undefined
    this.requestUpdate()
    if (this.#error !== undefined) {
      void this.focusOn('#username')
      return
    }
    void this.#create({ username, ...(displayName !== '' && { displayName }) })
  }

  async #create(who: object): Promise<void> {
    await this.attempt('create', async (signal, words) => {
      const { call, manager, now } = this
      const make = () => makePasskey(who, { call, manager, signal, now })
      const isSignUp = 'username' in who
      const made = await (isSignUp ? make() : this.proving(make, words, signal))
      await this.#finish(made, words)
    })
  }

  async #finish(made: RegisteredMessage, words: ElementWords): Promise<void> {
    const settled = tellProviders(this.manager, this.call)
    const mayGoOn = this.tell('latchkey-passkey-created', made)
    // A plain button stays, for one more.
    this.#isDone = this.form !== 'plain'
    this.say({ tone: 'good', text: words.create.done })
    if (mayGoOn && this.next !== undefined) await goOn(this.next, settled)
  }

  readonly #decline = (): void => {
    if (!this.takeBack()) return
    try {
      localStorage.setItem(DECLINED, String(Date.now()))
    } catch {
      // No storage here: the offer may come again.
    }
    this.hidden = true
    this.tell('latchkey-declined', undefined)
  }

  #wasDeclined(): boolean {
    try {
      const at = Number(localStorage.getItem(DECLINED) ?? Number.NaN)
      return Date.now() - at < this.repeatAfter * DAY
    } catch {
      return false
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'latchkey-create-passkey': LatchkeyCreatePasskey
  }
}
