/**
 * `<latchkey-sign-in>`: every way into an account, the best one first.
 *
 * @module
 */
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { capability } from '../client/browser/capability.ts'
import { PasswordCredential, PublicKeyCredential, type Credential } from '../client/credential.ts'
import { NoCredentialException } from '../client/get-exceptions.ts'
import { lifetimeOf } from '../client/get-request.ts'
import { PendingGetCredentialRequest } from '../client/pending-request.ts'
import { postPick } from '../client/finish-sign-in.ts'
import { optionsAsked, signInServer, type Options } from './auth-calls.ts'
import { AuthElement, hasPasskeys } from './auth-element.ts'
import type { ElementWords, FailureWord } from './element-words.ts'
import { PASSWORD_WORDS } from './explain.ts'
import { passwordField, textField } from './fields.ts'
import { isAskedHere, KNOWN_ISSUERS, type Issuer } from './issuers.ts'
import { passkeyRequest, pickDown } from './ladder.ts'
import { goOn } from './leave.ts'
import { DEVICE_ICON, PASSKEY_ICON } from './selector-icons.ts'

/** The part of a challenge's lifetime in which it is still used for a click. */
const STILL_GOOD = 0.6

/** Another site, or the browser's window about it, tells nobody why it gave no account. */
const ISSUER_WORDS: Readonly<Record<string, FailureWord>> = {
  browser: 'other_site',
  not_used: 'other_site',
  no_passkey: 'other_site',
}

/** A field that was left empty. */
type Missing = 'username' | 'password'

/**
 * Signs a person in: passkeys in the suggestions of the username field and at the press of a button, with
 * this device or another one; passwords and accounts at other sites where the page asks for them.
 *
 * Tells the page `latchkey-signed-in` (with `account`, `session` and `settled`), `latchkey-failed` (with the
 * `error`), and then goes to `next`, unless the page prevents that.
 */
export class LatchkeySignIn extends AuthElement {
  static override readonly properties: PropertyDeclarations = {
    ...AuthElement.properties,
    password: { type: Boolean },
    federated: { type: String },
    next: { type: String },
    recoveryUrl: { attribute: 'recovery-url' },
    issuers: { attribute: false },
  }

  /** Whether passwords are asked for. */
  declare password: boolean
  /** Names of issuers, as the server knows them, between spaces. */
  declare federated: string
  /** The page to go to afterwards: of the same site. */
  declare next: string | undefined
  /** The page for people who cannot sign in. */
  declare recoveryUrl: string | undefined
  /** Labels and addresses of issuers, by name. Google is known. */
  declare issuers: Readonly<Record<string, Issuer>>

  #missing: Missing | undefined
  #isDone = false
  #autofill: AbortController | undefined
  /** Options that nobody has used yet: a click need not wait for others. */
  #kept: { readonly json: string; readonly until: number; readonly asked: number } | undefined
  /** Whom the passkeys belong to, as the server said last. */
  #rpId: string | undefined
  /** Whether the browser can look for what is on this device, and has not found that there is nothing. */
  #looksHere = false

  constructor() {
    super()
    this.password = false
    this.federated = ''
    this.issuers = KNOWN_ISSUERS
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#autofill?.abort()
  }

  protected override begin(): void {
    if (this.#isDone) return
    document.addEventListener('visibilitychange', this.#onSeen, this.stay)
    this.#offer()
    void this.#learn()
  }

  /** A sign-in page in another tab has had options since, and the browser holds the secret of those. */
  readonly #onSeen = (): void => {
    if (!document.hidden && this.running === undefined && !this.#isDone) this.#offer()
  }

  protected override cameBack(): void {
    // They went on as somebody who is signed in, and have come back to sign in.
    this.#isDone = false
    this.say(undefined)
    this.begin()
  }

  protected override content(words: ElementWords): TemplateResult {
    const isDone = this.#isDone
    return html`${isDone ? nothing : html`<h2 id="title" part="title">${words.signIn.title}</h2>`}
    ${this.messageRegion()} ${isDone ? nothing : this.#ways(words, hasPasskeys())}`
  }

  #ways(words: ElementWords, passkey: boolean): TemplateResult {
    return html`${
      passkey || this.password
        ? this.#form(words, passkey)
        : html`<p part="note">${words.failures.unsupported}</p>`
    }
    ${this.#otherWays(words, passkey)}`
  }

  #form(words: ElementWords, passkey: boolean): TemplateResult {
    return html`<form part="form" novalidate aria-labelledby="title" @submit=${this.#onSubmit}>
      ${this.#fields(words, passkey)}
      ${
        this.password
          ? this.launchButton(words, { id: 'sign-in', label: words.signIn.title })
          : this.#passkeyButton(words)
      }
    </form>`
  }

  #fields(words: ElementWords, passkey: boolean): TemplateResult {
    const missing = this.#missing
    const error = (field: Missing) => (missing === field ? words.missing : undefined)
    const isAlone = !this.password
    return html`${textField({
      id: 'username',
      label: words.username,
      autocomplete: 'username webauthn',
      hint: isAlone && passkey ? words.signIn.hint : undefined,
      error: error('username'),
    })}
    ${
      isAlone
        ? nothing
        : passwordField(words, {
            id: 'password',
            autocomplete: 'current-password',
            error: error('password'),
          })
    }`
  }

  #passkeyButton(words: ElementWords): TemplateResult {
    const { passkey: label } = words.signIn
    const onClick = () => void this.#withPasskey('passkey')
    // In a form of its own it is the form's button, so that Enter in the field presses it.
    const launch = { id: 'passkey', label, icon: PASSKEY_ICON }
    return this.launchButton(words, this.password ? { ...launch, kind: 'quiet', onClick } : launch)
  }

  #otherWays(words: ElementWords, passkey: boolean): TemplateResult {
    const names = this.federated.split(/\s+/).filter((name) => {
      const issuer = this.#issuer(name)
      return name !== '' && (isAskedHere(issuer) || issuer.url !== undefined)
    })
    const { signIn } = words
    return html`${
      (passkey && this.password) || names.length > 0
        ? html`<p class="or" part="or">${words.or}</p>`
        : nothing
    }
    ${passkey && this.password ? this.#passkeyButton(words) : nothing}
    ${
      passkey
        ? this.launchButton(words, {
            id: 'other-device',
            kind: 'quiet',
            icon: DEVICE_ICON,
            label: signIn.otherDevice,
            onClick: () => void this.#withPasskey('other-device'),
          })
        : nothing
    }
    ${names.map((name) =>
      this.launchButton(words, {
        id: `issuer-${name}`,
        kind: 'quiet',
        label: signIn.federated(this.#issuer(name).label),
        onClick: () => void this.#withIssuer(name),
      }),
    )}
    ${
      this.recoveryUrl === undefined
        ? nothing
        : html`<a class="link" part="link" href=${this.recoveryUrl}>${signIn.lost}</a>`
    }`
  }

  #issuer(name: string): Issuer {
    return Object.hasOwn(this.issuers, name) ? this.issuers[name]! : { label: name }
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    void (this.password ? this.#withPassword() : this.#withPasskey('passkey'))
  }

  async #withPasskey(id: 'passkey' | 'other-device'): Promise<void> {
    const instead: Record<string, FailureWord> = {}
    const { manager, password } = this
    let isNoneHere = false
    await this.attempt(
      id,
      async (signal) => {
        const username = this.#value('username').trim()
        const json = await this.#request(username, signal)
        const request = passkeyRequest(json, { hybrid: id === 'other-device' })
        // Who is named has a list of passkeys, and browsers look here without any list only.
        const looksHere = id === 'passkey' && username === '' && this.#looksHere
        this.now('person')
        const picking = pickDown(request, { manager, signal, looksHere, password })
        const credential = await picking.catch((error: unknown) => {
          isNoneHere = looksHere && error instanceof NoCredentialException
          throw error
        })
        if (credential instanceof PasswordCredential) Object.assign(instead, PASSWORD_WORDS)
        await this.#finish(credential)
      },
      instead,
    )
    if (!isNoneHere) return
    // A private window never finds anything: the next press opens the browser's own dialog.
    this.#looksHere = false
    await this.focusOn('#other-device')
  }

  async #learn(): Promise<void> {
    this.#looksHere = (await capability(globalThis, 'immediateGet')) === true
  }

  async #withPassword(): Promise<void> {
    const username = this.#value('username').trim()
    const password = this.#value('password')
    this.#missing = username === '' ? 'username' : password === '' ? 'password' : undefined
    this.requestUpdate()
    if (this.#missing !== undefined) {
      await this.focusOn(`#${this.#missing}`)
      return
    }
    const finish = () => this.#finish(new PasswordCredential(username, password))
    await this.attempt('sign-in', finish, PASSWORD_WORDS)
  }

  async #withIssuer(name: string): Promise<void> {
    const issuer = this.#issuer(name)
    if (!isAskedHere(issuer)) {
      await goOn(issuer.url!, Promise.resolve())
      return
    }
    await this.attempt(
      `issuer-${name}`,
      async (signal) => {
        const { call, manager, now } = this
        const { askIssuer } = await import('./federated.ts')
        const pick = await askIssuer(name, { call, manager, issuer, signal, now })
        await this.#finish(pick.credential, { issuer: name, idToken: pick.idToken })
      },
      ISSUER_WORDS,
    )
  }

  async #finish(credential: Credential, federated = { issuer: '', idToken: '' }): Promise<void> {
    this.#kept = undefined
    this.now('told')
    const { manager, call } = this
    const server = signInServer(call, () => this.#request('', undefined))
    const result = await postPick(credential, {
      manager,
      server,
      rpId: this.#rpId,
      onCustomCredential: () => server.finishFederated(federated.issuer, federated.idToken),
    }).catch((error: unknown) => {
      // The browser's part went well, so the suggestions stepped aside: bring them back.
      if (credential instanceof PublicKeyCredential && this.isConnected) this.#offer()
      throw error
    })
    this.#autofill?.abort()
    if (!this.tell('latchkey-signed-in', result)) return
    if (this.next !== undefined) await goOn(this.next, result.settled)
    const hadFocus = this.matches(':focus-within')
    this.#isDone = true
    this.say({ tone: 'good', text: this.spoken?.signIn.done ?? '' })
    // What had it is gone.
    if (hadFocus) await this.focusOn('.message')
  }

  /** Request JSON for a click, at once where there is some. */
  async #request(username: string, signal: AbortSignal | undefined): Promise<string> {
    const kept = this.#kept
    this.#kept = undefined
    const isGood = Date.now() < (kept?.until ?? 0) && kept?.asked === optionsAsked.count
    if (username === '' && kept !== undefined && isGood) return kept.json
    const body = username === '' ? {} : { username }
    return this.#options(body, signal)
  }

  async #options(body: object, signal?: AbortSignal): Promise<string> {
    const options = await this.call<Options>(
      'POST',
      '/authentication/options',
      'challenge',
      body,
      signal,
    )
    this.#rpId = options.rpId
    return JSON.stringify(options)
  }

  /** Offers passkeys in the suggestions of the username field. */
  #offer(): void {
    if (!hasPasskeys()) return
    this.#autofill?.abort()
    this.#kept = undefined
    const autofill = new AbortController()
    this.#autofill = autofill
    const pending = new PendingGetCredentialRequest(
      async () => {
        const began = Date.now()
        const asking = this.#options({})
        const asked = optionsAsked.count
        const json = await asking
        const request = passkeyRequest(json)
        const until = began + lifetimeOf(request) * STILL_GOOD
        this.#kept = { json, until, asked }
        return request
      },
      async ({ credential }) => {
        if (this.running !== undefined) throw new Error('busy')
        await this.attempt('passkey', () => this.#finish(credential))
      },
    )
    // What goes wrong here is nothing to bother anyone with: the buttons are still there.
    const onError = () => undefined
    this.manager
      .attachPendingGetCredentialRequest(pending, { signal: autofill.signal, onError })
      .catch(onError)
  }

  #value(id: string): string {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${id}`)?.value ?? ''
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'latchkey-sign-in': LatchkeySignIn
  }
}
