/**
 * ECDSA signatures: DER outside, two numbers inside.
 *
 * Strict on purpose: one pair of numbers has one text, so that a signature cannot be rewritten into
 * another that verifies as well by changing its encoding.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc3279#section-2.2.3} RFC 3279 §2.2.3
 * @module
 */
import { EC_CURVES } from '../keys/curve.ts'
import type { EcCurve } from '../keys/public-key.ts'

interface Range {
  readonly start: number
  readonly end: number
}

interface Pair {
  readonly r: Range
  readonly s: Range
}

/** Whether the bytes are the DER of r and s, minimal, complete and both within 1 … order − 1. */
export function isStrictEcdsaSignature(curve: EcCurve, der: Uint8Array): boolean {
  return readPair(curve, der) !== undefined
}

/**
 * The two numbers as WebCrypto wants them: r and s in the full length of the field, one behind the
 * other. `undefined` when the DER is not strict.
 */
export function toRawEcdsaSignature(
  curve: EcCurve,
  der: Uint8Array,
): Uint8Array<ArrayBuffer> | undefined {
  const pair = readPair(curve, der)
  if (pair === undefined) return undefined
  const { length } = EC_CURVES[curve]
  const raw = new Uint8Array(2 * length)
  raw.set(der.subarray(pair.r.start, pair.r.end), length - (pair.r.end - pair.r.start))
  raw.set(der.subarray(pair.s.start, pair.s.end), 2 * length - (pair.s.end - pair.s.start))
  return raw
}

function readPair(curve: EcCurve, der: Uint8Array): Pair | undefined {
  const { order } = EC_CURVES[curve]
  const start = readHeader(der)
  if (start === undefined) return undefined
  const r = readNumber(der, start, order)
  if (r === undefined) return undefined
  const s = readNumber(der, r.end, order)
  if (s === undefined || s.end !== der.length) return undefined
  return { r, s }
}

/** Offset of the sequence's contents. They never exceed 139 bytes, so lengths have at most two bytes. */
function readHeader(der: Uint8Array): number | undefined {
  if (der[0] !== 0x30) return undefined
  const short = der[1]!
  if (short < 0x80) return der.length === short + 2 ? 2 : undefined
  const long = der[2]!
  return short === 0x81 && long >= 0x80 && der.length === long + 3 ? 3 : undefined
}

/** Where the digits of a positive number stand, without the sign byte. */
function readNumber(der: Uint8Array, at: number, order: Uint8Array): Range | undefined {
  const length = der[at + 1]
  if (der[at] !== 0x02 || length === undefined || length === 0 || length >= 0x80) return undefined
  const end = at + 2 + length
  if (end > der.length) return undefined
  let start = at + 2
  const first = der[start]!
  if (first >= 0x80) return undefined
  if (first === 0) {
    // A zero byte is there to keep the number positive, or it is not minimal (or the number is zero).
    if (length === 1 || der[start + 1]! < 0x80) return undefined
    start += 1
  }
  return isBelow(der, start, end, order) ? { start, end } : undefined
}

function isBelow(der: Uint8Array, start: number, end: number, order: Uint8Array): boolean {
  const length = end - start
  if (length !== order.length) return length < order.length
  for (let index = 0; index < length; index++) {
    const difference = der[start + index]! - order[index]!
    if (difference !== 0) return difference < 0
  }
  return false
}
