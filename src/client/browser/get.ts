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
import { type GetCredentialRequest, GetCredentialResponse } from '../get-request.ts'
import { isBlocked } from './blocked.ts'
import { getFailure } from './failures.ts'
import { credentialJson, requestOptions } from './json.ts'
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
  { credentialOptions }: GetCredentialRequest,
  { mode, signal }: GetSettings,
): Promise<GetCredentialResponse> {
  const passkey = credentialOptions.find((one) => one.type === TYPE_PUBLIC_KEY_CREDENTIAL)
  const password = credentialOptions.find((one) => one.type === TYPE_PASSWORD_CREDENTIAL)
  const immediate = mode === 'immediate'
  const blocked = isBlocked(page, 'publickey-credentials-get')
  const began = page.Date.now()
  let allowList
  let answer
  try {
    const json =
      passkey && (JSON.parse(passkey.requestJson) as PublicKeyCredentialRequestOptionsJSON)
    allowList = json?.allowCredentials?.length
    answer = await page.navigator.credentials.get({
      signal,
      ...(json && { publicKey: requestOptions(page.PublicKeyCredential, json) }),
      // Beside a passkey request, browsers ignore or refuse the password outside immediate mode.
      ...(password && (immediate || !passkey) && { password: true }),
      ...(immediate && { uiMode: 'immediate' }),
      ...(mode === 'conditional' && { mediation: mode }),
      ...(!passkey &&
        mode === 'modal' && { mediation: password?.isAutoSelectAllowed ? 'optional' : 'required' }),
    })
  } catch (error) {
    const { message } = error as Error
    // A browser that says in so many words that there is none may take its time to do so.
    const shown = page.Date.now() - began > AT_ONCE && !/no immediate/i.test(message)
    throw getFailure(error, {
      silent: mode === 'conditional' || (immediate && !shown),
      blocked: mode !== 'conditional' && (blocked(message) || (immediate && !!allowList)),
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
  throw new NoCredentialException('nothing was picked')
}
