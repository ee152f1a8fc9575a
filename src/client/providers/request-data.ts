/**
 * Options and requests as the data that providers get: what all of them may see, and what only the one
 * that was picked does.
 *
 * @module
 */
import { encodeBase64url } from '../../bytes/base64url.ts'
import {
  TYPE_DIGITAL_CREDENTIAL,
  TYPE_PASSWORD_CREDENTIAL,
  TYPE_PUBLIC_KEY_CREDENTIAL,
  TYPE_RESTORE_CREDENTIAL,
} from '../credential.ts'

type Data = Readonly<Record<string, unknown>>

/** Data for both phases. */
export interface PhaseData {
  readonly candidateQueryData: Data
  readonly requestData: Data
}

/** Any option or request, looked at as a bag of fields: `type` says which there are. */
export interface Fields {
  readonly type: string
  readonly requestJson?: string
  readonly clientDataHash?: Uint8Array | undefined
  readonly allowedUserIds?: Iterable<string>
  readonly candidateQueryData?: Data
  readonly requestData?: Data
}

/** What providers get of an option. */
export function optionData(option: Fields): PhaseData {
  switch (option.type) {
    case TYPE_PUBLIC_KEY_CREDENTIAL:
    case TYPE_DIGITAL_CREDENTIAL:
      // On Android, too, all providers see the whole of these.
      return inBoth(jsonData(option))
    case TYPE_PASSWORD_CREDENTIAL:
      return inBoth({ allowedUserIds: [...(option.allowedUserIds ?? [])] })
    case TYPE_RESTORE_CREDENTIAL:
      return { candidateQueryData: {}, requestData: jsonData(option) }
    default:
      return {
        candidateQueryData: option.candidateQueryData ?? {},
        requestData: option.requestData ?? {},
      }
  }
}

/** Any request for a new credential, looked at as a bag of fields. */
export interface CreateFields extends Omit<Fields, 'requestData' | 'allowedUserIds'> {
  readonly id?: string
  readonly password?: string
  readonly isCloudBackupEnabled?: boolean
  readonly credentialData?: Data
}

/** What providers get of a request for a new credential. */
export function creationData(request: CreateFields): PhaseData {
  switch (request.type) {
    case TYPE_PUBLIC_KEY_CREDENTIAL:
    case TYPE_DIGITAL_CREDENTIAL:
      return inBoth(jsonData(request))
    case TYPE_PASSWORD_CREDENTIAL: {
      const { id, password } = request
      return { candidateQueryData: {}, requestData: { id, password } }
    }
    case TYPE_RESTORE_CREDENTIAL: {
      const { isCloudBackupEnabled } = request
      const requestData = { ...jsonData(request), isCloudBackupEnabled }
      return { candidateQueryData: {}, requestData }
    }
    default:
      return {
        candidateQueryData: request.candidateQueryData ?? {},
        requestData: request.credentialData ?? {},
      }
  }
}

function jsonData({ requestJson, clientDataHash }: Fields): Data {
  return {
    requestJson,
    ...(clientDataHash && { clientDataHash: encodeBase64url(clientDataHash) }),
  }
}

function inBoth(data: Data): PhaseData {
  return { candidateQueryData: data, requestData: data }
}
