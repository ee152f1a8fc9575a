/**
 * A Latchkey server as an app without a browser reaches it: no cookies, secrets in headers.
 *
 * @module
 */
import { LatchkeyError } from '../errors.ts'
import type { Problem, ProblemCode } from '../protocol/problem.ts'
import { CEREMONY_HEADER, CLIENT_HEADER, SESSION_HEADER } from '../protocol/routes.ts'

/** The server said no (its problem code), or nothing that could be read. */
export class ServerError extends LatchkeyError<ProblemCode | 'server_unreachable'> {
  override readonly name = 'ServerError'
}

/** Where the server is. */
export interface NativeClientSettings {
  /** Its origin. */
  readonly server: string
  /** Default `/auth`. */
  readonly basePath?: string
}

/** One visitor of a server: keeps the ceremony under way and the session. */
export class NativeClient {
  readonly #base: string
  #ceremony: string | undefined
  #session: string | undefined

  constructor({ server, basePath = '/auth' }: NativeClientSettings) {
    this.#base = `${server.replace(/\/+$/, '')}${basePath}`
  }

  /** The session's token, once signed in. Whoever has it is signed in. */
  get session(): string | undefined {
    return this.#session
  }

  /**
   * Posts JSON and gives the answer's text.
   *
   * @throws {@link ServerError} with the server's code, or `server_unreachable`.
   */
  async post(path: string, json: string): Promise<string> {
    return this.#request('POST', path, json)
  }

  /** Gets JSON, as text. @throws {@link ServerError}, as {@link NativeClient.post} does. */
  async get(path: string): Promise<string> {
    return this.#request('GET', path)
  }

  /** Deletes. @throws {@link ServerError}, as {@link NativeClient.post} does. */
  async delete(path: string): Promise<void> {
    await this.#request('DELETE', path)
  }

  async #request(method: string, path: string, json?: string): Promise<string> {
    const headers = new Headers({ [CLIENT_HEADER]: 'native' })
    if (json !== undefined) headers.set('content-type', 'application/json')
    if (this.#ceremony !== undefined) headers.set(CEREMONY_HEADER, this.#ceremony)
    if (this.#session !== undefined) headers.set('authorization', `Bearer ${this.#session}`)
    let answer: Response
    let text: string
    try {
      // Secrets go to this server and to no other that it may name.
      const init: RequestInit = {
        method,
        headers,
        redirect: 'error',
        signal: AbortSignal.timeout(30_000),
      }
      answer = await fetch(`${this.#base}${path}`, {
        ...init,
        ...(json !== undefined && { body: json }),
      })
      text = await answer.text()
    } catch (cause) {
      throw new ServerError('server_unreachable', `no answer from ${this.#base}`, { cause })
    }
    if (!answer.ok) throw refusal(answer.status, text)
    this.#ceremony = answer.headers.get(CEREMONY_HEADER) ?? this.#ceremony
    this.#session = answer.headers.get(SESSION_HEADER) ?? this.#session
    return text
  }
}

function refusal(status: number, text: string): ServerError {
  try {
    const { code, title } = JSON.parse(text) as Partial<Problem>
    if (code !== undefined) return new ServerError(code, title ?? '')
  } catch {
    // Not a Latchkey server, or something in front of it.
  }
  return new ServerError(
    'server_unreachable',
    `the server answered ${status}, and not as Latchkey does`,
  )
}
