/**
 * Asks a deployment the way browsers and systems do, and keeps what was said: no redirect is followed, no
 * cookie is kept, and certificates are looked at, not only believed.
 *
 * @module
 */
import { request as requestHttp } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { TLSSocket } from 'node:tls'

/** Longest one answer is waited for, its last byte included. Milliseconds. */
const PATIENCE = 10_000

/** More of an answer than this is not read. */
const LONGEST = 1_048_576

/** The certificate an answer came under. */
export interface SeenCertificate {
  /** Why it would not be believed; absent when it would. */
  readonly refused: string | undefined
  /** Milliseconds since the epoch. */
  readonly validTo: number
}

/** What came back. */
export interface Answer {
  readonly url: URL
  readonly status: number
  /** Such as `1.1`. */
  readonly httpVersion: string
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly certificate: SeenCertificate | undefined
}

/** Nothing came back, and why. */
export interface Silence {
  readonly url: URL
  /** Such as `ECONNREFUSED`. */
  readonly error: string
}

/** What is asked. */
export interface Question {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Asks one question. Never rejects. */
export type Probe = (url: URL, question?: Question) => Promise<Answer | Silence>

/** Whether something came back. */
export function isAnswer(result: Answer | Silence): result is Answer {
  return 'status' in result
}

/** Where connections really go, for a server that its name does not lead to yet. */
export interface ProbeOptions {
  readonly connectTo?: { readonly host: string; readonly port: number } | undefined
  /** PEM of a certificate authority that this machine does not know. */
  readonly ca?: string | undefined
  /** Milliseconds for one answer. Default 10,000. */
  readonly patience?: number | undefined
}

/** Makes a probe over the network. */
export function networkProbe({ connectTo, ca, patience = PATIENCE }: ProbeOptions = {}): Probe {
  return (url, { method = 'GET', headers = {}, body } = {}) => {
    const secure = url.protocol === 'https:'
    const options: RequestOptions & { servername?: string } = {
      method,
      host: connectTo?.host ?? url.hostname.replaceAll(/[[\]]/g, ''),
      port: connectTo?.port ?? (url.port || (secure ? 443 : 80)),
      path: url.pathname + url.search,
      // A connection of its own, so that each answer tells of its own certificate.
      agent: false,
      headers: {
        host: url.host,
        'user-agent': 'latchkey-doctor',
        accept: '*/*',
        ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
        ...headers,
      },
      ...(secure && { servername: url.hostname, rejectUnauthorized: false, ca }),
    }
    const ask = secure ? requestHttps : requestHttp
    return new Promise((resolve) => {
      // Counted from the first byte asked to the last one answered: whoever sends one now and then is cut off.
      const timer = setTimeout(() => request.destroy(new Error('ETIMEDOUT')), patience)
      const settle = (result: Answer | Silence) => {
        clearTimeout(timer)
        resolve(result)
      }
      const silence = (error: unknown) => settle({ url, error: nameOf(error) })
      const request = ask(options, (response) => {
        const { statusCode: status = 0, headers: seen, httpVersion } = response
        const certificate = certificateOf(response)
        read(response).then(
          (text) => settle({ url, status, httpVersion, headers: seen, text, certificate }),
          silence,
        )
      })
      request.on('error', silence)
      request.end(body)
    })
  }
}

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response) {
    chunks.push(chunk as Buffer)
    length += (chunk as Buffer).length
    if (length > LONGEST) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

function certificateOf({ socket }: IncomingMessage): SeenCertificate | undefined {
  if (!('authorized' in socket)) return undefined
  const secure = socket as TLSSocket
  const { authorizationError: error } = secure
  const validTo = Date.parse(secure.getPeerCertificate()?.valid_to ?? '')
  return { refused: secure.authorized ? undefined : String(error), validTo }
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unreachable'
  return 'code' in error ? String(error.code) : error.message
}
