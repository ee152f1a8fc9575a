/**
 * One `navigator.credentials.create`, from a request to a response or an exception.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-createCredential} WebAuthn L3 §5.1.3
 * @module
 */
import type { PublicKeyCredentialCreationOptionsJSON } from '../../protocol/webauthn-json.ts'
import {
  type CreatePublicKeyCredentialRequest,
  CreatePublicKeyCredentialResponse,
} from '../create-request.ts'
import { isBlocked } from './blocked.ts'
import { CREATE, failure } from './failures.ts'
import { credentialJson, readOptions } from './json.ts'
import type { BrowserPage } from './page.ts'

/** Asks the browser. Calls it before returning. */
export async function create(
  page: BrowserPage,
  request: CreatePublicKeyCredentialRequest,
  signal: AbortSignal,
): Promise<CreatePublicKeyCredentialResponse> {
  const silent = request.isConditional
  const json = JSON.parse(request.requestJson) as PublicKeyCredentialCreationOptionsJSON
  const authenticatorSelection = {
    ...json.authenticatorSelection,
    ...(request.preferImmediatelyAvailableCredentials &&
      ({ authenticatorAttachment: 'platform' } as const)),
  }
  try {
    const answer = await page.navigator.credentials.create({
      signal,
      publicKey: readOptions(page.PublicKeyCredential?.parseCreationOptionsFromJSON, {
        ...json,
        authenticatorSelection,
      }),
      ...(silent && { mediation: 'conditional' }),
    })
    if (!answer) throw new Error('none made')
    return new CreatePublicKeyCredentialResponse(
      credentialJson(answer as globalThis.PublicKeyCredential),
    )
  } catch (error) {
    throw failure(CREATE, error, () => {
      if (silent) return 'absent'
      return isBlocked(page, 'create', (error as Error).message) ? 'blocked' : 'cancelled'
    })
  }
}
