/**
 * Compact JWS with the certificates of its signer in the header: the form of FIDO's metadata blob and of
 * SafetyNet answers.
 *
 * Taking apart only. Whether the signature verifies, and whether anybody should care, is asked elsewhere.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7515} RFC 7515
 * @module
 */
import { decodeBase64url } from '../bytes/base64url.ts'
import { decodeBase64 } from './base64.ts'

/** A JWS, taken apart. */
export interface Jws {
  /** COSE identifier of the algorithm in the header. */
  readonly alg: number
  /** DER certificates, the signer's first; at least one. */
  readonly x5c: readonly [Uint8Array, ...Uint8Array[]]
  readonly payload: Readonly<Record<string, unknown>>
  readonly signedBytes: Uint8Array
  /** As COSE has it: DER for ECDSA. */
  readonly signature: Uint8Array
}

const ALGORITHMS: ReadonlyMap<unknown, number> = new Map([
  ['ES256', -7],
  ['ES384', -35],
  ['ES512', -36],
  ['RS256', -257],
  ['RS384', -258],
  ['RS512', -259],
  ['PS256', -37],
  ['PS384', -38],
  ['PS512', -39],
])

const ECDSA_LENGTH: ReadonlyMap<number, number> = new Map([
  [-7, 64],
  [-35, 96],
  [-36, 132],
])

const MAX_CERTIFICATES = 10

const UTF8 = new TextDecoder('utf-8', { fatal: true })

/** Takes a compact JWS apart; `undefined` when it is none, or has no certificates. */
export function parseCompactJws(text: string): Jws | undefined {
  // One part more than there may be, and no further: the text may be nothing but dots.
  const parts = text.split('.', 4)
  if (parts.length !== 3) return undefined
  const [header, payload, signature] = parts as [string, string, string]
  try {
    const { alg: name, x5c: chain, crit } = parseObject(header)
    const alg = ALGORITHMS.get(name)
    const x5c = readChain(chain)
    // Extensions that must be understood are not.
    if (alg === undefined || x5c === undefined || crit !== undefined) return undefined
    const raw = decodeBase64url(signature)
    return {
      alg,
      x5c,
      payload: parseObject(payload),
      signedBytes: new TextEncoder().encode(`${header}.${payload}`),
      signature: ECDSA_LENGTH.has(alg) ? toDer(raw, ECDSA_LENGTH.get(alg)!) : raw,
    }
  } catch {
    return undefined
  }
}

function parseObject(part: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(UTF8.decode(decodeBase64url(part)))
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>
  }
  throw new SyntaxError('not an object')
}

function readChain(chain: unknown): Jws['x5c'] | undefined {
  if (!Array.isArray(chain) || chain.length > MAX_CERTIFICATES) return undefined
  const [first, ...rest] = chain.map((text: unknown) => fromBase64(text))
  return first === undefined ? undefined : [first, ...rest]
}

/** Standard base64, with padding: the one place where JOSE uses it. */
function fromBase64(text: unknown): Uint8Array {
  const der = typeof text === 'string' ? decodeBase64(text) : undefined
  if (der === undefined) throw new SyntaxError('not base64')
  return der
}

/** JOSE writes r and s one behind the other; everything else here has DER. */
function toDer(raw: Uint8Array, length: number): Uint8Array {
  if (raw.length !== length) throw new SyntaxError('a signature of odd length')
  const half = length / 2
  const numbers = derInteger(raw.subarray(0, half)).concat(derInteger(raw.subarray(half)))
  const header = numbers.length < 0x80 ? [0x30, numbers.length] : [0x30, 0x81, numbers.length]
  return Uint8Array.of(...header, ...numbers)
}

function derInteger(digits: Uint8Array): number[] {
  const first = Math.max(
    digits.findIndex((byte) => byte !== 0),
    0,
  )
  const minimal = [...digits.subarray(first)]
  if (minimal[0]! >= 0x80) minimal.unshift(0)
  return [0x02, minimal.length].concat(minimal)
}
