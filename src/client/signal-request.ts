/**
 * What a server knows of its passkeys, told to those who keep them.
 *
 * Delete at the server first, signal after. Where an id is left out of the accepted ones, a provider
 * may delete that passkey for good.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/SignalCredentialStateRequest}
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-signal-methods} WebAuthn L3 §5.1.10
 * @module
 */
import type { BrowserPorts } from './browser/ports.ts'
import { signalInBrowser } from './browser/signal.ts'
import type { SignalCredentialStateResponse } from './signal-response.ts'

export { SignalCredentialStateResponse } from './signal-response.ts'

/** Type string of {@link SignalUnknownCredentialRequest}. */
export const SIGNAL_UNKNOWN_CREDENTIAL_STATE_REQUEST_TYPE =
  'androidx.credentials.SIGNAL_UNKNOWN_CREDENTIAL_STATE_REQUEST_TYPE'

/** Type string of {@link SignalAllAcceptedCredentialIdsRequest}. */
export const SIGNAL_ALL_ACCEPTED_CREDENTIALS_REQUEST_TYPE =
  'androidx.credentials.SIGNAL_ALL_ACCEPTED_CREDENTIALS_REQUEST_TYPE'

/** Type string of {@link SignalCurrentUserDetailsRequest}. */
export const SIGNAL_CURRENT_USER_DETAILS_STATE_REQUEST_TYPE =
  'androidx.credentials.SIGNAL_CURRENT_USER_DETAILS_STATE_REQUEST_TYPE'

/** The server does not know this passkey. */
export interface UnknownCredentialSignal {
  readonly rpId: string
  /** Base64url text. */
  readonly credentialId: string
}

/** These are all the passkeys of this person that the server takes. */
export interface AllAcceptedCredentialsSignal {
  readonly rpId: string
  /** The user handle, base64url text. */
  readonly userId: string
  /** Base64url texts: every one, restore keys aside. */
  readonly allAcceptedCredentialIds: readonly string[]
}

/** This is what the person is called now. */
export interface CurrentUserDetailsSignal {
  readonly rpId: string
  /** The user handle, base64url text. */
  readonly userId: string
  readonly name: string
  readonly displayName: string
}

/** How a signal is sent. */
export interface SignalCredentialStateRequestSettings {
  /** For whom a privileged caller speaks. Left out by everybody else. */
  readonly origin?: string | undefined
}

const isText = (value: unknown) => typeof value === 'string'
const isBase64url = (value: unknown) =>
  typeof value === 'string' && /^[\w-]*$/.test(value) && value.length % 4 !== 1
const areBase64url = (value: unknown) => Array.isArray(value) && value.every(isBase64url)

/** What a member has to be, by its name. */
const MEMBERS = {
  rpId: isText,
  credentialId: isBase64url,
  userId: isBase64url,
  allAcceptedCredentialIds: areBase64url,
  name: isText,
  displayName: isText,
}

/** What the three signals have in common. */
abstract class SignalRequest {
  abstract readonly type: SignalCredentialStateRequest['type']
  /** The signal as JSON text. */
  declare readonly requestJson: string
  declare readonly origin: string | undefined

  constructor(
    json: string | object,
    members: readonly (keyof typeof MEMBERS)[],
    { origin }: SignalCredentialStateRequestSettings = {},
  ) {
    this.requestJson = typeof json === 'string' ? json : JSON.stringify(json)
    this.origin = origin
    let signal: Readonly<Record<string, unknown>> | undefined
    try {
      signal = Object(JSON.parse(this.requestJson)) as Readonly<Record<string, unknown>>
    } catch {
      // Refused below, with what is JSON but lacks something.
    }
    if (!signal || !members.every((member) => MEMBERS[member](signal[member]))) {
      throw new TypeError(`Structural/type validation failed for JSON: '${this.requestJson}'`)
    }
  }

  /** How a browser does it: for the browser platform only. */
  inBrowser(ports: BrowserPorts): Promise<SignalCredentialStateResponse> {
    return signalInBrowser(this, ports)
  }
}

/**
 * The server does not know this passkey: hide it or delete it. To be sent only while nobody is signed
 * in, or for a passkey whose registration has just failed.
 */
export class SignalUnknownCredentialRequest extends SignalRequest {
  readonly type = SIGNAL_UNKNOWN_CREDENTIAL_STATE_REQUEST_TYPE

  /** @throws {@link TypeError} when `rpId` or `credentialId` is missing or is not what it should be. */
  constructor(
    requestJson: string | UnknownCredentialSignal,
    settings?: SignalCredentialStateRequestSettings,
  ) {
    super(requestJson, ['rpId', 'credentialId'], settings)
  }
}

/**
 * The full list of a person's passkeys: hide or delete the rest, show again what is listed. An empty
 * list deletes them all.
 */
export class SignalAllAcceptedCredentialIdsRequest extends SignalRequest {
  readonly type = SIGNAL_ALL_ACCEPTED_CREDENTIALS_REQUEST_TYPE

  /**
   * @throws {@link TypeError} when `rpId`, `userId` or `allAcceptedCredentialIds` is missing or is not
   * what it should be.
   */
  constructor(
    requestJson: string | AllAcceptedCredentialsSignal,
    settings?: SignalCredentialStateRequestSettings,
  ) {
    super(requestJson, ['rpId', 'userId', 'allAcceptedCredentialIds'], settings)
  }
}

/** Someone's user name or display name changed: show the new one. */
export class SignalCurrentUserDetailsRequest extends SignalRequest {
  readonly type = SIGNAL_CURRENT_USER_DETAILS_STATE_REQUEST_TYPE

  /**
   * @throws {@link TypeError} when `rpId`, `userId`, `name` or `displayName` is missing or is not what
   * it should be.
   */
  constructor(
    requestJson: string | CurrentUserDetailsSignal,
    settings?: SignalCredentialStateRequestSettings,
  ) {
    super(requestJson, ['rpId', 'userId', 'name', 'displayName'], settings)
  }
}

/** Any signal. */
export type SignalCredentialStateRequest =
  | SignalUnknownCredentialRequest
  | SignalAllAcceptedCredentialIdsRequest
  | SignalCurrentUserDetailsRequest
