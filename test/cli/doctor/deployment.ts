/**
 * A deployment on loopback: a real Latchkey behind a proxy that speaks TLS (and, on the same port, plain
 * HTTP), and that can be made to go wrong in one thing.
 */
import { randomBytes } from 'node:crypto'
import { createServer as createHttpServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { createServer as createNetServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { gzipSync } from 'node:zlib'
import { freshKey } from '../../../src/authenticator/signing-key.ts'
import { certificatePem, writeCertificate } from '../../../src/authenticator/certificate.ts'
import {
  basicConstraints,
  EXTENSION_IDS,
} from '../../../src/authenticator/certificate-extensions.ts'
import { derContextPrimitive, derSequence } from '../../../src/bytes/der-encode.ts'
import type { LatchkeyConfig } from '../../../src/server/config.ts'
import { createLatchkey } from '../../../src/server/latchkey.ts'

export const DOMAIN = 'login.example.com'
export const ORIGIN = `https://${DOMAIN}`
export const FINGERPRINT = Array.from({ length: 32 }, () => 'AB').join(':')

/** A configuration in which nothing is wrong. */
export const SOUND = {
  rpId: DOMAIN,
  origins: [ORIGIN],
  relatedOrigins: ['https://example.org', 'https://example.net'],
  androidApps: [{ packageName: 'com.example.app', fingerprints: [FINGERPRINT] }],
  appleApps: ['A1B2C3D4E5.com.example.app'],
  passkeyEndpoints: { enroll: `${ORIGIN}/new`, manage: `${ORIGIN}/passkeys` },
  changePasswordUrl: `${ORIGIN}/password`,
} satisfies Partial<LatchkeyConfig>

/** What the proxy has of an answer, to pass on or to change. */
export interface Passing {
  status: number
  headers: Record<string, string | string[]>
  body: string
  /** In the place of the text. */
  bytes?: Buffer
}

/** What goes wrong. */
export interface Fault {
  /** Changes the configuration of the server. */
  readonly config?: Partial<LatchkeyConfig>
  /** Changes what the server is asked. */
  readonly asked?: (headers: Headers, path: string) => void
  /** Changes what is answered. */
  readonly answered?: (passing: Passing, path: string) => void
  /** Changes the certificate. */
  readonly certificate?: {
    readonly name?: string
    readonly days?: number
    /** Days until it begins. */
    readonly begins?: number
    readonly signedBy?: 'somebody unknown' | 'itself'
  }
  /** Speaks TLS 1.1, too, or nothing newer. */
  readonly oldTls?: 'too' | 'alone'
  /** Compresses what a client takes compressed. */
  readonly compresses?: boolean
  /** What plain HTTP does. Default: leads to https. */
  readonly plain?: 'serves' | 'refuses' | 'hangs up'
  /** Answers in the words of HTTP/1.0. */
  readonly old?: boolean
  /** How far the server's clock is off. Milliseconds. */
  readonly skew?: number
}

export interface Deployment {
  readonly port: number
  /** PEM of the authority that signed the certificate. */
  readonly ca: string
  close(): Promise<void>
}

const PAGE: Passing = {
  status: 200,
  headers: {
    'content-type': 'text/html',
    'strict-transport-security': 'max-age=31536000',
    'content-security-policy': "frame-ancestors 'none'",
    'permissions-policy': 'publickey-credentials-get=(self), publickey-credentials-create=(self)',
  },
  body: '<!doctype html><title>Sign in</title>',
}

const OLDEST = { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const
const TLS = { not: {}, too: OLDEST, alone: { ...OLDEST, maxVersion: 'TLSv1.1' } } as const

/** Brings one up. */
export async function deploy(fault: Fault = {}): Promise<Deployment> {
  const skew = fault.skew ?? 0
  const latchkey = createLatchkey({
    ...SOUND,
    database: 'sqlite::memory:',
    secret: randomBytes(32),
    log: () => undefined,
    clock: { wall: () => Date.now() + skew, monotonic: () => performance.now() },
    ...fault.config,
  })

  async function answer(incoming: IncomingMessage): Promise<Passing> {
    const path = incoming.url ?? '/'
    if (path === '/') return { ...PAGE, headers: { ...PAGE.headers } }
    const headers = new Headers(incoming.headers as Record<string, string>)
    fault.asked?.(headers, path)
    const host = headers.get('host') ?? DOMAIN
    const body = incoming.method === 'POST' ? await read(incoming) : null
    const request = new Request(`https://${host}${path}`, {
      method: incoming.method ?? 'GET',
      headers,
      body,
    })
    const response = await latchkey.fetch(request)
    const passed: Passing['headers'] = Object.fromEntries(response.headers)
    const cookies = response.headers.getSetCookie()
    if (cookies.length > 0) passed['set-cookie'] = cookies
    return { status: response.status, headers: passed, body: await response.text() }
  }

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const passing = await answer(incoming)
    fault.answered?.(passing, incoming.url ?? '/')
    if (fault.compresses === true && /gzip/.test(String(incoming.headers['accept-encoding']))) {
      passing.headers['content-encoding'] = 'gzip'
      passing.bytes = gzipSync(passing.body)
    }
    if (fault.old !== true) {
      outgoing.writeHead(passing.status, passing.headers).end(passing.bytes ?? passing.body)
      return
    }
    const lines = Object.entries(passing.headers).flatMap(([name, values]) =>
      [values].flat().map((value) => `${name}: ${value}\r\n`),
    )
    incoming.socket.end(`HTTP/1.0 ${passing.status} OK\r\n${lines.join('')}\r\n${passing.body}`)
  }

  const { key, cert, ca } = certificates(fault.certificate)
  const secure = createHttpsServer(
    { key, cert, ...TLS[fault.oldTls ?? 'not'] },
    (incoming, outgoing) => void handle(incoming, outgoing),
  )
  const plain = createHttpServer((incoming, outgoing) => {
    if (fault.plain === 'serves') outgoing.end('hello')
    else if (fault.plain === 'refuses') outgoing.writeHead(400).end('This is a port of https.')
    else if (fault.plain === 'hangs up') incoming.destroy()
    else outgoing.writeHead(301, { location: `${ORIGIN}/` }).end()
  })
  // A TLS connection begins with a byte that no HTTP request begins with.
  const front = createNetServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', (first) => {
      socket.pause()
      socket.unshift(first)
      const target: Server = first[0] === 0x16 ? secure : plain
      target.emit('connection', socket)
      process.nextTick(() => socket.resume())
    })
  })
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  const { port } = front.address() as AddressInfo
  return {
    port,
    ca,
    async close() {
      secure.closeAllConnections()
      plain.closeAllConnections()
      await new Promise((resolve) => front.close(resolve))
      await latchkey.close()
    },
  }
}

async function read(incoming: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of incoming.setEncoding('utf8')) text += chunk as string
  return text
}

function certificates({
  name = DOMAIN,
  days = 90,
  begins = -1,
  signedBy,
}: Fault['certificate'] = {}) {
  const root = freshKey(-7)
  const leaf = freshKey(-7)
  const now = Date.now()
  const common = {
    version: 3,
    serialNumber: randomBytes(8).fill(1, 0, 1),
    notBefore: new Date(now + begins * 86_400_000),
  }
  const issuer = { name: { CN: 'Test authority' }, key: root }
  const ca = writeCertificate(
    {
      ...common,
      subject: issuer.name,
      notAfter: new Date(now + 365 * 86_400_000),
      publicKey: root.publicKey,
      extensions: [basicConstraints('ca')],
    },
    issuer,
  )
  const names = derSequence(derContextPrimitive(2, new TextEncoder().encode(name)))
  const cert = writeCertificate(
    {
      ...common,
      subject: { CN: name },
      notAfter: new Date(now + days * 86_400_000),
      publicKey: leaf.publicKey,
      extensions: [
        basicConstraints('end-entity'),
        { id: EXTENSION_IDS.subjectAltName, value: names },
      ],
    },
    signedBy === 'itself' ? { name: { CN: name }, key: leaf } : issuer,
  )
  const other = writeCertificate(
    {
      ...common,
      subject: { CN: 'Another authority' },
      notAfter: new Date(now + 365 * 86_400_000),
      publicKey: leaf.publicKey,
      extensions: [basicConstraints('ca')],
    },
    { name: { CN: 'Another authority' }, key: leaf },
  )
  const key = `-----BEGIN PRIVATE KEY-----\n${Buffer.from(leaf.privateKey).toString('base64')}\n-----END PRIVATE KEY-----\n`
  return {
    key,
    cert: certificatePem(cert),
    ca: certificatePem(signedBy === 'somebody unknown' ? other : ca),
  }
}
