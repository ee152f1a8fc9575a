/**
 * One passkey made by `navigator.credentials.create`, from a request to a response or an exception.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-createCredential} WebAuthn L3 §5.1.3
 * @module
 */
import type { PublicKeyCredentialCreationOptionsJSON } from '../../protocol/webauthn-json.ts'
import {
  CreateCredentialInterruptedException,
  CreateCredentialNoCreateOptionException,
  CreateCredentialUnsupportedException,
} from '../create-exceptions.ts'
import type { CreatePublicKeyCredentialRequest } from '../create-request.ts'
import { CreatePublicKeyCredentialResponse } from '../create-response.ts'
import { capability, hasApi, REPLACED, UNSUPPORTED } from './capability.ts'
import { perform } from './ceremony.ts'
import { CREATE } from './failures.ts'
import { credentialJson, readOptions } from './json.ts'
import type { BrowserPage } from './page.ts'
import type { BrowserPorts } from './ports.ts'

/** Makes a passkey. Nothing is awaited before the browser's own call that the request does not need. */
export async function createPasskeyInBrowser(
  request: CreatePublicKeyCredentialRequest,
  { page, slot }: BrowserPorts,
  signal?: AbortSignal,
): Promise<CreatePublicKeyCredentialResponse> {
  const { isConditional, preferImmediatelyAvailableCredentials } = request
  if (
    !hasApi(page, 'PublicKeyCredential') ||
    // A browser that does not know the word would open a dialog.
    (isConditional && !(await capability(page, 'conditionalCreate')))
  ) {
    throw new CreateCredentialUnsupportedException(UNSUPPORTED)
  }
  if (
    preferImmediatelyAvailableCredentials &&
    !isConditional &&
    !(await page.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable?.())
  ) {
    throw new CreateCredentialNoCreateOptionException('no platform authenticator')
  }
  return slot.take(
    (signal) => create(page, request, signal),
    () => new CreateCredentialInterruptedException(REPLACED),
    signal,
  )
}

function create(
  page: BrowserPage,
  request: CreatePublicKeyCredentialRequest,
  signal: AbortSignal,
): Promise<CreatePublicKeyCredentialResponse> {
  const mediation = request.isConditional ? 'conditional' : undefined
  const json = JSON.parse(request.requestJson) as PublicKeyCredentialCreationOptionsJSON
  const authenticatorSelection = {
    ...json.authenticatorSelection,
    ...(request.preferImmediatelyAvailableCredentials &&
      ({ authenticatorAttachment: 'platform' } as const)),
  }
  return perform(page, CREATE, {
    mode: mediation ?? 'modal',
    run: async (credentials) => {
      const answer = await credentials.create({
        signal,
        publicKey: readOptions(page.PublicKeyCredential?.parseCreationOptionsFromJSON, {
          ...json,
          authenticatorSelection,
        }),
        ...(mediation && { mediation }),
      })
      if (!answer) throw new Error('none made')
      return new CreatePublicKeyCredentialResponse(
        credentialJson(answer as globalThis.PublicKeyCredential),
      )
    },
    denial: () => (mediation ? 'absent' : 'cancelled'),
  })
}
