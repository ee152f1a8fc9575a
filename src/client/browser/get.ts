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
import type { Diagnosis } from '../diagnosis.ts'
import { GetCredentialInterruptedException, NoCredentialException } from '../get-exceptions.ts'
import { type GetCredentialRequest, type GetPasswordOption, optionOf } from '../get-request.ts'
import { GetCredentialResponse } from '../get-response.ts'
import { REPLACED } from './capability.ts'
import { perform } from './ceremony.ts'
import { GET } from './failures.ts'
import { credentialJson, readOptions } from './json.ts'
import type { BrowserPorts } from './ports.ts'

/** Milliseconds: a dialog that a person closed was open for longer than this. */
const AT_ONCE = 300

/** How a request is put to the person. */
export interface GetSettings {
  readonly mode: Diagnosis['mode']
  /** The caller's own end of it. */
  readonly signal: AbortSignal | undefined
}

/** Asks the browser. Calls it before returning. */
export async function get(
  { page, slot }: BrowserPorts,
  request: GetCredentialRequest,
  { mode, signal }: GetSettings,
): Promise<GetCredentialResponse> {
  const passkey = optionOf(request, TYPE_PUBLIC_KEY_CREDENTIAL)
  const password = optionOf(request, TYPE_PASSWORD_CREDENTIAL)
  const json = passkey && (JSON.parse(passkey.requestJson) as PublicKeyCredentialRequestOptionsJSON)
  const credential = await slot.take(
    (signal) =>
      perform(page, GET, {
        mode,
        run: async (credentials) => {
          const answer = await credentials.get({
            signal,
            ...(json && {
              publicKey: readOptions(page.PublicKeyCredential?.parseRequestOptionsFromJSON, json),
            }),
            ...mediation(mode, json, password),
          })
          // A password manager in the browser's place may answer with what nobody asked for.
          if (answer && json && answer.type !== 'password') {
            return new PublicKeyCredential(credentialJson(answer as globalThis.PublicKeyCredential))
          }
          const { id = '', password: text } = (answer ?? {}) as Partial<PasswordCredential>
          const allowed = password?.allowedUserIds
          // Empty means every one.
          const isAllowed = allowed && text && (!allowed.size || allowed.has(id))
          return isAllowed ? new PasswordCredential(id, text) : undefined
        },
        denial: ({ elapsed }, message) => {
          if (mode !== 'immediate') return undefined
          // An immediate request takes no list.
          if (json?.allowCredentials?.length) return 'blocked'
          // A browser that says in so many words that there is none may take its time to do so.
          return elapsed < AT_ONCE || /no immediate/i.test(message) ? 'absent' : 'cancelled'
        },
      }),
    // What waits in the background comes back by itself.
    mode === 'conditional' ? undefined : () => new GetCredentialInterruptedException(REPLACED),
    signal,
  )
  if (!credential) throw new NoCredentialException('none picked')
  return new GetCredentialResponse(credential)
}

/** What stands beside the passkey options, which `passkey` says are there. */
function mediation(
  mode: GetSettings['mode'],
  passkey: unknown,
  password: GetPasswordOption | undefined,
): object {
  if (mode === 'immediate') return { uiMode: mode, password: !!password }
  if (mode === 'conditional') return { mediation: mode }
  // Beside a passkey request, browsers ignore or refuse the password in a dialog.
  if (passkey) return {}
  return { password: true, mediation: password?.isAutoSelectAllowed ? 'optional' : 'required' }
}
