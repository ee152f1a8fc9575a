/**
 * What the elements of the site have in common: they also speak the site's own words, and say at a field what is
 * wrong with it.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import { AuthElement } from '../../../elements/auth-element.ts'
import type { ElementWords } from '../../../elements/element-words.ts'
import { languageOf } from '../../../elements/language.ts'
import { loadSiteWords, type SiteWords } from '../site-words.ts'

/** The root of the site's elements. */
export abstract class SiteElement extends AuthElement {
  #site: SiteWords | undefined
  #isMissing = false

  /** What is wrong with its field. */
  protected error: string | undefined

  /** Draws the element. */
  protected abstract draw(words: ElementWords, site: SiteWords): TemplateResult

  /** Asks the server for what is shown. */
  protected async load(): Promise<void> {}

  /** Stands above what is not there. */
  protected heading(_words: ElementWords, _site: SiteWords): string | undefined {
    return undefined
  }

  /** What the site says; none yet, before it is loaded. */
  protected get site(): SiteWords | undefined {
    return this.#site
  }

  /** Takes the token of a mailed link out of the address: it may be put there while the page stays. */
  protected takeLink(): void {}

  protected override prepare(): void {
    this.takeLink()
  }

  protected override begin(): void {
    addEventListener('hashchange', this.#onHash, this.stay)
    void this.#begin()
  }

  readonly #onHash = (): void => this.takeLink()

  async #begin(): Promise<void> {
    try {
      this.#site ??= await loadSiteWords(languageOf(this))
      this.requestUpdate()
      await this.updateComplete
      if (this.isConnected) await this.reload()
      this.#isMissing = false
      this.requestUpdate()
    } catch (error) {
      // A form of what nobody knows would write over what is there.
      this.#isMissing = true
      this.requestUpdate()
      // Screen readers only tell what changes in what they know.
      await this.updateComplete
      this.fail(error)
    }
  }

  /** Loads it again. */
  protected async reload(): Promise<void> {
    await this.load()
    this.requestUpdate()
  }

  /** Says that a change went well, whatever becomes of showing it. */
  protected async changed(text: string | undefined): Promise<void> {
    try {
      await this.reload()
      this.say({ tone: 'good', text: text ?? '' })
    } catch (error) {
      this.fail(error)
      this.say({ tone: 'quiet', text: `${text} ${this.message?.text}` })
    }
  }

  protected override content(words: ElementWords): TemplateResult {
    const site = this.#site
    if (site === undefined) return this.messageRegion()
    return this.#isMissing ? this.#instead(words, site) : this.draw(words, site)
  }

  #instead(words: ElementWords, site: SiteWords): TemplateResult {
    const heading = this.heading(words, site)
    const again = async () => {
      this.say(undefined)
      await this.#begin()
      // Then the button that was pressed is gone.
      if (!this.#isMissing) await this.focusOn('#title')
    }
    return html`${heading === undefined ? nothing : html`<h2 part="title">${heading}</h2>`}
      ${this.messageRegion()}
      <div class="actions">
        <button class="quiet" part="button quiet" type="button" @click=${again}>
          ${words.tryAgain}
        </button>
      </div>`
  }

  /** What was typed into a field. */
  protected value(id: string): string {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${id}`)?.value ?? ''
  }

  /** The same, or `undefined` after saying that it is missing. */
  protected needed(id: string): string | undefined {
    const value = this.value(id).trim()
    void this.wrong(id, value === '' ? this.spoken?.missing : undefined)
    return value === '' ? undefined : value
  }

  /** Says at a field what is wrong with it, and leads there. `undefined`: nothing is. */
  protected async wrong(id: string, error: string | undefined): Promise<void> {
    this.error = error
    this.requestUpdate()
    if (error !== undefined) await this.focusOn(`#${id}`)
  }

  /** Empties a field. */
  protected clear(id: string): void {
    const field = this.renderRoot.querySelector<HTMLInputElement>(`#${id}`)
    if (field !== null) field.value = ''
  }
}
