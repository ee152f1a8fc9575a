/**
 * `<site-email-sign-up>`: a new account that is keyed by its address. First the mailbox is proved; the link in
 * the mail leads back here.
 *
 * @module
 */
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { hasPasskeys } from '../../../elements/auth-element.ts'
import type { ElementWords, FailureWord } from '../../../elements/element-words.ts'
import { textField } from '../../../elements/fields.ts'
import { goOn } from '../../../elements/leave.ts'
import { makePasskey } from '../../../elements/make-passkey.ts'
import { PASSKEY_ICON } from '../../../elements/selector-icons.ts'
import { tellProviders } from '../../../elements/tell-providers.ts'
import type { SiteWords } from '../site-words.ts'
import { takeLinkToken } from '../../../elements/fragment.ts'
import { NewPasswordElement } from './new-password.ts'

/** What becomes of a link that is worth nothing: it is too old, or of another browser. */
const LINK_WORDS: Readonly<Record<string, FailureWord>> = { challenge_invalid: 'wrong_code' }

/** Asks for a link, then makes the account with a passkey, or with a password where there are any. */
export class SiteEmailSignUp extends NewPasswordElement {
  static override readonly properties: PropertyDeclarations = {
    ...NewPasswordElement.properties,
    next: { type: String },
    password: { type: Boolean },
  }

  /** The page to go to afterwards. */
  declare next: string
  /** Whether there are passwords. */
  declare password: boolean

  #token: string | undefined

  constructor() {
    super()
    this.password = false
  }

  protected override takeLink(): void {
    const token = takeLinkToken()
    if (token === undefined) return
    this.#token = token
    this.say(undefined)
  }

  protected override draw(words: ElementWords, site: SiteWords): TemplateResult {
    return this.#token === undefined ? this.#ask(words, site) : this.#make(words, site)
  }

  #ask(words: ElementWords, { email }: SiteWords): TemplateResult {
    return html`${this.messageRegion()}
      <form part="form" novalidate aria-label=${words.create.account} @submit=${this.#onAsk}>
        ${textField({ id: 'address', label: email, autocomplete: 'email', error: this.error })}
        ${this.launchButton(words, { id: 'send', label: words.recovery.send })}
      </form>`
  }

  #make(words: ElementWords, site: SiteWords): TemplateResult {
    const { create } = words
    const { signUp } = site
    const canPasskey = hasPasskeys()
    return html`<p part="lead">${signUp.proved}</p>
      ${this.messageRegion()}
      <form part="form" novalidate aria-label=${create.account} @submit=${this.#onMake}>
        ${textField({ id: 'name', label: create.displayName, autocomplete: 'name', maxlength: 128 })}
        ${
          canPasskey
            ? this.launchButton(words, { id: 'create', label: create.create, icon: PASSKEY_ICON })
            : html`<p part="note">${words.failures.unsupported}</p>`
        }
      </form>
      ${
        this.password
          ? html`<p class="or" part="or">${words.or}</p>
              <form
                part="form"
                novalidate
                aria-label=${signUp.withPassword}
                @submit=${this.#onPassword}
              >
                ${this.newPasswordField(words, site)}
                ${this.launchButton(words, { id: 'set', kind: 'quiet', label: signUp.withPassword })}
              </form>`
          : nothing
      }`
  }

  readonly #onAsk = (event: SubmitEvent): void => {
    event.preventDefault()
    const address = this.needed('address')
    if (address === undefined) return
    void this.attempt('send', async (signal) => {
      await this.call('POST', '/email/proof', null, { address }, signal)
      this.say({ tone: 'good', text: this.site?.signUp.sent(address) ?? '' })
    })
  }

  /** What the account is begun with. */
  get #who(): object {
    const displayName = this.value('name').trim()
    return { token: this.#token!, ...(displayName !== '' && { displayName }) }
  }

  readonly #onMake = (event: SubmitEvent): void => {
    event.preventDefault()
    const make = async (signal: AbortSignal) => {
      const { call, manager, now } = this
      await makePasskey(this.#who, { call, manager, signal, now })
      await goOn(this.next, tellProviders(manager, call))
    }
    void this.attempt('create', make, LINK_WORDS)
  }

  readonly #onPassword = (event: SubmitEvent): void => {
    event.preventDefault()
    const register = async (password: string) => {
      this.now('told')
      await this.call('POST', '/password/registration', 'account', { ...this.#who, password })
      await goOn(this.next, Promise.resolve())
    }
    void this.choosePassword('set', register, LINK_WORDS)
  }
}
