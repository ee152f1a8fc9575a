/**
 * DER, as far as certificates and signatures are written with it.
 *
 * Each function gives a whole value: tag, length and contents. What the contents mean is the caller's
 * affair, so wrong certificates can be written as easily as sound ones.
 *
 * @see {@link https://www.itu.int/rec/T-REC-X.690} ITU-T X.690 §8 and §10
 * @module
 */
import { concatBytes } from './concat.ts'

const UTF8 = new TextEncoder()

/** Any value: identifier octets as they are, then the length, then the contents. */
export function encodeDer(tag: number | Uint8Array, ...contents: readonly Uint8Array[]): DerBytes {
  const content = concatBytes(...contents)
  const identifier = typeof tag === 'number' ? Uint8Array.of(tag) : tag
  return concatBytes(identifier, encodeLength(content.length), content)
}

/** Bytes of one or more whole DER values. */
export type DerBytes = Uint8Array<ArrayBuffer>

/** SEQUENCE of values. */
export function derSequence(...values: readonly Uint8Array[]): DerBytes {
  return encodeDer(0x30, ...values)
}

/** SET of values, put in order as DER demands it. */
export function derSet(...values: readonly Uint8Array[]): DerBytes {
  return encodeDer(0x31, ...values.toSorted(compareBytes))
}

/** INTEGER that is not negative: a safe integer, or big-endian bytes. Written as short as it goes. */
export function derInteger(value: number | Uint8Array): DerBytes {
  const bytes = typeof value === 'number' ? numberBytes(value) : value
  const first = bytes.findIndex((byte) => byte !== 0)
  const significant = first === -1 ? Uint8Array.of(0) : bytes.subarray(first)
  // A set top bit would read as a negative number.
  return significant[0]! < 0x80
    ? encodeDer(0x02, significant)
    : encodeDer(0x02, Uint8Array.of(0), significant)
}

/** ENUMERATED below 128. */
export function derEnumerated(value: number): DerBytes {
  return encodeDer(0x0a, Uint8Array.of(value))
}

/** BOOLEAN. */
export function derBoolean(value: boolean): DerBytes {
  return encodeDer(0x01, Uint8Array.of(value ? 0xff : 0))
}

/** NULL. */
export function derNull(): DerBytes {
  return encodeDer(0x05)
}

/** OCTET STRING. */
export function derOctetString(bytes: Uint8Array): DerBytes {
  return encodeDer(0x04, bytes)
}

/** BIT STRING of whole bytes but for `unused` bits at the end. */
export function derBitString(bytes: Uint8Array, unused = 0): DerBytes {
  return encodeDer(0x03, Uint8Array.of(unused), bytes)
}

/** OBJECT IDENTIFIER from dotted numbers, such as `2.5.29.19`. */
export function derObjectIdentifier(dotted: string): DerBytes {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const arcs = [first * 40 + second, ...rest]
  return encodeDer(0x06, ...arcs.map(base128))
}

/** UTF8String. */
export function derUtf8String(text: string): DerBytes {
  return encodeDer(0x0c, UTF8.encode(text))
}

/** PrintableString. Nothing checks the alphabet. */
export function derPrintableString(text: string): DerBytes {
  return encodeDer(0x13, UTF8.encode(text))
}

/** Time as certificates have it: UTCTime until 2049, GeneralizedTime from 2050. Whole seconds. */
export function derTime(date: Date): DerBytes {
  const text = `${date.toISOString().replaceAll(/[-:T]|\..*/g, '')}Z`
  const year = date.getUTCFullYear()
  return year >= 1950 && year < 2050
    ? encodeDer(0x17, UTF8.encode(text.slice(2)))
    : encodeDer(0x18, UTF8.encode(text))
}

/** Context-specific and constructed: EXPLICIT `[number]`, or IMPLICIT over a constructed value. */
export function derContext(number: number, ...values: readonly Uint8Array[]): DerBytes {
  return encodeDer(contextTag(0xa0, number), ...values)
}

/** Context-specific and primitive: IMPLICIT `[number]` over bare contents. */
export function derContextPrimitive(number: number, contents: Uint8Array): DerBytes {
  return encodeDer(contextTag(0x80, number), contents)
}

/** Tag numbers from 31 on take the long form. */
function contextTag(bits: number, number: number): Uint8Array {
  if (number < 31) return Uint8Array.of(bits | number)
  return concatBytes(Uint8Array.of(bits | 31), base128(number))
}

function encodeLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length)
  const bytes = numberBytes(length)
  return concatBytes(Uint8Array.of(0x80 | bytes.length), bytes)
}

function base128(value: number): Uint8Array {
  const groups = [value % 128]
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) {
    groups.unshift((left % 128) | 0x80)
  }
  return Uint8Array.from(groups)
}

function numberBytes(value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${value} is no safe integer from zero on`)
  }
  const bytes = [value % 256]
  for (let left = Math.floor(value / 256); left > 0; left = Math.floor(left / 256)) {
    bytes.unshift(left % 256)
  }
  return Uint8Array.from(bytes)
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, index) => byte !== b[index])
  if (at === -1) return a.length - b.length
  return a[at]! - (b[at] ?? -1)
}
