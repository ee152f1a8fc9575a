/**
 * Credentials and answers as plain JSON: `Credential.createFrom` and `CreateCredentialResponse.createFrom`
 * are the way back.
 *
 * @module
 */
import type { CreateCredentialResponse } from '../create-response.ts'
import { type Credential, CustomCredential } from '../credential.ts'
import { CreateCustomCredentialResponse } from '../create-response.ts'

/** A type, and the data that belong to it. */
export interface TypedDataJSON {
  readonly type: string
  readonly data: unknown
}

/** Writes a credential. */
export function credentialToJSON(credential: Credential): TypedDataJSON {
  const { type, ...data } = credential
  return { type, data: credential instanceof CustomCredential ? credential.data : data }
}

/** Writes the answer to a credential that was saved. */
export function createCredentialResponseToJSON(response: CreateCredentialResponse): TypedDataJSON {
  const { type, ...data } = response
  return { type, data: response instanceof CreateCustomCredentialResponse ? response.data : data }
}
