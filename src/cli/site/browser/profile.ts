/**
 * `<site-profile>`: what a person is called.
 *
 * @module
 */
import { html, type TemplateResult } from 'lit'
import type { ElementWords } from '../../../elements/element-words.ts'
import { textField } from '../../../elements/fields.ts'
import type { AccountDetailsMessage } from '../../../protocol/account-messages.ts'
import type { SiteWords } from '../site-words.ts'
import { SiteElement } from './site-element.ts'

/** Shows the name and changes it. */
export class SiteProfile extends SiteElement {
  #name: string | undefined

  protected override async load(): Promise<void> {
    const { account } = await this.call<AccountDetailsMessage>('GET', '/account', 'account')
    this.#name = account.displayName
  }

  protected override heading(_: ElementWords, { account }: SiteWords): string {
    return account.profile
  }

  protected override draw(words: ElementWords, { account }: SiteWords): TemplateResult {
    return html`<h2 id="title" part="title" tabindex="-1">${account.profile}</h2>
      <p class="muted" part="lead">${account.profileLead}</p>
      ${this.messageRegion()}
      <form part="form" novalidate aria-labelledby="title" @submit=${this.#onSubmit}>
        ${textField({
          id: 'name',
          label: account.displayName,
          autocomplete: 'name',
          value: this.#name ?? '',
          maxlength: 128,
        })}
        <div class="actions">
          ${this.launchButton(words, { id: 'save', kind: 'quiet', label: words.passkeys.save })}
        </div>
      </form>`
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    void this.attempt('save', async () => {
      const displayName = this.value('name').trim()
      this.now('told')
      await this.call('PATCH', '/account', 'account', { displayName })
      this.#name = displayName
      this.say({ tone: 'good', text: this.site?.account.saved ?? '' })
    })
  }
}
