/**
 * A question in a dialog of an element: one at a time. The native modal dialog keeps the focus inside,
 * closes on Escape, and gives the focus back afterwards.
 *
 * @module
 */
import { html, nothing, type LitElement, type TemplateResult } from 'lit'

/** Draws a question. It ends when `answer` is called; without a value nothing was decided. */
export type Question<Answer> = (answer: (value?: Answer) => void) => TemplateResult

/** The second half of a double click was meant for what stood there before. */
const onlyOnce = (event: Event): void => {
  if ((event as MouseEvent).detail < 2) return
  event.stopPropagation()
  event.preventDefault()
}

/** The dialog of one element. */
export class Modal {
  readonly #host: LitElement
  #content: (() => TemplateResult) | undefined
  #settle: (() => void) | undefined

  constructor(host: LitElement) {
    this.#host = host
  }

  /**
   * Asks. Escape, the end of `signal` and another question give `undefined`. What it draws may change: then
   * {@link Modal.redraw} it.
   */
  async ask<Answer>(question: Question<Answer>, signal?: AbortSignal): Promise<Answer | undefined> {
    this.close()
    if (signal?.aborted) return undefined
    const { promise, resolve } = Promise.withResolvers<Answer | undefined>()
    const settle = () => resolve(undefined)
    this.#settle = settle
    this.#content = () => question(resolve)
    this.redraw()
    await this.#host.updateComplete
    if (this.#settle === settle) this.#show()
    signal?.addEventListener('abort', settle)
    const answer = await promise
    signal?.removeEventListener('abort', settle)
    if (this.#settle === settle) this.close()
    return answer
  }

  /** Whether a question is open: then the page behind it keeps still. */
  get isOpen(): boolean {
    return this.#content !== undefined
  }

  /** Draws the question anew. */
  redraw(): void {
    this.#host.requestUpdate()
  }

  /** Takes the question back. */
  close(): void {
    this.#settle?.()
    this.#settle = undefined
    this.#content = undefined
    this.#dialog?.close()
    this.redraw()
  }

  /** Where it stands in the element's shadow tree. Its content has a heading with the id `question`, and may have an `about`. */
  render(): TemplateResult {
    return html`<dialog
      part="dialog"
      aria-labelledby=${this.#content === undefined ? nothing : 'question'}
      @close=${this.#onClose}
      @click=${{ handleEvent: onlyOnce, capture: true }}
    >
      ${this.#content?.() ?? nothing}
    </dialog>`
  }

  get #dialog(): HTMLDialogElement | null {
    return this.#host.renderRoot.querySelector('dialog')
  }

  #show(): void {
    const dialog = this.#dialog
    // What the question is about is read with its heading.
    const about = dialog?.querySelector('#about')
    if (about) dialog?.setAttribute('aria-describedby', about.id)
    else dialog?.removeAttribute('aria-describedby')
    dialog?.showModal()
  }

  readonly #onClose = (): void => {
    if (this.#dialog?.open !== true) this.#settle?.()
  }
}
