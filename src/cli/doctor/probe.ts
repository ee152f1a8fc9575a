/**
 * Asks a deployment the way browsers and systems do, and keeps what was said: no redirect is followed, no
 * cookie is kept, and certificates are looked at, not only believed.
 *
 * @module
 */
import { request as requestHttp } from 'node:http'
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import type { PeerCertificate, SecureVersion, TLSSocket } from 'node:tls'
import { decompressed } from './decompressed.ts'

/** Longest one answer is waited for, its last byte included. Milliseconds. */
const PATIENCE = 10_000

/** More of an answer than this is not read, nor unpacked. */
export const LONGEST = 1_048_576

/** The certificate an answer came under. */
export interface SeenCertificate {
  /** Why it would not be believed; absent when it would. */
  readonly refused: string | undefined
  /** Milliseconds since the epoch. */
  readonly validFrom: number
  readonly validTo: number
  /** The names it is for. */
  readonly names: readonly string[]
}

/** What came back. */
export interface Answer {
  readonly url: URL
  readonly status: number
  /** Such as `1.1`. */
  readonly httpVersion: string
  readonly headers: IncomingHttpHeaders
  /** Unpacked, if it was compressed; empty when it could not be unpacked. */
  readonly text: string
  /** Why the text is not all of it: it does not end soon enough, or is not compressed as it says. */
  readonly broken: 'endless' | 'undecodable' | undefined
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
  /** Speaks only what is out of use: TLS 1.1, and nothing newer. */
  readonly oldTls?: boolean
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
  return (url, { method = 'GET', headers = {}, body, oldTls = false } = {}) => {
    const secure = url.protocol === 'https:'
    const host = url.hostname.replaceAll(/[[\]]/g, '')
    const options: RequestOptions & SecureOptions = {
      method,
      host: connectTo?.host ?? host,
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
      ...(secure && { rejectUnauthorized: false, ca }),
      // Addresses are no server names (RFC 6066 §3).
      ...(secure && { servername: isIP(host) === 0 ? host : '' }),
      ...(oldTls && OLD_TLS),
    }
    const ask = secure ? requestHttps : requestHttp
    return new Promise((resolve) => {
      let request: ClientRequest | undefined
      // Counted from the first byte asked to the last one answered: whoever sends one now and then is cut off.
      const timer = setTimeout(() => request?.destroy(new Error('ETIMEDOUT')), patience)
      const settle = (result: Answer | Silence) => {
        clearTimeout(timer)
        resolve(result)
      }
      const silence = (error: unknown) => settle({ url, error: nameOf(error) })
      try {
        request = ask(options, (response) => {
          const { statusCode: status = 0, headers: seen, httpVersion } = response
          const certificate = certificateOf(response)
          read(response).then(
            (content) =>
              settle({ url, status, httpVersion, headers: seen, ...content, certificate }),
            silence,
          )
        })
        request.on('error', silence)
        // An answer that changes the protocol is none.
        request.on('upgrade', (_, socket) => {
          socket.destroy()
          silence(new Error('upgrade'))
        })
        request.end(body)
      } catch (error) {
        silence(error)
      }
    })
  }
}

type SecureOptions = {
  servername?: string
  minVersion?: SecureVersion
  maxVersion?: SecureVersion
  ciphers?: string
}

/** What servers of before 2018 speak; the security level of today's ciphers shuts it out. */
const OLD_TLS: SecureOptions = {
  minVersion: 'TLSv1',
  maxVersion: 'TLSv1.1',
  ciphers: 'DEFAULT:@SECLEVEL=0',
}

async function read(response: IncomingMessage): Promise<Pick<Answer, 'text' | 'broken'>> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response) {
    chunks.push(chunk as Buffer)
    length += (chunk as Buffer).length
    if (length > LONGEST) return { text: textOf(chunks), broken: 'endless' }
  }
  const encoding = response.headers['content-encoding']
  const unpacked = await decompressed(Buffer.concat(chunks), { encoding, longest: LONGEST })
  if (unpacked === 'endless' || unpacked === 'undecodable') return { text: '', broken: unpacked }
  return { text: textOf([unpacked]), broken: undefined }
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8')
}

function certificateOf({ socket }: IncomingMessage): SeenCertificate | undefined {
  if (!('authorized' in socket)) return undefined
  const secure = socket as TLSSocket
  // Nothing of it is there when the other end has hung up meanwhile.
  const {
    valid_from: from = '',
    valid_to: to = '',
    subjectaltname: names = '',
  } = (secure.getPeerCertificate() as Partial<PeerCertificate> | null) ?? {}
  return {
    refused: secure.authorized ? undefined : errorText(secure.authorizationError),
    validFrom: Date.parse(from),
    validTo: Date.parse(to),
    names: names.split(', ').map((name) => name.replace(/^[\w ]+:/, '')),
  }
}

/** Node says a code where its types say an error. */
function errorText(error: unknown): string {
  return error instanceof Error ? nameOf(error) : String(error)
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unreachable'
  return 'code' in error ? String(error.code) : error.message
}
