/**
 * CBOR, as far as authenticators write it: definite lengths, integers, byte and text strings, arrays,
 * maps and booleans. Everything else is refused.
 *
 * Hostile input costs no more than its own length: depth is counted, each item must be paid for by at
 * least one byte that is there, and no length is believed before the remaining bytes were compared.
 * Key order and shortest integers are not enforced: real devices differ.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8949} RFC 8949
 * @module
 */
import { BytesError } from './errors.ts'

/** What a decoded item may be. Integers beyond `Number.MAX_SAFE_INTEGER` are refused, not rounded. */
export type CborValue = number | string | boolean | Uint8Array | readonly CborValue[] | CborMap

/** A CBOR map: every key is an integer or a text, and no key stands twice. */
export type CborMap = ReadonlyMap<number | string, CborValue>

const MAX_DEPTH = 8

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Decodes one item that takes up all the bytes.
 *
 * @throws {@link BytesError} with `cbor_malformed`.
 */
export function decodeCbor(bytes: Uint8Array): CborValue {
  const { value, end } = decodeCborAt(bytes, 0)
  if (end !== bytes.length) throw malformed('bytes left over')
  return value
}

/**
 * Decodes the item that starts at `offset`; `end` is the offset of the first byte behind it.
 * Byte strings are views of `bytes`, not copies.
 *
 * @throws {@link BytesError} with `cbor_malformed`.
 */
export function decodeCborAt(
  bytes: Uint8Array,
  offset: number,
): { readonly value: CborValue; readonly end: number } {
  const reader = { bytes, at: offset }
  const value = readItem(reader, 1)
  return { value, end: reader.at }
}

interface Reader {
  readonly bytes: Uint8Array
  at: number
}

function readItem(reader: Reader, depth: number): CborValue {
  if (depth > MAX_DEPTH) throw malformed(`deeper than ${MAX_DEPTH}`)
  const initial = readByte(reader)
  const major = initial >> 5
  if (major === 7) return readBoolean(initial)
  const argument = readArgument(reader, initial & 31)
  switch (major) {
    case 0:
      return argument
    case 1:
      return readNegative(argument)
    case 2:
      return readBytes(reader, argument)
    case 3:
      return readText(reader, argument)
    case 4:
      return readArray(reader, argument, depth)
    case 5:
      return readMap(reader, argument, depth)
    default:
      throw malformed('a tag')
  }
}

function readByte(reader: Reader): number {
  const byte = reader.bytes[reader.at]
  if (byte === undefined) throw malformed('cut short')
  reader.at += 1
  return byte
}

function readArgument(reader: Reader, info: number): number {
  if (info < 24) return info
  if (info > 27) throw malformed('an indefinite or reserved length')
  let argument = 0
  for (let left = 1 << (info - 24); left > 0; left--) argument = argument * 256 + readByte(reader)
  if (!Number.isSafeInteger(argument)) throw malformed('an integer beyond 2^53')
  return argument
}

function readNegative(argument: number): number {
  const value = -1 - argument
  if (!Number.isSafeInteger(value)) throw malformed('an integer beyond -2^53')
  return value
}

function readBoolean(initial: number): boolean {
  if (initial === 0xf4) return false
  if (initial === 0xf5) return true
  throw malformed('a float or a simple value')
}

function readBytes(reader: Reader, length: number): Uint8Array {
  if (length > reader.bytes.length - reader.at) throw malformed('cut short')
  const start = reader.at
  reader.at += length
  return reader.bytes.subarray(start, reader.at)
}

function readText(reader: Reader, length: number): string {
  try {
    return UTF8.decode(readBytes(reader, length))
  } catch (cause) {
    if (cause instanceof BytesError) throw cause
    throw malformed('text that is not UTF-8', { cause })
  }
}

function readArray(reader: Reader, count: number, depth: number): readonly CborValue[] {
  // Each element takes a byte at least, so a larger count is a lie; nothing was allocated for it yet.
  if (count > reader.bytes.length - reader.at) throw malformed('cut short')
  const items: CborValue[] = []
  for (let index = 0; index < count; index++) items.push(readItem(reader, depth + 1))
  return items
}

function readMap(reader: Reader, count: number, depth: number): CborMap {
  if (count * 2 > reader.bytes.length - reader.at) throw malformed('cut short')
  const entries = new Map<number | string, CborValue>()
  for (let index = 0; index < count; index++) {
    const key = readItem(reader, depth + 1)
    if (typeof key !== 'number' && typeof key !== 'string')
      throw malformed('a key of a strange type')
    if (entries.has(key)) throw malformed('a key that stands twice')
    entries.set(key, readItem(reader, depth + 1))
  }
  return entries
}

function malformed(what: string, options?: ErrorOptions): BytesError {
  return new BytesError('cbor_malformed', `CBOR refused: ${what}`, options)
}
