/**
 * The calls to Latchkey's server. What the browser's passkey functions take and give travels as it is:
 * an options answer is the `requestJson`, a credential's JSON is the whole body.
 *
 * @module
 */

import type { AcceptedCredentials } from './signals.ts'

const JSON_TYPE = 'application/json'

/** A refusal of the server, with the code it gave (`application/problem+json`). */
export class ServerProblem extends Error {
  override readonly name = 'ServerProblem'
  /** A stable word such as `challenge_expired`; `unreachable` when no answer came at all. */
  readonly code: string
  /** Seconds to wait, when the server says so. */
  readonly retryAfter: number | undefined

  constructor(code: string, options: ErrorOptions & { readonly retryAfter?: number } = {}) {
    super(`The server refused: ${code}`, options)
    this.code = code
    this.retryAfter = options.retryAfter
  }
}

/** Who is signed in. */
export interface Account {
  readonly username: string
  readonly displayName: string
}

/** One passkey, as the list shows it. */
export interface Passkey {
  readonly id: string
  /** The name its owner gave it, else its provider's. */
  readonly name: string
  /** Who keeps it, as far as it says. The icon is a `data:` URL. */
  readonly provider: { readonly name: string | null; readonly icon: string }
  /** Whether its provider has copied it to other devices. */
  readonly synced: boolean
  readonly createdAt: string
  readonly lastUsedAt: string | null
}

/** Options for a sign-in: with a username only that account's passkeys fit. */
export function authenticationOptions(username?: string): Promise<string> {
  return send('POST', '/authentication/options', JSON.stringify({ username }))
}

/** Finishes a sign-in; the session arrives as a cookie that no script can read. */
export async function authenticate(authenticationResponseJson: string): Promise<void> {
  await send('POST', '/authentication', authenticationResponseJson)
}

/** Options for the first passkey of a new account. Nothing is stored before the passkey is there. */
export function signUpOptions(username: string, displayName?: string): Promise<string> {
  return send('POST', '/registration/options', JSON.stringify({ username, displayName }))
}

/** Options for one more passkey of the account that is signed in. */
export function passkeyOptions(): Promise<string> {
  return send('POST', '/registration/options', '{}')
}

/** Finishes either kind of registration. */
export async function register(registrationResponseJson: string): Promise<void> {
  await send('POST', '/registration', registrationResponseJson)
}

/** Who am I? */
export async function whoAmI(): Promise<Account> {
  const { account } = JSON.parse(await send('GET', '/session')) as { readonly account: Account }
  return account
}

/** Ends the session on the server; the cookie is worth nothing afterwards. */
export async function signOut(): Promise<void> {
  await send('DELETE', '/session')
}

/** The account's passkeys. */
export async function listPasskeys(): Promise<readonly Passkey[]> {
  const { passkeys } = JSON.parse(await send('GET', '/passkeys')) as {
    readonly passkeys: readonly Passkey[]
  }
  return passkeys
}

/** Gives a passkey another name. */
export async function renamePasskey(id: string, name: string): Promise<void> {
  await send('PATCH', `/passkeys/${encodeURIComponent(id)}`, JSON.stringify({ name }))
}

/** Deletes a passkey: from now on it opens nothing here. Asks for a fresh proof of the person. */
export async function deletePasskey(id: string): Promise<void> {
  await send('DELETE', `/passkeys/${encodeURIComponent(id)}`)
}

/** The passkeys that providers may go on offering; nothing for an account that has never had one. */
export async function acceptedCredentials(): Promise<AcceptedCredentials | undefined> {
  const signals = JSON.parse(await send('GET', '/signals')) as {
    readonly allAcceptedCredentials?: AcceptedCredentials
  }
  return signals.allAcceptedCredentials
}

async function send(method: string, path: string, body?: string): Promise<string> {
  const request: RequestInit =
    body === undefined ? { method } : { method, body, headers: { 'content-type': JSON_TYPE } }
  const answer = await fetch(`/auth${path}`, request).catch((cause: unknown) => {
    throw new ServerProblem('unreachable', { cause })
  })
  const text = await answer.text()
  if (answer.ok) return text
  const retryAfter = Number(answer.headers.get('retry-after') ?? 0)
  throw new ServerProblem(codeOf(text), retryAfter > 0 ? { retryAfter } : {})
}

/** The `code` of a refusal; whatever stands between browser and server may answer without one. */
function codeOf(problem: string): string {
  try {
    const { code } = JSON.parse(problem) as { readonly code?: unknown }
    return typeof code === 'string' ? code : 'unreadable'
  } catch {
    return 'unreadable'
  }
}
