/**
 * A credential of a third party's type that is to be saved.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/CreateCustomCredentialRequest}
 * @module
 */
import type { CreateCredentialRequestSettings } from './create-request.ts'
import { CreateCredentialUnsupportedException } from './create-exceptions.ts'
import type { CreateCustomCredentialResponse } from './create-response.ts'
import type { CustomCredentialType } from './credential.ts'
import type { DisplayInfo } from './display-info.ts'

/** What is saved, and how. */
export interface CreateCustomCredentialRequestSettings extends CreateCredentialRequestSettings {
  /** For the provider that is picked. */
  readonly credentialData?: Readonly<Record<string, unknown>>
  /** For every provider, before anything is picked: nothing confidential. */
  readonly candidateQueryData?: Readonly<Record<string, unknown>>
  readonly isSystemProviderRequired?: boolean
  readonly displayInfo: DisplayInfo
}

/** Asks to save a credential of a third party's type. */
export class CreateCustomCredentialRequest {
  readonly type: CustomCredentialType
  readonly credentialData: Readonly<Record<string, unknown>>
  readonly candidateQueryData: Readonly<Record<string, unknown>>
  readonly isSystemProviderRequired: boolean
  readonly displayInfo: DisplayInfo
  readonly preferImmediatelyAvailableCredentials: boolean
  readonly isAutoSelectAllowed: boolean
  readonly origin: string | undefined

  /** @throws {@link TypeError} when `type` is empty. */
  constructor(type: string, settings: CreateCustomCredentialRequestSettings) {
    if (!type) throw new TypeError('type should not be empty')
    this.type = type as CustomCredentialType
    this.credentialData = settings.credentialData ?? {}
    this.candidateQueryData = settings.candidateQueryData ?? {}
    this.isSystemProviderRequired = settings.isSystemProviderRequired ?? false
    this.displayInfo = settings.displayInfo
    this.preferImmediatelyAvailableCredentials =
      settings.preferImmediatelyAvailableCredentials ?? false
    this.isAutoSelectAllowed = settings.isAutoSelectAllowed ?? false
    this.origin = settings.origin
  }

  /** No browser saves such: for the browser platform only. */
  inBrowser(): Promise<CreateCustomCredentialResponse> {
    return Promise.reject(new CreateCredentialUnsupportedException('no browser can save this type'))
  }
}
