/**
 * Requests as plain JSON and back: what crosses to another process, or to the native side of an app.
 *
 * The shapes are those of Android's bundles: what every provider may see apart from what only the picked
 * one does.
 *
 * @module
 */
import { decodeBase64url } from '../../bytes/base64url.ts'
import { ClearCredentialStateRequest, type ClearCredentialRequestType } from '../clear-request.ts'
import { CreateCustomCredentialRequest } from '../create-custom-request.ts'
import { CreateDigitalCredentialRequest } from '../create-digital-request.ts'
import { CreatePasswordRequest } from '../create-password-request.ts'
import { CreatePublicKeyCredentialRequest } from '../create-request.ts'
import { CreateRestoreCredentialRequest } from '../create-restore-request.ts'
import {
  TYPE_DIGITAL_CREDENTIAL,
  TYPE_PASSWORD_CREDENTIAL,
  TYPE_PUBLIC_KEY_CREDENTIAL,
  TYPE_RESTORE_CREDENTIAL,
} from '../credential.ts'
import { DisplayInfo, type DisplayInfoSettings } from '../display-info.ts'
import { GetCustomCredentialOption } from '../custom-option.ts'
import { GetDigitalCredentialOption } from '../digital-option.ts'
import {
  type CredentialOption,
  GetCredentialRequest,
  type GetCredentialRequestSettings,
  GetPasswordOption,
  GetPublicKeyCredentialOption,
} from '../get-request.ts'
import type { CreateCredentialRequest } from '../platform.ts'
import { creationData, optionData } from '../providers/request-data.ts'
import { GetRestoreCredentialOption } from '../restore-option.ts'
import {
  SIGNAL_ALL_ACCEPTED_CREDENTIALS_REQUEST_TYPE,
  SIGNAL_CURRENT_USER_DETAILS_STATE_REQUEST_TYPE,
  SIGNAL_UNKNOWN_CREDENTIAL_STATE_REQUEST_TYPE,
  SignalAllAcceptedCredentialIdsRequest,
  type SignalCredentialStateRequest,
  SignalCurrentUserDetailsRequest,
  SignalUnknownCredentialRequest,
} from '../signal-request.ts'

/** Plain JSON data: byte strings in it are base64url text. */
export type Data = Readonly<Record<string, unknown>>

/** An option of a sign-in. */
export interface CredentialOptionJSON {
  readonly type: string
  readonly requestData: Data
  readonly candidateQueryData: Data
  readonly isSystemProviderRequired: boolean
  readonly isAutoSelectAllowed: boolean
  readonly allowedProviders: readonly string[]
  readonly typePriorityHint: number
}

/** A sign-in. */
export interface GetCredentialRequestJSON extends GetCredentialRequestSettings {
  readonly credentialOptions: readonly CredentialOptionJSON[]
}

/** A credential to be saved. */
export interface CreateCredentialRequestJSON {
  readonly type: string
  readonly credentialData: Data
  readonly candidateQueryData: Data
  readonly isSystemProviderRequired: boolean
  readonly isAutoSelectAllowed: boolean
  readonly isConditional: boolean
  readonly preferImmediatelyAvailableCredentials: boolean
  readonly displayInfo: DisplayInfoSettings & { readonly userId: string }
  readonly origin?: string | undefined
}

/** A sign-out. */
export interface ClearCredentialStateRequestJSON {
  readonly requestType: ClearCredentialRequestType
}

/** A signal. */
export interface SignalCredentialStateRequestJSON {
  readonly type: string
  readonly requestJson: string
  readonly origin?: string | undefined
}

/** Writes an option. How a custom one is put to a browser stays behind. */
export function credentialOptionToJSON(option: CredentialOption): CredentialOptionJSON {
  const { type, isSystemProviderRequired, isAutoSelectAllowed, typePriorityHint } = option
  return {
    type,
    ...optionData(option),
    isSystemProviderRequired,
    isAutoSelectAllowed,
    allowedProviders: [...option.allowedProviders],
    typePriorityHint,
  }
}

/**
 * Reads an option: the class that its type stands for, and a custom one of everything else, data that do
 * not fit a known type among them.
 *
 * @throws {@link TypeError} when the type is empty, or a custom one claims the place of passkeys.
 */
export function credentialOptionFromJSON(json: CredentialOptionJSON): CredentialOption {
  const { type, requestData, allowedProviders, isAutoSelectAllowed } = json
  try {
    switch (type) {
      case TYPE_PUBLIC_KEY_CREDENTIAL:
        return new GetPublicKeyCredentialOption(text(requestData.requestJson), {
          allowedProviders,
          ...hash(requestData),
        })
      case TYPE_PASSWORD_CREDENTIAL: {
        const allowedUserIds = (requestData.allowedUserIds ?? []) as readonly string[]
        return new GetPasswordOption({ allowedProviders, allowedUserIds, isAutoSelectAllowed })
      }
      case TYPE_RESTORE_CREDENTIAL:
        return new GetRestoreCredentialOption(text(requestData.requestJson))
      case TYPE_DIGITAL_CREDENTIAL:
        return new GetDigitalCredentialOption(text(requestData.requestJson))
    }
  } catch {
    // Handed on as it came, but for the place that is its class's only.
    const { typePriorityHint: _, ...rest } = json
    return new GetCustomCredentialOption(type, rest)
  }
  return new GetCustomCredentialOption(type, json)
}

/** Writes a sign-in. */
export function getCredentialRequestToJSON(
  request: GetCredentialRequest,
): GetCredentialRequestJSON {
  const { origin, preferUiBrandingComponentName } = request
  return {
    credentialOptions: request.credentialOptions.map(credentialOptionToJSON),
    preferImmediatelyAvailableCredentials: request.preferImmediatelyAvailableCredentials,
    preferIdentityDocUi: request.preferIdentityDocUi,
    ...(origin !== undefined && { origin }),
    ...(preferUiBrandingComponentName !== undefined && { preferUiBrandingComponentName }),
  }
}

/** Reads a sign-in. @throws {@link TypeError} as `new GetCredentialRequest` does. */
export function getCredentialRequestFromJSON({
  credentialOptions,
  ...settings
}: GetCredentialRequestJSON): GetCredentialRequest {
  return new GetCredentialRequest(credentialOptions.map(credentialOptionFromJSON), settings)
}

/** Writes a credential to be saved. */
export function createCredentialRequestToJSON(
  request: CreateCredentialRequest,
): CreateCredentialRequestJSON {
  const { candidateQueryData, requestData: credentialData } = creationData(request)
  const { type, displayInfo, isAutoSelectAllowed, origin } = request
  const { userId, userDisplayName, preferDefaultProvider } = displayInfo
  return {
    type,
    credentialData,
    candidateQueryData,
    isSystemProviderRequired:
      'isSystemProviderRequired' in request && request.isSystemProviderRequired,
    isAutoSelectAllowed,
    isConditional: 'isConditional' in request && request.isConditional,
    preferImmediatelyAvailableCredentials: request.preferImmediatelyAvailableCredentials,
    displayInfo: { userId, userDisplayName, preferDefaultProvider },
    ...(origin !== undefined && { origin }),
  }
}

/**
 * Reads a credential to be saved: the class that its type stands for, and a custom one of everything else.
 *
 * @throws {@link TypeError} when the type is empty.
 */
export function createCredentialRequestFromJSON(
  json: CreateCredentialRequestJSON,
): CreateCredentialRequest {
  const { type, credentialData, displayInfo } = json
  const { preferDefaultProvider } = displayInfo
  const settings = {
    preferImmediatelyAvailableCredentials: json.preferImmediatelyAvailableCredentials,
    isAutoSelectAllowed: json.isAutoSelectAllowed,
    origin: json.origin,
  }
  const requestJson = text(credentialData.requestJson)
  try {
    switch (type) {
      case TYPE_PUBLIC_KEY_CREDENTIAL: {
        const { isConditional } = json
        const own = { isConditional, preferDefaultProvider, ...hash(credentialData) }
        return new CreatePublicKeyCredentialRequest(requestJson, { ...settings, ...own })
      }
      case TYPE_PASSWORD_CREDENTIAL: {
        const { id, password } = credentialData
        const own = { ...settings, preferDefaultProvider }
        return new CreatePasswordRequest(text(id), text(password), own)
      }
      case TYPE_RESTORE_CREDENTIAL: {
        const isCloudBackupEnabled = credentialData.isCloudBackupEnabled !== false
        return new CreateRestoreCredentialRequest(requestJson, { isCloudBackupEnabled })
      }
      case TYPE_DIGITAL_CREDENTIAL:
        return new CreateDigitalCredentialRequest(requestJson, settings)
    }
  } catch {
    // Handed on as it came.
  }
  const { candidateQueryData, isSystemProviderRequired } = json
  const custom = { credentialData, candidateQueryData, isSystemProviderRequired }
  const shown = new DisplayInfo(displayInfo.userId, displayInfo)
  return new CreateCustomCredentialRequest(type, { ...settings, ...custom, displayInfo: shown })
}

/** Writes a sign-out. */
export function clearCredentialStateRequestToJSON({
  requestType,
}: ClearCredentialStateRequest): ClearCredentialStateRequestJSON {
  return { requestType }
}

/** Reads a sign-out. @throws {@link TypeError} when the type is not one of the two. */
export function clearCredentialStateRequestFromJSON({
  requestType,
}: ClearCredentialStateRequestJSON): ClearCredentialStateRequest {
  return new ClearCredentialStateRequest(requestType)
}

/** Writes a signal. */
export function signalCredentialStateRequestToJSON({
  type,
  requestJson,
  origin,
}: SignalCredentialStateRequest): SignalCredentialStateRequestJSON {
  return { type, requestJson, ...(origin !== undefined && { origin }) }
}

/** Reads a signal. @throws {@link TypeError} for an unknown type, or JSON that is not that signal's. */
export function signalCredentialStateRequestFromJSON({
  type,
  requestJson,
  origin,
}: SignalCredentialStateRequestJSON): SignalCredentialStateRequest {
  switch (type) {
    case SIGNAL_UNKNOWN_CREDENTIAL_STATE_REQUEST_TYPE:
      return new SignalUnknownCredentialRequest(requestJson, { origin })
    case SIGNAL_ALL_ACCEPTED_CREDENTIALS_REQUEST_TYPE:
      return new SignalAllAcceptedCredentialIdsRequest(requestJson, { origin })
    case SIGNAL_CURRENT_USER_DETAILS_STATE_REQUEST_TYPE:
      return new SignalCurrentUserDetailsRequest(requestJson, { origin })
  }
  throw new TypeError(`there is no signal of the type ${type}`)
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function hash(data: Data): { readonly clientDataHash?: Uint8Array } {
  const { clientDataHash } = data
  return clientDataHash === undefined
    ? {}
    : { clientDataHash: decodeBase64url(text(clientDataHash)) }
}
