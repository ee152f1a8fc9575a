/**
 * What the elements on the page have in common: a server, words, one thing under way at a time, and a
 * sentence about how it ended.
 *
 * Until the words are there, and where there are none, an element shows what stands in its slot: a plain form
 * of the server that rendered the page goes on working.
 *
 * @module
 */
import {
  LitElement,
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type SVGTemplateResult,
  type TemplateResult,
} from 'lit'
import { CredentialManager } from '../client/credential-manager.ts'
import { AuthRefusal, authCalls, type Call } from './auth-calls.ts'
import { loadElementWords, type ElementWords, type FailureWord } from './element-words.ts'
import { explain, type Message } from './explain.ts'
import { formStyles } from './form-styles.ts'
import { isRightToLeft, languageOf } from './language.ts'
import { Modal } from './modal.ts'

/**
 * Whom something under way waits for: the server, which can be taken back; the person, whom the browser asks;
 * or the server once more, which has been told to do it, so that there is no way back.
 */
export type Stage = 'server' | 'person' | 'told'

/** A button that starts something. */
export interface LaunchButton {
  /** Also the name of what it starts. */
  readonly id: string
  readonly label: string
  /** What screen readers say, where the label alone is not enough. */
  readonly name?: string
  readonly kind?: 'primary' | 'quiet' | 'danger'
  readonly icon?: SVGTemplateResult
  /** Left out for the button of a form. */
  readonly onClick?: () => void
}

/** Whether this browser has passkeys for this page. */
export const hasPasskeys = (): boolean =>
  globalThis.isSecureContext && 'PublicKeyCredential' in globalThis

/** The root of the elements on the page. */
export abstract class AuthElement extends LitElement {
  static override readonly styles: CSSResultGroup = [...formStyles]
  static override readonly properties: PropertyDeclarations = { server: { type: String } }

  /** Where the routes are: the attribute `server`. Default `/auth`, on the page's own origin. */
  declare server: string
  /** Other words than those of the page's language. Give them before the element is on the page. */
  words: ElementWords | undefined = undefined
  /** Where credentials come from. Default: the browser. */
  manager: CredentialManager = CredentialManager.create()

  /** What is said above all else. */
  protected message: Message | undefined
  protected readonly modal: Modal = new Modal(this)
  /** Ends when the element leaves the page, and with it what it listens to. */
  protected stay: AbortController = new AbortController()
  #words: ElementWords | undefined
  #running:
    { readonly id: string; readonly controller: AbortController; readonly stage: Stage } | undefined

  constructor() {
    super()
    this.server = '/auth'
  }

  /** Draws the element, once there are words. */
  protected abstract content(words: ElementWords): TemplateResult

  /** Called while what stands in the slot is still shown. */
  protected prepare(): void {}

  /** Called when the element is on the page and has words. */
  protected begin(): void {}

  /** Called when a person comes back to the page as it was left (the back/forward cache). */
  protected cameBack(): void {
    this.begin()
  }

  /** Called when the session may be over: what is shown of an account is not to stay. */
  protected forget(): void {}

  override connectedCallback(): void {
    super.connectedCallback()
    this.stay = new AbortController()
    addEventListener('pageshow', this.#onShow, this.stay)
    addEventListener('pagehide', this.#onHide, this.stay)
    void this.#loadWords()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.stay.abort()
    this.#running?.controller.abort()
    this.modal.close()
  }

  protected override render(): TemplateResult {
    const words = this.#words
    if (words === undefined) return html`<slot></slot>`
    const { language } = words
    const direction = isRightToLeft(language) ? 'rtl' : 'ltr'
    return html`<div class="ground" part="ground" lang=${language} dir=${direction}>
        ${this.content(words)}
      </div>
      <div lang=${language} dir=${direction}>${this.modal.render()}</div>`
  }

  /** The words it says; none yet, before they are loaded. */
  protected get spoken(): ElementWords | undefined {
    return this.#words
  }

  /** The calls to the server. */
  protected get call(): Call {
    return authCalls(this.server)
  }

  /** Whether something is under way: the name of what started it. */
  protected get running(): string | undefined {
    return this.#running?.id
  }

  /**
   * Does something unless something is under way already, and says how it failed. Its signal is the Cancel
   * button, and the element's leaving the page.
   */
  protected async attempt(
    id: string,
    act: (signal: AbortSignal, words: ElementWords) => Promise<void>,
    instead?: Readonly<Record<string, FailureWord>>,
  ): Promise<void> {
    const words = this.#words
    if (this.#running !== undefined || words === undefined) return
    const controller = new AbortController()
    this.#running = { id, controller, stage: 'server' }
    this.say(undefined)
    try {
      await act(controller.signal, words)
    } catch (error) {
      this.fail(error, instead)
    } finally {
      const hadFocus = this.#root.activeElement?.id === 'cancel'
      this.#running = undefined
      this.requestUpdate()
      if (hadFocus) void this.focusOn(`#${id}`)
    }
  }

  /** Says whom what is under way waits for now. */
  protected readonly now = (stage: Stage): void => {
    if (this.#running === undefined) return
    const { id } = this.#running
    const hadFocus = this.#root.activeElement?.id === 'cancel'
    this.#running = { ...this.#running, stage }
    this.requestUpdate()
    if (hadFocus && stage === 'told') void this.focusOn(`#${id}`)
  }

  /** Takes back what is under way, if it still can be. Whether nothing is under way any more. */
  protected takeBack(): boolean {
    if (this.#running?.stage === 'told') return false
    this.#running?.controller.abort()
    return true
  }

  /** Says how something failed, and tells the page. */
  protected fail(error: unknown, instead?: Readonly<Record<string, FailureWord>>): void {
    const words = this.#words
    if (words === undefined || !this.isConnected) return
    const takenBack = error instanceof DOMException && error.name === 'AbortError'
    this.say(
      takenBack
        ? { tone: 'quiet', text: words.failures.taken_back }
        : explain(words, error, instead),
    )
    if (takenBack) return
    this.tell('latchkey-failed', { error })
    const isOver = error instanceof AuthRefusal && error.code === 'session_required'
    if (!isOver) return
    this.forget()
    this.tell('latchkey-session-ended', undefined)
  }

  protected say(message: Message | undefined): void {
    this.message = message
    this.requestUpdate()
  }

  /** Tells the page. Whether it lets the element go on. */
  protected tell(type: string, detail: unknown): boolean {
    const event = new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable: true })
    return this.dispatchEvent(event)
  }

  /** Does something that the server may only do for who has just proved who they are. */
  protected async proving<Result>(
    act: () => Promise<Result>,
    words: ElementWords,
    signal: AbortSignal,
  ): Promise<Result> {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof AuthRefusal) || error.code !== 'reauthentication_required') throw error
      const { askForProof } = await import('./proof.ts')
      const { manager, modal, call } = this
      await askForProof(error, { words, manager, modal, call, signal })
      return act()
    }
  }

  protected async focusOn(selector: string): Promise<void> {
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus()
  }

  /** What is said. Always there: screen readers only notice what changes in it. */
  protected messageRegion(): TemplateResult {
    const { message } = this
    return html`<div
      class="message"
      part="message"
      role="status"
      tabindex="-1"
      data-tone=${message?.tone ?? nothing}
    >
      ${message?.text ?? nothing}
    </div>`
  }

  /** A button, and while it waits, the way to take it back. */
  protected launchButton(words: ElementWords, button: LaunchButton): TemplateResult {
    const { id, label, name, kind = 'primary', icon, onClick } = button
    const isRunning = this.running === id && !this.modal.isOpen
    const stage = this.#running?.stage
    return html`<button
        id=${id}
        class=${kind}
        part=${`button ${kind}`}
        type=${onClick === undefined ? 'submit' : 'button'}
        aria-label=${(isRunning ? undefined : name) ?? nothing}
        aria-disabled=${this.running === undefined ? nothing : 'true'}
        ?data-running=${isRunning}
        @click=${onClick ?? nothing}
      >
        ${icon ?? nothing}<span
          >${isRunning ? (stage === 'person' ? words.waiting : words.loading) : label}</span
        >
      </button>
      ${
        isRunning && stage !== 'told'
          ? html`<button
              id="cancel"
              class="quiet"
              part="cancel"
              type="button"
              @click=${this.#cancel}
            >
              ${words.cancel}
            </button>`
          : nothing
      }`
  }

  /** Whoever comes back to the page may be somebody else. */
  readonly #onHide = (): void => {
    this.forget()
    this.modal.close()
  }

  readonly #onShow = ({ persisted }: PageTransitionEvent): void => {
    if (persisted && this.#words !== undefined) this.cameBack()
  }

  readonly #cancel = (): void => this.#running?.controller.abort()

  get #root(): ShadowRoot {
    return this.renderRoot as ShadowRoot
  }

  async #loadWords(): Promise<void> {
    try {
      this.#words = this.words ?? (await loadElementWords(languageOf(this)))
    } catch (error) {
      // Without words there is still the slot.
      globalThis.reportError?.(error)
      return
    }
    if (!this.isConnected) return
    this.prepare()
    const typed = [...this.querySelectorAll('input')].map((input) => ({
      name: input.name,
      value: input.value,
      hadFocus: input.matches(':focus'),
    }))
    this.requestUpdate()
    await this.updateComplete
    if (!this.isConnected) return
    // What was typed into the page's own form before the element was there is not typed twice.
    for (const { name, value, hadFocus } of typed) {
      const field = this.#root.querySelector<HTMLInputElement>(`input[name="${CSS.escape(name)}"]`)
      if (field === null) continue
      field.value ||= value
      if (hadFocus) field.focus()
    }
    this.begin()
  }
}
