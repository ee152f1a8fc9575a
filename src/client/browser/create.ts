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
import type { BrowserPorts } from './ports.ts'

/** Makes a passkey. Nothing is awaited before the browser's own call that the request does not need. */
export async function createPasskeyInBrowser(
  request: CreatePublicKeyCredentialRequest,
  { page, slot }: BrowserPorts,
  signal?: AbortSignal,
): Promise<CreatePublicKeyCredentialResponse> {
  const { isConditional, preferImmediatelyAvailableCredentials, requestJson } = request
  const mode = isConditional ? 'conditional' : 'modal'
  const api = page.PublicKeyCredential
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
    !(await api?.isUserVerifyingPlatformAuthenticatorAvailable?.())
  ) {
    throw new CreateCredentialNoCreateOptionException('no platform authenticator')
  }
  const json = JSON.parse(requestJson) as PublicKeyCredentialCreationOptionsJSON
  const authenticatorSelection = {
    ...json.authenticatorSelection,
    ...(preferImmediatelyAvailableCredentials &&
      ({ authenticatorAttachment: 'platform' } as const)),
  }
  return slot.take(
    (signal) =>
      perform(page, CREATE, {
        mode,
        run: async (credentials) => {
          const answer = await credentials.create({
            signal,
            publicKey: readOptions(api?.parseCreationOptionsFromJSON, {
              ...json,
              authenticatorSelection,
            }),
            ...(isConditional && { mediation: mode }),
          })
          if (!answer) throw new Error('none made')
          return new CreatePublicKeyCredentialResponse(
            credentialJson(answer as globalThis.PublicKeyCredential),
          )
        },
      }),
    () => new CreateCredentialInterruptedException(REPLACED),
    signal,
  )
}
