/**
 * What is read of a request and what an answer is made of, whichever way they travel: as `Request` and
 * `Response`, or straight over `node:http`.
 *
 * @module
 */

/** Headers of a request, by names in any case; those that came twice are joined. */
export type RequestHeaders = Pick<Headers, 'get' | 'has'>

/** A request as the routes read it. */
export interface HttpRequest {
  readonly method: string
  /** The host it is directed at, as written; `undefined` when that cannot be told. */
  readonly host: string | undefined
  /** Whether it came over TLS, as far as this process can see: decides which port goes without saying. */
  readonly tls: boolean
  /** Without the query, in the one way a URL writes it. */
  readonly path: string
  /** What stands behind the question mark; empty when there is none. */
  readonly query: string
  readonly headers: RequestHeaders
  /** Address of the peer on the socket. */
  readonly remoteAddress: string | undefined
  /**
   * Reads the body, once.
   *
   * @throws {@link Refusal} with `body_too_large` as soon as it has more bytes than `limit`, whatever its
   * length was said to be, or with `malformed_json` when it ends too early.
   */
  readBody(limit: number): Promise<Uint8Array>
}

/** Headers of an answer, by lower-case name; only `set-cookie` comes more than once. */
export type AnswerHeaders = Record<string, string | string[]>

/** An answer as the routes give it. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<AnswerHeaders>
  readonly body: string | Uint8Array<ArrayBuffer> | undefined
}

/** Answers a request. Never rejects. */
export type Answering = (request: HttpRequest) => Promise<HttpAnswer>
