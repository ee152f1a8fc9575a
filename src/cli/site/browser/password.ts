/**
 * `<site-password>`: a password beside the passkeys, or none.
 *
 * @module
 */
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { AuthRefusal } from '../../../elements/auth-calls.ts'
import { AuthElement } from '../../../elements/auth-element.ts'
import type { ElementWords } from '../../../elements/element-words.ts'
import { passwordField } from '../../../elements/fields.ts'
import type { AccountDetailsMessage } from '../../../protocol/account-messages.ts'
import type { SiteWords } from '../site-words.ts'
import { SiteElement } from './site-element.ts'

/** Whether a password is long enough, as the server counts. */
export const isLongEnough = (password: string, minimum: number): boolean =>
  Array.from(password.normalize('NFC')).length >= minimum

/** Sets, changes and removes the password. */
export class SitePassword extends SiteElement {
  static override readonly properties: PropertyDeclarations = {
    ...AuthElement.properties,
    minimum: { type: Number },
  }

  /** Characters of a new one. */
  declare minimum: number

  #account: AccountDetailsMessage | undefined
  #error: string | undefined

  constructor() {
    super()
    this.minimum = 15
  }

  protected override start(): void {
    this.#load().catch((error: unknown) => this.fail(error))
  }

  async #load(): Promise<void> {
    this.#account = await this.call<AccountDetailsMessage>('GET', '/account', 'account')
    this.requestUpdate()
  }

  protected override draw(words: ElementWords, { account, signUp }: SiteWords): TemplateResult {
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
        ${passwordField(
          { ...words, password: signUp.newPassword },
          { id: 'password', autocomplete: 'new-password', error: this.#error },
        )}
        <p class="hint">${signUp.passwordHint(this.minimum)}</p>
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
    const password = this.value('password')
    const { site, minimum } = this
    if (site === undefined) return
    this.#error = isLongEnough(password, minimum) ? undefined : site.signUp.tooShort
    this.requestUpdate()
    if (this.#error !== undefined) {
      void this.focusOn('#password')
      return
    }
    void this.attempt('set', async (signal, words) => {
      try {
        await this.proving(() => this.call('PUT', '/password', null, { password }), words, signal)
      } catch (error) {
        if (!(error instanceof AuthRefusal) || error.code !== 'invalid_request') throw error
        this.#error = site.signUp.blocked
        await this.focusOn('#password')
        return
      }
      this.clear('password')
      await this.#load()
      this.say({ tone: 'good', text: site.account.passwordSet })
    })
  }

  async #remove(): Promise<void> {
    await this.attempt('remove', async (signal, words) => {
      await this.proving(() => this.call('DELETE', '/password', null), words, signal)
      await this.#load()
      this.say({ tone: 'good', text: this.site?.account.passwordRemoved ?? '' })
      await this.focusOn('#title')
    })
  }
}
