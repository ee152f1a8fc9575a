/**
 * `<site-password>`: a password beside the passkeys, or none.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import type { ElementWords } from '../../../elements/element-words.ts'
import type { AccountDetailsMessage } from '../../../protocol/account-messages.ts'
import type { SiteWords } from '../site-words.ts'
import { NewPasswordElement } from './new-password.ts'

/** Sets, changes and removes the password. */
export class SitePassword extends NewPasswordElement {
  #account: AccountDetailsMessage | undefined

  protected override async load(): Promise<void> {
    this.#account = await this.call<AccountDetailsMessage>('GET', '/account', 'account')
  }

  protected override heading(words: ElementWords): string {
    return words.password
  }

  protected override draw(words: ElementWords, site: SiteWords): TemplateResult {
    const { account } = site
    const has = this.#account?.signIn.password === true
    return html`<h2 id="title" part="title" tabindex="-1">${words.password}</h2>
      <p class="muted" part="lead">${account.passwordLead}</p>
      ${this.messageRegion()}
      <form part="form" novalidate aria-labelledby="title" @submit=${this.#onSubmit}>
        <input
          hidden
          name="username"
          autocomplete="username"
          .value=${this.#account?.account.username ?? ''}
        />
        ${this.newPasswordField(words, site)}
        <div class="actions">
          ${this.launchButton(words, {
            id: 'set',
            kind: 'quiet',
            label: has ? account.changePassword : account.setPassword,
          })}
          ${
            has
              ? this.launchButton(words, {
                  id: 'remove',
                  kind: 'danger',
                  label: account.removePassword,
                  onClick: () => void this.#remove(),
                })
              : nothing
          }
        </div>
      </form>`
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    void this.choosePassword('set', async (password, signal, words) => {
      this.now('told')
      await this.proving(() => this.call('PUT', '/password', null, { password }), words, signal)
      this.clear('password')
      await this.changed(this.site?.account.passwordSet)
    })
  }

  async #remove(): Promise<void> {
    await this.attempt('remove', async (signal, words) => {
      this.now('told')
      await this.proving(() => this.call('DELETE', '/password', null), words, signal)
      await this.changed(this.site?.account.passwordRemoved)
      await this.focusOn('#title')
    })
  }
}
