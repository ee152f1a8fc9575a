/**
 * Requests as a native module reads them: with their data under Android's bundle keys.
 *
 * @module
 */
import type { GetCredentialRequest } from '../get-request.ts'
import type { CreateCredentialRequest } from '../platform.ts'
import {
  createCredentialRequestToJSON,
  type CredentialOptionJSON,
  getCredentialRequestToJSON,
} from '../twins/requests.ts'
import { toBundle } from './bundle-keys-table.ts'

/** A sign-in, as JSON text. */
export function nativeGetRequest(request: GetCredentialRequest): string {
  const json = getCredentialRequestToJSON(request)
  return JSON.stringify({ ...json, credentialOptions: json.credentialOptions.map(nativeOption) })
}

function nativeOption(option: CredentialOptionJSON): CredentialOptionJSON {
  const { type, requestData, candidateQueryData, isAutoSelectAllowed, typePriorityHint } = option
  const own = { isAutoSelectAllowed, typePriorityHint }
  return {
    ...option,
    requestData: toBundle('get', type, { ...requestData, ...own }),
    candidateQueryData: toBundle('get', type, { ...candidateQueryData, ...own }),
  }
}

/** A credential to be saved, as JSON text. */
export function nativeCreateRequest(request: CreateCredentialRequest): string {
  const json = createCredentialRequestToJSON(request)
  const { type, credentialData, candidateQueryData, isAutoSelectAllowed } = json
  const own = {
    isAutoSelectAllowed,
    preferImmediatelyAvailableCredentials: json.preferImmediatelyAvailableCredentials,
    ...(json.isConditional && { isConditional: true }),
  }
  return JSON.stringify({
    ...json,
    credentialData: toBundle('create', type, { ...credentialData, ...own }),
    candidateQueryData: toBundle('create', type, { ...candidateQueryData, ...own }),
  })
}
