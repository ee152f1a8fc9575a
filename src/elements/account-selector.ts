/**
 * `<latchkey-account-selector>`: draws the account selector's model, and nothing of its own making.
 *
 * The native modal dialog keeps the focus inside, closes on Escape and on a phone's way back, and gives
 * the focus back afterwards.
 *
 * @module
 */
import {
  LitElement,
  adoptStyles,
  html,
  nothing,
  type CSSResultGroup,
  type TemplateResult,
} from 'lit'
import type { AccountSelector, SelectorView } from '../client/selector/account-selector.ts'
import type { SelectorChoice, SelectorPage } from '../client/selector/page.ts'
import type * as DrawingModule from './selector-drawing.ts'
import { isRightToLeft, languageOf } from './language.ts'
import { rowAfterKey } from './selector-keyboard.ts'
import type { Deeds } from './selector-page.ts'
import { loadSelectorTexts, type SelectorTexts } from './selector-texts.ts'
import { theme } from './selector-theme.ts'

/**
 * What draws a view: it comes beside the words of the first one, so that a page on which nobody asks for
 * anything downloads neither.
 */
type Drawing = typeof DrawingModule

/** A view that waits for an answer. */
interface Question {
  readonly drawing: Drawing
  readonly view: SelectorView
  readonly texts: SelectorTexts
  readonly page: SelectorPage | undefined
  readonly answer: (choice: SelectorChoice | undefined) => void
}

/**
 * The account selector as an element. It takes no room on the page and shows nothing until
 * {@link LatchkeyAccountSelector.select} is called, which is what Credential Manager's providers want
 * from whoever draws.
 *
 * Themed by the custom properties `--latchkey-…` and the parts of its shadow tree; day and night follow
 * the page's `color-scheme`.
 */
export class LatchkeyAccountSelector extends LitElement {
  static override readonly styles: CSSResultGroup = [theme]

  /** Other words than those of the page's language. */
  texts: SelectorTexts | undefined = undefined

  #question: Question | undefined
  /** The shadow tree that has all its styles. */
  #styled: ShadowRoot | undefined
  /** Whether the dialog has opened for that question. */
  #hasOpened = false
  #pressedOutside = false

  readonly #deeds: Deeds = {
    pick: (choice) => this.#finish(choice),
    dismiss: () => this.#finish(undefined),
    showAllOptions: () => void this.#turnTo('allOptions'),
    goBack: () => void this.#turnTo('first'),
  }

  /**
   * Shows a view until the person picks something or goes back: Escape, the page beside the dialog and
   * "Cancel" all give `undefined`. It closes with every pick, so that a provider can ask for a password;
   * the next view opens it again. A view that arrives while another is shown takes its place, and the
   * other ends with `undefined`. A view without a page shows nothing.
   *
   * Bound to its element: hand it over as it is.
   *
   * @throws TypeError while the element is not on a page.
   */
  readonly select: AccountSelector = async (view, { signal }) => {
    const { first } = view.pages
    if (signal.aborted || (first === undefined && view.kind !== 'empty-notice')) return undefined
    if (!this.isConnected) throw new TypeError(`Put the <${this.localName}> on the page first.`)
    const [texts, drawing] = await Promise.all([
      this.texts ?? loadSelectorTexts(languageOf(this)),
      import('./selector-drawing.ts'),
    ])
    if (signal.aborted || !this.isConnected) return undefined
    const { promise, resolve } = Promise.withResolvers<SelectorChoice | undefined>()
    const page = view.kind === 'empty-notice' ? undefined : first
    // Only if it is still this one: by then, another view may have taken its place.
    const dismiss = () => {
      if (this.#question?.answer === resolve) this.#finish(undefined)
    }
    this.#question?.answer(undefined)
    this.#question = { drawing, view, texts, page, answer: resolve }
    signal.addEventListener('abort', dismiss)
    try {
      this.#dress(drawing)
      await this.#draw()
      return await promise
    } finally {
      signal.removeEventListener('abort', dismiss)
      dismiss()
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#finish(undefined)
  }

  protected override render(): TemplateResult {
    const question = this.#question
    const language = question?.texts.language
    return html`<dialog
      part="dialog"
      lang=${language ?? nothing}
      dir=${language !== undefined && isRightToLeft(language) ? 'rtl' : nothing}
      aria-labelledby="title"
      @close=${this.#onClose}
      @keydown=${this.#onKey}
      @pointerdown=${this.#onPress}
      @click=${{ handleEvent: (event: MouseEvent) => this.#onClick(event), capture: true }}
    >
      ${question?.drawing.selectorContent(question, this.#deeds) ?? nothing}
    </dialog>`
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog')
  }

  #dress({ selectorStyles }: Drawing): void {
    const root = this.renderRoot as ShadowRoot
    if (this.#styled === root) return
    this.#styled = root
    adoptStyles(root, [...selectorStyles])
  }

  /** Draws the question and opens the dialog, or keeps it open, with the focus where it belongs. */
  async #draw(focus = '[autofocus]'): Promise<void> {
    this.requestUpdate()
    await this.updateComplete
    const dialog = this.#dialog
    if (this.#question === undefined || dialog === null) return
    this.#hasOpened = true
    if (!dialog.open) dialog.showModal()
    else dialog.querySelector<HTMLElement>(focus)?.focus()
  }

  async #turnTo(which: 'first' | 'allOptions'): Promise<void> {
    const question = this.#question
    if (question === undefined) return
    this.#question = { ...question, page: question.view.pages[which] }
    // On the way back, people find themselves where they left.
    await this.#draw(which === 'first' ? '[part="more-options"]' : '[autofocus]')
  }

  #finish(choice: SelectorChoice | undefined): void {
    const question = this.#question
    if (question === undefined) return
    this.#question = undefined
    this.#hasOpened = false
    this.#dialog?.close()
    this.requestUpdate()
    question.answer(choice)
  }

  readonly #onClose = (): void => {
    // The news of a closing may come when the next question is there, and then it is not about that one.
    if (this.#hasOpened && this.#dialog?.open !== true) this.#finish(undefined)
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('.choice')]
    const current = rows.findIndex((row) => row.matches(':focus'))
    const next = rowAfterKey(event, { current, count: rows.length })
    if (next === undefined) return
    event.preventDefault()
    rows[next]?.focus()
  }

  readonly #onPress = ({ target }: PointerEvent): void => {
    this.#pressedOutside = target === this.#dialog
  }

  #onClick(event: MouseEvent): void {
    // The second half of a double click was meant for what stood there before.
    if (event.detail > 1) {
      event.stopPropagation()
      return
    }
    // Selecting text may begin inside and end outside; that dismisses nothing.
    if (event.target === this.#dialog && this.#pressedOutside) this.#finish(undefined)
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'latchkey-account-selector': LatchkeyAccountSelector
  }
}
