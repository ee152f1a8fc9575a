/**
 * `<site-issuer-back>`: somebody comes back from another site with an ID token in the page's address. It signs in,
 * or, after a press of a button, connects the account there with the one here.
 *
 * @module
 */
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { GoogleIdTokenCredential } from '../../../client/google-id.ts'
import type { SignedIn } from '../../../client/latchkey-server.ts'
import { AuthRefusal } from '../../../elements/auth-calls.ts'
import { AuthElement } from '../../../elements/auth-element.ts'
import type { ElementWords, FailureWord } from '../../../elements/element-words.ts'
import { goOn } from '../../../elements/leave.ts'
import type { IdentityMessage } from '../../../protocol/federation-messages.ts'
import type { SiteWords } from '../site-words.ts'
import { takeFragment } from '../../../elements/fragment.ts'
import { SiteElement } from './site-element.ts'

/** What becomes of a token that is worth nothing. */
const TOKEN_WORDS: Readonly<Record<string, FailureWord>> = { authentication_failed: 'other_site' }

/** Brings the token to the server. */
export class SiteIssuerBack extends SiteElement {
  static override readonly properties: PropertyDeclarations = {
    ...AuthElement.properties,
    issuer: { type: String },
    label: { type: String },
  }

  /** What the routes call it. */
  declare issuer: string
  /** What people call it. */
  declare label: string

  #idToken: string | undefined
  #isLink = false
  #next = ''

  protected override prepare(): void {
    const fragment = takeFragment()
    const state = new URLSearchParams(fragment.get('state') ?? '')
    this.#idToken = fragment.get('id_token') ?? undefined
    this.#isLink = state.get('purpose') === 'link'
    // Whatever it says, nobody is led to another site.
    this.#next = state.get('next') ?? '/'
  }

  protected override cameBack(): void {
    // The token has been brought, and is worth nothing any more.
  }

  protected override async load(): Promise<void> {
    const idToken = this.#idToken
    if (idToken === undefined) {
      this.say({ tone: 'quiet', text: this.spoken?.failures.other_site ?? '' })
      return
    }
    if (this.#isLink) return
    const signIn = async () => {
      const path = `/federated/${encodeURIComponent(this.issuer)}`
      await this.call<SignedIn>('POST', path, 'account', { idToken })
      await goOn(withPlace(this.#next), Promise.resolve())
    }
    await this.attempt('sign-in', signIn, TOKEN_WORDS)
  }

  protected override draw(words: ElementWords, { elsewhere }: SiteWords): TemplateResult {
    const idToken = this.#idToken
    const isBusy = !this.#isLink && this.running !== undefined
    return html`${this.messageRegion()}${isBusy ? html`<p class="muted">${words.loading}</p>` : nothing}
    ${
      // Anybody can have led here who is signed in there as somebody else: nothing happens without a press.
      this.#isLink && idToken !== undefined
        ? html`<p part="lead">${elsewhere.connectAbout(whoIn(idToken), this.label)}</p>
            ${this.launchButton(words, {
              id: 'connect',
              label: elsewhere.connect(this.label),
              onClick: () => void this.#connect(idToken),
            })}`
        : nothing
    }`
  }

  async #connect(idToken: string): Promise<void> {
    const connect = async (signal: AbortSignal, words: ElementWords) => {
      const { issuer, site } = this
      const link = () =>
        this.call<IdentityMessage>('POST', '/identities', 'id', { issuer, idToken })
      this.now('told')
      try {
        await this.proving(link, words, signal)
      } catch (error) {
        const isTaken = error instanceof AuthRefusal && error.code === 'credential_exists'
        if (!isTaken || site === undefined) throw error
        this.#idToken = undefined
        this.say({ tone: 'bad', text: site.elsewhere.taken })
        return
      }
      this.#idToken = undefined
      this.say({ tone: 'good', text: site?.elsewhere.connected(this.label) ?? '' })
      await goOn(this.#next, Promise.resolve())
    }
    await this.attempt('connect', connect, TOKEN_WORDS)
  }
}

/** Whom a token is about, as its issuer shows it. Nobody has verified it yet. */
function whoIn(idToken: string): string {
  try {
    return new GoogleIdTokenCredential(idToken).id
  } catch {
    return '?'
  }
}

/** The place on a page, or the mailed link, that somebody had in hand before they went away. */
function withPlace(next: string): string {
  const place = sessionStorage.getItem(PLACE) ?? ''
  sessionStorage.removeItem(PLACE)
  return next.includes('#') ? next : next + place
}

/** Where the sign-in page keeps it: a token in it is not for another site, nor for a log. */
export const PLACE = 'latchkey-place'
