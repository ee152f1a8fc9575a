/**
 * Whether a provider answered what it was asked. A mistaken or hostile one ends the call with an
 * exception; its answer never reaches the app.
 *
 * @module
 */
import { decodeBase64url } from '../../bytes/base64url.ts'
import {
  TYPE_PASSWORD_CREDENTIAL,
  TYPE_PUBLIC_KEY_CREDENTIAL,
  TYPE_RESTORE_CREDENTIAL,
} from '../credential.ts'
import type { ProviderAnswer } from '../provider.ts'

type Data = Readonly<Record<string, unknown>>

/** What was asked. */
export interface Asked {
  readonly type: string
  readonly requestData: Data
}

/** Whether the answer to a sign-in is one to this very question. */
export function answersOption({ type, requestData }: Asked, answer: ProviderAnswer): boolean {
  if (!hasType(answer, type)) return false
  const { data } = answer
  switch (type) {
    case TYPE_PUBLIC_KEY_CREDENTIAL:
    case TYPE_RESTORE_CREDENTIAL:
      return answersCeremony('webauthn.get', requestData, data.authenticationResponseJson)
    case TYPE_PASSWORD_CREDENTIAL: {
      const allowed = requestData.allowedUserIds as readonly unknown[]
      return (
        typeof data.password === 'string' &&
        data.password !== '' &&
        (allowed.length === 0 || allowed.includes(data.id))
      )
    }
    default:
      return true
  }
}

/** Whether the answer to the creation of a credential is one to this very question. */
export function answersCreation({ type, requestData }: Asked, answer: ProviderAnswer): boolean {
  if (!hasType(answer, type)) return false
  const { data } = answer
  switch (type) {
    case TYPE_PUBLIC_KEY_CREDENTIAL:
      return answersCeremony('webauthn.create', requestData, data.registrationResponseJson)
    case TYPE_RESTORE_CREDENTIAL:
      return answersCeremony('webauthn.create', requestData, data.responseJson)
    default:
      return true
  }
}

function hasType(answer: unknown, type: string): boolean {
  const { type: answered, data } = Object(answer) as Partial<ProviderAnswer>
  return answered === type && typeof data === 'object' && data !== null
}

/** The challenge is what ties an answer to its question; whether it is signed is the server's to check. */
function answersCeremony(
  type: string,
  { requestJson, clientDataHash }: Data,
  json: unknown,
): boolean {
  try {
    const { challenge } = JSON.parse(String(requestJson)) as Data
    const { response } = JSON.parse(String(json)) as { readonly response: Data }
    // A privileged caller puts client data of its own in the place of whatever is there.
    if (clientDataHash !== undefined) return true
    const bytes = decodeBase64url(String(response.clientDataJSON))
    const clientData = JSON.parse(new TextDecoder().decode(bytes)) as Data
    return clientData.type === type && clientData.challenge === challenge
  } catch {
    return false
  }
}
