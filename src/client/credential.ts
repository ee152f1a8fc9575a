/**
 * The credentials a person can pick: what `getCredential` answers with.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/Credential}
 * @module
 */
import { jsonText } from './request-json.ts'

/** Type string of a passkey. */
export const TYPE_PUBLIC_KEY_CREDENTIAL = 'androidx.credentials.TYPE_PUBLIC_KEY_CREDENTIAL'

/** Type string of a password. Its prefix differs from the others' on Android, too. */
export const TYPE_PASSWORD_CREDENTIAL = 'android.credentials.TYPE_PASSWORD_CREDENTIAL'

/** Type string of a restore credential. */
export const TYPE_RESTORE_CREDENTIAL = 'androidx.credentials.TYPE_RESTORE_CREDENTIAL'

/** Type string of a digital credential. Experimental, as on Android. */
export const TYPE_DIGITAL_CREDENTIAL = 'androidx.credentials.TYPE_DIGITAL_CREDENTIAL'

/**
 * Any type string that this package has no class for.
 *
 * TypeScript cannot say "every string but those", and with a plain `string` a `switch` over
 * `credential.type` would not narrow. So to the compiler it is one text that no credential has. Assign
 * it to a `string` to compare it with a type of your own.
 */
export type CustomCredentialType = '(any other type)'

/** A passkey's answer. */
export class PublicKeyCredential {
  /** {@link TYPE_PUBLIC_KEY_CREDENTIAL}, under its androidx name. */
  static readonly TYPE_PUBLIC_KEY_CREDENTIAL = TYPE_PUBLIC_KEY_CREDENTIAL
  readonly type = TYPE_PUBLIC_KEY_CREDENTIAL
  /** `AuthenticationResponseJSON` as text: post it to the server as it is. */
  declare readonly authenticationResponseJson: string

  /** @throws {@link TypeError} when the text is not a JSON object. */
  constructor(authenticationResponseJson: string) {
    this.authenticationResponseJson = jsonText(
      authenticationResponseJson,
      'authenticationResponseJson',
    )
  }
}

/** A saved password. */
export class PasswordCredential {
  /** {@link TYPE_PASSWORD_CREDENTIAL}, under its androidx name. */
  static readonly TYPE_PASSWORD_CREDENTIAL = TYPE_PASSWORD_CREDENTIAL
  readonly type = TYPE_PASSWORD_CREDENTIAL
  /** The user name it was saved under. May be empty. */
  declare readonly id: string
  declare readonly password: string

  /** @throws {@link TypeError} when the password is empty. */
  constructor(id: string, password: string) {
    if (!password) throw new TypeError('password should not be empty')
    this.id = id
    this.password = password
  }
}

/** A restore key's answer: made by platforms, never by apps. */
export class RestoreCredential {
  /** {@link TYPE_RESTORE_CREDENTIAL}, under its androidx name. */
  static readonly TYPE_RESTORE_CREDENTIAL = TYPE_RESTORE_CREDENTIAL
  readonly type = TYPE_RESTORE_CREDENTIAL
  /** `AuthenticationResponseJSON` as text: post it to the server as it is. */
  declare readonly authenticationResponseJson: string

  /** @throws {@link TypeError} when the text is not a JSON object. */
  constructor(authenticationResponseJson: string) {
    this.authenticationResponseJson = jsonText(
      authenticationResponseJson,
      'authenticationResponseJson',
    )
  }
}

/** What a wallet gave. Experimental, as on Android. */
export class DigitalCredential {
  /** {@link TYPE_DIGITAL_CREDENTIAL}, under its androidx name. */
  static readonly TYPE_DIGITAL_CREDENTIAL = TYPE_DIGITAL_CREDENTIAL
  readonly type = TYPE_DIGITAL_CREDENTIAL
  /** The wallet's answer: `{ protocol, data }` as text. */
  declare readonly credentialJson: string

  /** @throws {@link TypeError} when the text is not a JSON object. */
  constructor(credentialJson: string) {
    this.credentialJson = jsonText(credentialJson, 'credentialJson')
  }
}

/** A credential of a type this package does not know: hand `data` to that type's own parser. */
export class CustomCredential {
  declare readonly type: CustomCredentialType
  declare readonly data: unknown

  /** @throws {@link TypeError} when `type` is empty. */
  constructor(type: string, data: unknown) {
    if (!type) throw new TypeError('type should not be empty')
    this.type = type as CustomCredentialType
    this.data = data
  }
}

/** Any credential. `switch` over `type`, or use `instanceof`; log what you do not know. */
export type Credential =
  | PublicKeyCredential
  | PasswordCredential
  | RestoreCredential
  | DigitalCredential
  | CustomCredential

type Parts = Readonly<Record<string, unknown>>

const text = (value: unknown) => (typeof value === 'string' ? value : '')

// Each throws for parts that do not fit.
const MAKERS = new Map<string, (parts: Parts) => Credential>([
  [
    TYPE_PUBLIC_KEY_CREDENTIAL,
    (parts) => new PublicKeyCredential(text(parts.authenticationResponseJson)),
  ],
  [
    TYPE_PASSWORD_CREDENTIAL,
    (parts) => new PasswordCredential(text(parts.id), text(parts.password)),
  ],
  [
    TYPE_RESTORE_CREDENTIAL,
    (parts) => new RestoreCredential(text(parts.authenticationResponseJson)),
  ],
  [TYPE_DIGITAL_CREDENTIAL, (parts) => new DigitalCredential(text(parts.credentialJson))],
])

/** Reads credentials from their parts. */
export const Credential = {
  /**
   * Makes the class that `type` stands for, and a {@link CustomCredential} of everything else: an
   * unknown type, or data that do not fit a known one. Never throws but for an empty type.
   */
  createFrom(type: string, data: unknown): Credential {
    try {
      const credential = MAKERS.get(type)?.(Object(data) as Parts)
      if (credential) return credential
    } catch {
      // Data that do not parse are handed on as they came.
    }
    return new CustomCredential(type, data)
  },
}
