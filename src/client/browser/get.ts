/**
 * One `navigator.credentials.get`, from a request to a response or an exception.
 *
 * @see {@link https://www.w3.org/TR/credential-management-1/#dom-credentialscontainer-get}
 * @module
 */
import type { PublicKeyCredentialRequestOptionsJSON } from '../../protocol/webauthn-json.ts'
import {
  PasswordCredential,
  PublicKeyCredential,
  TYPE_PASSWORD_CREDENTIAL,
  TYPE_PUBLIC_KEY_CREDENTIAL,
} from '../credential.ts'
import { NoCredentialException } from '../get-exceptions.ts'
import { type GetCredentialRequest, GetCredentialResponse, optionOf } from '../get-request.ts'
import { isBlocked } from './blocked.ts'
import { getFailure } from './failures.ts'
import { credentialJson, readOptions } from './json.ts'
import type { BrowserPage } from './page.ts'

/** Milliseconds: a dialog that a person closed was open for longer than this. */
const AT_ONCE = 300

/** How a request is put to the person. */
export interface GetSettings {
  /** A dialog; the autofill suggestions; a dialog only if something is there. */
  readonly mode: 'modal' | 'conditional' | 'immediate'
  readonly signal: AbortSignal
}

/** Asks the browser. Calls it before returning. */
export async function get(
  page: BrowserPage,
  request: GetCredentialRequest,
  { mode, signal }: GetSettings,
): Promise<GetCredentialResponse> {
  const passkey = optionOf(request, TYPE_PUBLIC_KEY_CREDENTIAL)
  const password = optionOf(request, TYPE_PASSWORD_CREDENTIAL)
  const immediate = mode === 'immediate'
  const json = passkey && (JSON.parse(passkey.requestJson) as PublicKeyCredentialRequestOptionsJSON)
  const began = page.Date.now()
  let answer
  try {
    answer = await page.navigator.credentials.get({
      signal,
      ...(json && {
        publicKey: readOptions(page.PublicKeyCredential?.parseRequestOptionsFromJSON, json),
      }),
      // Beside a passkey request, browsers ignore or refuse the password outside immediate mode.
      ...(password && (immediate || !json) && { password: true }),
      ...(immediate && { uiMode: mode }),
      ...(mode === 'conditional' && { mediation: mode }),
      ...(mode === 'modal' &&
        !json && { mediation: password?.isAutoSelectAllowed ? 'optional' : 'required' }),
    })
  } catch (cause) {
    const error = cause as Error
    // A browser that says in so many words that there is none may take its time to do so.
    const shown = page.Date.now() - began > AT_ONCE && !/no immediate/i.test(error.message)
    throw getFailure(error, {
      silent: mode === 'conditional' || (immediate && !shown),
      blocked:
        mode !== 'conditional' &&
        (isBlocked(page, 'get', error) || (immediate && !!json?.allowCredentials?.length)),
    })
  }
  if (answer?.type === 'password') {
    const { id, password: text } = answer as unknown as PasswordCredential
    const allowed = password?.allowedUserIds
    // Empty means every one.
    if (text && (!allowed?.size || allowed.has(id))) {
      return new GetCredentialResponse(new PasswordCredential(id, text))
    }
  } else if (answer) {
    const json = credentialJson(answer as globalThis.PublicKeyCredential)
    return new GetCredentialResponse(new PublicKeyCredential(json))
  }
  throw new NoCredentialException('none picked')
}
