/**
 * `<site-email>`: the address that an account's owner is told things at.
 *
 * @module
 */
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { AuthElement } from '../../../elements/auth-element.ts'
import type { ElementWords } from '../../../elements/element-words.ts'
import { textField } from '../../../elements/fields.ts'
import type { EmailMessage } from '../../../protocol/recovery-messages.ts'
import type { SiteWords } from '../site-words.ts'
import { SiteElement } from './site-element.ts'

/** Shows the address, asks for a link to another one, and removes it. */
export class SiteEmail extends SiteElement {
  static override readonly properties: PropertyDeclarations = {
    ...AuthElement.properties,
    isNeeded: { type: Boolean, attribute: 'needed' },
  }

  /** Whether the account is keyed by it: then there has to be one. */
  declare isNeeded: boolean

  #email: EmailMessage | undefined

  constructor() {
    super()
    this.isNeeded = false
  }

  protected override async load(): Promise<void> {
    this.#email = await this.call<EmailMessage>('GET', '/email', { orNull: 'address' })
  }

  protected override heading(_: ElementWords, { email }: SiteWords): string {
    return email
  }

  protected override draw(words: ElementWords, { account, email }: SiteWords): TemplateResult {
    const known = this.#email
    const address = known?.address ?? undefined
    return html`<h2 id="title" part="title" tabindex="-1">${email}</h2>
      <p class="muted" part="lead">${account.emailLead}</p>
      ${this.messageRegion()}
      ${
        known === undefined
          ? nothing
          : html`<p part="address">
              ${address === undefined ? account.emailNone : html`<strong><bdi>${address}</bdi></strong>`}
            </p>`
      }
      <form part="form" novalidate aria-labelledby="title" @submit=${this.#onSubmit}>
        ${textField({
          id: 'address',
          label: account.newAddress,
          autocomplete: 'email',
          error: this.error,
        })}
        <div class="actions">
          ${this.launchButton(words, { id: 'send', kind: 'quiet', label: words.recovery.send })}
          ${
            address === undefined || this.isNeeded
              ? nothing
              : this.launchButton(words, {
                  id: 'remove',
                  kind: 'danger',
                  label: account.removeAddress,
                  onClick: () => void this.#remove(),
                })
          }
        </div>
      </form>`
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const address = this.needed('address')
    if (address === undefined) return
    void this.attempt('send', async (signal, words) => {
      this.now('told')
      await this.proving(() => this.call('PUT', '/email', null, { address }), words, signal)
      this.clear('address')
      this.say({ tone: 'good', text: this.site?.signUp.sent(address) ?? '' })
    })
  }

  async #remove(): Promise<void> {
    await this.attempt('remove', async (signal, words) => {
      this.now('told')
      await this.proving(() => this.call('DELETE', '/email', null), words, signal)
      await this.changed(this.site?.account.addressRemoved)
      await this.focusOn('#title')
    })
  }
}
