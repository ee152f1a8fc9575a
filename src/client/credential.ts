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
export type Credential = PublicKeyCredential | PasswordCredential | CustomCredential

/** Reads credentials from their parts. */
export const Credential = {
  /**
   * Makes the class that `type` stands for, and a {@link CustomCredential} of everything else: an
   * unknown type, or data that do not fit a known one. Never throws but for an empty type.
   */
  createFrom(type: string, data: unknown): Credential {
    const parts = Object(data) as Readonly<Record<string, unknown>>
    try {
      if (type === TYPE_PUBLIC_KEY_CREDENTIAL) {
        return new PublicKeyCredential(String(parts.authenticationResponseJson))
      }
      if (type === TYPE_PASSWORD_CREDENTIAL && typeof parts.password === 'string') {
        return new PasswordCredential(typeof parts.id === 'string' ? parts.id : '', parts.password)
      }
    } catch {
      // Data that do not parse are handed on as they came.
    }
    return new CustomCredential(type, data)
  },
}
