/**
 * An issuer of ID tokens for tests: keys, a signer of its own (no library of the server's), and a key
 * endpoint on loopback that can be down, slow or lying.
 */
import { constants, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SigningKey {
  readonly kid: string
  readonly alg: string
  readonly privateKey: KeyObject
  /** As the issuer publishes it. */
  readonly jwk: Readonly<Record<string, unknown>>
}

export function rsaKey(kid: string, alg = 'RS256', modulusLength = 2048): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength })
  return { kid, alg, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg } }
}

const CURVES: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' }

export function ecKey(kid: string, alg = 'ES256'): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: CURVES[alg]! })
  return { kid, alg, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg } }
}

export function edKey(kid: string): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'EdDSA' }
  return { kid, alg: 'EdDSA', privateKey, jwk }
}

export const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** Signs text as the algorithm wants it, whatever kind of key that takes. */
export function signature(input: string, alg: string, key: KeyObject): Buffer {
  const data = Buffer.from(input)
  const hash = `sha${alg.slice(2)}`
  if (alg.startsWith('ES')) return sign(hash, data, { key, dsaEncoding: 'ieee-p1363' })
  if (alg.startsWith('Ed')) return sign(null, data, key)
  if (alg.startsWith('RS')) return sign(hash, data, key)
  const padding = constants.RSA_PKCS1_PSS_PADDING
  return sign(hash, data, { key, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST })
}

/** Makes a token; the header and the claims may be anything. */
export function makeToken(key: SigningKey, claims: unknown, header: object = {}): string {
  const { kid, alg } = key
  const input = `${encode({ alg, kid, typ: 'JWT', ...header })}.${encode(claims)}`
  return `${input}.${signature(input, alg, key.privateKey).toString('base64url')}`
}

/** What an endpoint does with a request. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void

export interface Endpoint {
  readonly origin: string
  /** Paths that were asked for, in order. */
  readonly asked: string[]
  behave(behaviour: Behaviour): void
  close(): Promise<void>
}

/** An HTTP server on loopback. */
export async function openEndpoint(start: Behaviour): Promise<Endpoint> {
  let behaviour = start
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    behaviour(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    behave: (next) => (behaviour = next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Answers JSON. */
export const json =
  (value: unknown, status = 200): Behaviour =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(value))
  }
