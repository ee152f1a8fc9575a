/**
 * `<site-mail-link>`: the button behind a mailed link about an address. Mail scanners follow links and press no
 * buttons.
 *
 * @module
 */
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { AuthRefusal } from '../../../elements/auth-calls.ts'
import { AuthElement } from '../../../elements/auth-element.ts'
import type { ElementWords } from '../../../elements/element-words.ts'
import type { EmailMessage } from '../../../protocol/recovery-messages.ts'
import type { SiteWords } from '../site-words.ts'
import { takeLinkToken } from '../../../elements/fragment.ts'
import { SiteElement } from './site-element.ts'

/** Confirms an address, or takes a change of it back. */
export class SiteMailLink extends SiteElement {
  static override readonly properties: PropertyDeclarations = {
    ...AuthElement.properties,
    kind: { type: String },
  }

  declare kind: 'confirm' | 'undo'

  #token: string | undefined

  protected override takeLink(): void {
    const token = takeLinkToken()
    if (token === undefined) return
    this.#token = token
    this.say(undefined)
  }

  protected override draw(words: ElementWords, { links }: SiteWords): TemplateResult {
    const label = this.kind === 'confirm' ? links.confirm : links.undo
    return html`${this.messageRegion()}
    ${
      this.#token === undefined
        ? this.message === undefined
          ? html`<p part="note">${links.none}</p>`
          : nothing
        : this.launchButton(words, { id: 'go', label, onClick: () => void this.#go() })
    }`
  }

  async #go(): Promise<void> {
    await this.attempt('go', async () => {
      const { site } = this
      if (site === undefined) return
      const { links } = site
      this.now('told')
      try {
        const text = await this.#post(links)
        this.#token = undefined
        this.say({ tone: 'good', text })
      } catch (error) {
        if (!(error instanceof AuthRefusal) || error.code !== 'authentication_failed') throw error
        this.#token = undefined
        this.say({ tone: 'bad', text: links.dead })
      }
    })
  }

  async #post(links: SiteWords['links']): Promise<string> {
    const body = { token: this.#token! }
    if (this.kind === 'undo') {
      await this.call('POST', '/email/undo', null, body)
      return links.undone
    }
    const { address } = await this.call<EmailMessage>(
      'POST',
      '/email/confirmation',
      'address',
      body,
    )
    return links.confirmed(address ?? '')
  }
}
