/**
 * The calls of a Latchkey server that the elements make, and the ways in which they fail.
 *
 * Nothing is taken on trust: a server may be missing, slow, or another program that answers in its place.
 *
 * @module
 */
import { LatchkeyError } from '../errors.ts'
import {
  ServerRefusedError,
  type ServerSignals,
  type SignedIn,
  type SignInServer,
} from '../client/latchkey-server.ts'
import type { RegisteredMessage } from '../protocol/messages.ts'
import type { ReauthenticationMethod } from '../protocol/problem.ts'

/** A refusal, with what the server says beside its code. */
export class AuthRefusal extends ServerRefusedError {
  /** Seconds to wait, of a rate limit. */
  readonly retryAfter: number | undefined
  /** What the person can prove themselves with, when they have to. */
  readonly methods: readonly ReauthenticationMethod[]

  constructor(status: number, body: Readonly<Record<string, unknown>>, retryAfter: number) {
    super(typeof body.code === 'string' ? body.code : 'unavailable', status)
    this.retryAfter = retryAfter > 0 ? retryAfter : undefined
    this.methods = Array.isArray(body.methods) ? (body.methods as ReauthenticationMethod[]) : []
  }
}

/** No answer, or none that a Latchkey server would give. `no_answer`: something else stands in its place. */
export class NoAnswerError extends LatchkeyError<'unreachable' | 'too_slow' | 'no_answer'> {
  override readonly name = 'NoAnswerError'
}

/** A member that is in the answer at least; what is not `orNull` has to be something, too. */
export type Gives<Body> = (keyof Body & string) | { readonly orNull: keyof Body & string }

/**
 * A call. `gives` names what is in the answer at least, `null` an answer with nothing in it: any other comes
 * from another program. Gives the parsed body.
 */
export type Call = <Body>(
  method: string,
  path: string,
  gives: Gives<Body> | null,
  body?: object | string,
  signal?: AbortSignal,
) => Promise<Body>

/** Options for the browser's part of a ceremony. */
export interface Options {
  readonly challenge: string
  /** Whom the passkeys belong to, of a sign-in. */
  readonly rpId?: string
  /** The same, of a registration. */
  readonly rp?: { readonly id?: string }
}

/** Milliseconds that a person waits for a server at most. */
const PATIENCE = 20_000

/**
 * How often options were asked for on this page: a browser holds the secret of the newest ones alone, whoever
 * asked.
 */
export const optionsAsked = { count: 0 }

/**
 * Makes calls to the server whose routes are at `baseUrl`.
 *
 * Each rejects with {@link AuthRefusal}, {@link NoAnswerError}, or the reason of its own signal.
 */
export function authCalls(baseUrl: string, patience = PATIENCE): Call {
  return async <Body>(
    method: string,
    path: string,
    gives: Gives<Body> | null,
    body?: object | string,
    signal?: AbortSignal,
  ): Promise<Body> => {
    if (path.endsWith('/options')) optionsAsked.count += 1
    const ending = new AbortController()
    const end = () => ending.abort()
    const timer = setTimeout(end, patience)
    signal?.addEventListener('abort', end)
    let answer: Response
    let text: string
    try {
      signal?.throwIfAborted()
      answer = await fetch(`${baseUrl}${path}`, {
        method,
        signal: ending.signal,
        headers: {
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      text = await answer.text()
    } catch (cause) {
      signal?.throwIfAborted()
      const code = ending.signal.aborted ? 'too_slow' : 'unreachable'
      throw new NoAnswerError(code, `${method} ${path}`, { cause })
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
    }
    const { status, ok, headers } = answer
    const parsed = objectIn(text)
    if (!ok) throw new AuthRefusal(status, parsed ?? {}, Number(headers.get('retry-after')))
    if (gives === null ? text !== '' : !isIn(parsed, gives)) {
      throw new NoAnswerError('no_answer', `${method} ${path}: ${status}`)
    }
    return parsed as Body
  }
}

function isIn<Body>(
  parsed: Readonly<Record<string, unknown>> | undefined,
  gives: Gives<Body>,
): boolean {
  if (typeof gives === 'object') return parsed?.[gives.orNull] !== undefined
  return (parsed?.[gives] ?? undefined) !== undefined
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (value instanceof Object) return value as Readonly<Record<string, unknown>>
  } catch {
    // A proxy's page, or half an answer.
  }
  return undefined
}

/** The same calls as the client's sign-in makes them. `request` gives its request JSON. */
export function signInServer(call: Call, request: () => Promise<string>): SignInServer {
  return {
    authenticationOptions: request,
    finishAuthentication: (json) => call<SignedIn>('POST', '/authentication', 'account', json),
    authenticateWithPassword: (username, password) =>
      call<SignedIn>('POST', '/password/authentication', 'account', { username, password }),
    federatedOptions: () =>
      call<{ readonly nonce: string }>('POST', '/federated/options', 'nonce', {}),
    finishFederated: (issuer, idToken) =>
      call<SignedIn>('POST', `/federated/${encodeURIComponent(issuer)}`, 'account', { idToken }),
    conditionalRegistrationOptions: async () =>
      JSON.stringify(
        await call<Options>('POST', '/registration/options', 'challenge', {
          mediation: 'conditional',
        }),
      ),
    finishRegistration: (json) => call<RegisteredMessage>('POST', '/registration', 'passkey', json),
    signals: () => call<ServerSignals>('GET', '/signals', 'currentUserDetails'),
  }
}
