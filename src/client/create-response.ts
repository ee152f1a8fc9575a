/**
 * What `createCredential` answers with.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/CreateCredentialResponse}
 * @module
 */
import {
  type CustomCredentialType,
  TYPE_DIGITAL_CREDENTIAL,
  TYPE_PASSWORD_CREDENTIAL,
  TYPE_PUBLIC_KEY_CREDENTIAL,
  TYPE_RESTORE_CREDENTIAL,
} from './credential.ts'
import { jsonText } from './request-json.ts'

/** The new passkey, for the server to check and keep. */
export class CreatePublicKeyCredentialResponse {
  readonly type = TYPE_PUBLIC_KEY_CREDENTIAL
  /** `RegistrationResponseJSON` as text: post it to the server as it is. */
  declare readonly registrationResponseJson: string

  /** @throws {@link TypeError} when the text is not a JSON object. */
  constructor(registrationResponseJson: string) {
    this.registrationResponseJson = jsonText(registrationResponseJson, 'registrationResponseJson')
  }
}

/** The password was offered for saving. In a browser that says nothing about the person's choice. */
export class CreatePasswordResponse {
  readonly type = TYPE_PASSWORD_CREDENTIAL
}

/** The new restore key, for the server to check and keep. */
export class CreateRestoreCredentialResponse {
  readonly type = TYPE_RESTORE_CREDENTIAL
  /** `RegistrationResponseJSON` as text: post it to the server as it is. */
  declare readonly responseJson: string

  /** @throws {@link TypeError} when the text is not a JSON object. */
  constructor(responseJson: string) {
    this.responseJson = jsonText(responseJson, 'responseJson')
  }
}

/** What the wallet answered to a new credential. Experimental, as on Android. */
export class CreateDigitalCredentialResponse {
  readonly type = TYPE_DIGITAL_CREDENTIAL
  declare readonly responseJson: string

  /** @throws {@link TypeError} when the text is not a JSON object. */
  constructor(responseJson: string) {
    this.responseJson = jsonText(responseJson, 'responseJson')
  }
}

/** The answer to a new credential of a third party's type: hand `data` to that party's own parser. */
export class CreateCustomCredentialResponse {
  declare readonly type: CustomCredentialType
  declare readonly data: unknown

  /** @throws {@link TypeError} when `type` is empty. */
  constructor(type: string, data: unknown) {
    if (!type) throw new TypeError('type should not be empty')
    this.type = type as CustomCredentialType
    this.data = data
  }
}

/** Any answer. Its `type` is that of the request. */
export type CreateCredentialResponse =
  | CreatePublicKeyCredentialResponse
  | CreatePasswordResponse
  | CreateRestoreCredentialResponse
  | CreateDigitalCredentialResponse
  | CreateCustomCredentialResponse

type Parts = Readonly<Record<string, unknown>>

const text = (value: unknown) => (typeof value === 'string' ? value : '')

// Each throws for parts that do not fit.
const MAKERS = new Map<string, (parts: Parts) => CreateCredentialResponse>([
  [
    TYPE_PUBLIC_KEY_CREDENTIAL,
    (parts) => new CreatePublicKeyCredentialResponse(text(parts.registrationResponseJson)),
  ],
  [TYPE_PASSWORD_CREDENTIAL, () => new CreatePasswordResponse()],
  [
    TYPE_RESTORE_CREDENTIAL,
    (parts) => new CreateRestoreCredentialResponse(text(parts.responseJson)),
  ],
  [
    TYPE_DIGITAL_CREDENTIAL,
    (parts) => new CreateDigitalCredentialResponse(text(parts.responseJson)),
  ],
])

/** Reads answers from their parts. */
export const CreateCredentialResponse = {
  /**
   * Makes the class that `type` stands for, and a {@link CreateCustomCredentialResponse} of everything
   * else. Never throws but for an empty type.
   */
  createFrom(type: string, data: unknown): CreateCredentialResponse {
    try {
      const response = MAKERS.get(type)?.(Object(data) as Parts)
      if (response) return response
    } catch {
      // Data that do not parse are handed on as they came.
    }
    return new CreateCustomCredentialResponse(type, data)
  },
}
