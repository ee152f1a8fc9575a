/**
 * Sign in with Google: the option and the credential of Google's own library, under its names. In a browser
 * the account is asked for by FedCM; with another `configURL` that is any identity provider's.
 *
 * @see {@link https://developers.google.com/identity/android-credential-manager}
 * @see {@link https://www.w3.org/TR/fedcm-1/} Federated Credential Management API
 * @module
 */
import { PRIORITY_OIDC_OR_SIMILAR } from './credential-option.ts'
import { type CustomBrowserQuery, GetCustomCredentialOption } from './custom-option.ts'

/** Type string of {@link GoogleIdTokenCredential}. */
export const TYPE_GOOGLE_ID_TOKEN_CREDENTIAL =
  'com.google.android.libraries.identity.googleid.TYPE_GOOGLE_ID_TOKEN_CREDENTIAL'

const BUNDLE_KEY = 'com.google.android.libraries.identity.googleid.BUNDLE_KEY_'
const GOOGLE = 'https://accounts.google.com/gsi/fedcm.json'

/** What is asked of Google. */
export interface GetGoogleIdOptionSettings {
  /** The OAuth client id of your server. */
  readonly serverClientId: string
  /** From your server, which looks for it in the token. */
  readonly nonce?: string
  /** Only accounts that have signed in here before. Default `true`. */
  readonly filterByAuthorizedAccounts?: boolean
  /** Whether the only such account may be taken without a question. Default `false`. */
  readonly isAutoSelectEnabled?: boolean
  /** Where a browser finds the identity provider. Default: Google's. */
  readonly configURL?: string
}

/** Asks for a Google account. */
export class GetGoogleIdOption extends GetCustomCredentialOption {
  declare readonly serverClientId: string

  /** @throws {@link TypeError} when `serverClientId` is empty. */
  constructor(settings: GetGoogleIdOptionSettings) {
    const { serverClientId, nonce, filterByAuthorizedAccounts = true } = settings
    const { isAutoSelectEnabled = false } = settings
    if (!serverClientId) throw new TypeError('serverClientId should not be empty')
    const data = { serverClientId, nonce, filterByAuthorizedAccounts, isAutoSelectEnabled }
    super(TYPE_GOOGLE_ID_TOKEN_CREDENTIAL, {
      requestData: data,
      candidateQueryData: data,
      isSystemProviderRequired: true,
      isAutoSelectAllowed: isAutoSelectEnabled,
      typePriorityHint: PRIORITY_OIDC_OR_SIMILAR,
      browser: {
        request: (query) => federatedRequest(settings, query),
        read: (answer) => {
          const { token } = answer as globalThis.Credential & { readonly token?: unknown }
          return typeof token === 'string' ? { idToken: token } : undefined
        },
      },
    })
    this.serverClientId = serverClientId
  }
}

function federatedRequest(
  { serverClientId, nonce, isAutoSelectEnabled, configURL = GOOGLE }: GetGoogleIdOptionSettings,
  { preferImmediatelyAvailableCredentials }: CustomBrowserQuery,
): object {
  const provider = {
    configURL,
    clientId: serverClientId,
    // Browsers before Chrome 143 know the first place only.
    ...(nonce !== undefined && { nonce, params: { nonce } }),
  }
  return {
    mediation: isAutoSelectEnabled ? 'optional' : 'required',
    identity: {
      context: 'signin',
      // The passive way shows nothing to somebody who is not signed in there; the other needs a click.
      mode: preferImmediatelyAvailableCredentials ? 'passive' : 'active',
      providers: [provider],
    },
  }
}

/** Thrown for data that hold no ID token. */
export class GoogleIdTokenParsingException extends TypeError {
  override readonly name = 'GoogleIdTokenParsingException'
}

/** A Google account: its ID token, for the server to verify, and what the token says of the person. */
export class GoogleIdTokenCredential {
  /** {@link TYPE_GOOGLE_ID_TOKEN_CREDENTIAL}, under its library's name. */
  static readonly TYPE_GOOGLE_ID_TOKEN_CREDENTIAL = TYPE_GOOGLE_ID_TOKEN_CREDENTIAL
  readonly type = TYPE_GOOGLE_ID_TOKEN_CREDENTIAL
  /** Verify it at the server: nothing below is proved before. */
  readonly idToken: string
  /** The mail address, or what else the provider calls the account. */
  readonly id: string
  readonly displayName: string | undefined
  readonly givenName: string | undefined
  readonly familyName: string | undefined
  readonly profilePictureUri: string | undefined

  /** @throws {@link GoogleIdTokenParsingException} when it is no JSON Web Token. */
  constructor(idToken: string) {
    const claims = claimsOf(idToken)
    const text = (name: string) => {
      const claim = claims[name]
      return typeof claim === 'string' ? claim : undefined
    }
    this.idToken = idToken
    this.id = text('email') ?? text('sub') ?? ''
    this.displayName = text('name')
    this.givenName = text('given_name')
    this.familyName = text('family_name')
    this.profilePictureUri = text('picture')
  }

  /**
   * Reads the data of a `CustomCredential`, a browser's or Android's.
   *
   * @throws {@link GoogleIdTokenParsingException} when they hold no ID token.
   */
  static createFrom(this: void, data: unknown): GoogleIdTokenCredential {
    const parts = Object(data) as Readonly<Record<string, unknown>>
    const token = parts.idToken ?? parts[`${BUNDLE_KEY}ID_TOKEN`]
    if (typeof token === 'string') return new GoogleIdTokenCredential(token)
    throw new GoogleIdTokenParsingException('there is no ID token')
  }
}

/** What a token claims. Nobody has verified it. */
function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const [, payload = ''] = token.split('.')
    const text = atob(payload.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0))
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (claims instanceof Object) return claims as Readonly<Record<string, unknown>>
  } catch (cause) {
    throw new GoogleIdTokenParsingException('the ID token is no JSON Web Token', { cause })
  }
  throw new GoogleIdTokenParsingException('the ID token claims nothing')
}
