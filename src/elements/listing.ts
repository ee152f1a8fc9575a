/**
 * An element around a list of the server's: loading it, and keeping it in step with other tabs.
 *
 * @module
 */
import { html, type TemplateResult } from 'lit'
import { AuthElement } from './auth-element.ts'
import { checked } from './checked.ts'
import type { ElementWords } from './element-words.ts'
import type { Message } from './explain.ts'

/** The root of the elements that show a list. */
export abstract class ListElement<Row> extends AuthElement {
  /** Undefined until it was loaded. */
  protected list: readonly Row[] | undefined
  /** What was said of a loading that failed. */
  #complaint: Message | undefined
  #turn = 0

  /** Asks the server. */
  protected abstract load(): Promise<readonly Row[]>

  /** Whether there is all in it that is drawn. */
  protected abstract isRow(row: Partial<Row>): boolean

  protected override forget(): void {
    this.list = undefined
  }

  protected override begin(): void {
    document.addEventListener('visibilitychange', this.#onSeen, this.stay)
    void this.reload()
  }

  /** Another tab may have changed the list, or signed out. */
  readonly #onSeen = (): void => {
    if (!document.hidden && this.running === undefined) void this.reload()
  }

  /** Loads the list, and says so when that fails. */
  protected async reload(): Promise<void> {
    const turn = (this.#turn += 1)
    try {
      const list = checked(await this.load(), (row) => this.isRow(Object(row) as Partial<Row>))
      // A later one has overtaken it.
      if (turn !== this.#turn) return
      this.list = list
      if (this.#complaint === this.message) this.message = undefined
      this.requestUpdate()
    } catch (error) {
      if (turn !== this.#turn) return
      this.fail(error)
      this.#complaint = this.message
    }
  }

  /** Says how a change ended, and shows the list as it is now. */
  protected async changed(text: string, event: string): Promise<void> {
    this.say({ tone: 'good', text })
    await this.reload()
    // The change may have ended this session: then both are worth knowing.
    if (this.message?.tone === 'bad') {
      this.say({ tone: 'quiet', text: `${text} ${this.message.text}` })
    }
    this.tell(event, undefined)
  }

  /** What stands in the place of a list that is not there. */
  protected instead(words: ElementWords): TemplateResult {
    if (this.message === undefined)
      return html`<p class="muted" part="loading">${words.loading}</p>`
    const again = () => {
      this.say(undefined)
      void this.focusOn('#title')
      void this.reload()
    }
    return html`<div class="actions">
      <button class="quiet" part="button quiet" type="button" @click=${again}>
        ${words.tryAgain}
      </button>
    </div>`
  }
}
