/**
 * What the elements of the site have in common: they also speak the site's own words.
 *
 * @module
 */
import { html, type TemplateResult } from 'lit'
import { AuthElement } from '../../../elements/auth-element.ts'
import type { ElementWords } from '../../../elements/element-words.ts'
import { languageOf } from '../../../elements/language.ts'
import { loadSiteWords, type SiteWords } from '../site-words.ts'

/** The root of the site's elements. */
export abstract class SiteElement extends AuthElement {
  #site: SiteWords | undefined

  /** Draws the element. */
  protected abstract draw(words: ElementWords, site: SiteWords): TemplateResult

  /** Called once there are words. */
  protected start(): void {}

  /** What the site says; none yet, before it is loaded. */
  protected get site(): SiteWords | undefined {
    return this.#site
  }

  protected override begin(): void {
    const begin = async () => {
      this.#site = await loadSiteWords(languageOf(this))
      this.requestUpdate()
      await this.updateComplete
      if (this.isConnected) this.start()
    }
    begin().catch((error: unknown) => this.fail(error))
  }

  protected override content(words: ElementWords): TemplateResult {
    return this.#site === undefined ? html`${this.messageRegion()}` : this.draw(words, this.#site)
  }

  /** What was typed into a field. */
  protected value(id: string): string {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${id}`)?.value ?? ''
  }

  /** Empties a field. */
  protected clear(id: string): void {
    const field = this.renderRoot.querySelector<HTMLInputElement>(`#${id}`)
    if (field !== null) field.value = ''
  }
}
