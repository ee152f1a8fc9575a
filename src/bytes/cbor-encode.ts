/**
 * CBOR in the CTAP2 canonical form: shortest integers, definite lengths, keys in order.
 *
 * @see {@link https://fidoalliance.org/specs/fido-v2.1-ps-20210615/fido-client-to-authenticator-protocol-v2.1-ps-20210615.html#ctap2-canonical-cbor-encoding-form} CTAP2 canonical form
 * @module
 */
import type { CborValue } from './cbor.ts'

const UTF8 = new TextEncoder()

/**
 * Encodes a value. What {@link decodeCbor} gives back is the same value again.
 *
 * @throws {@link RangeError} on a number that is not a safe integer.
 */
export function encodeCbor(value: CborValue): Uint8Array<ArrayBuffer> {
  const out: number[] = []
  write(out, value)
  return Uint8Array.from(out)
}

function write(out: number[], value: CborValue): void {
  if (typeof value === 'number') return writeInteger(out, value)
  if (typeof value === 'boolean') return void out.push(value ? 0xf5 : 0xf4)
  if (typeof value === 'string') return writeString(out, 3, UTF8.encode(value))
  if (value instanceof Uint8Array) return writeString(out, 2, value)
  if (value instanceof Map) return writeMap(out, value)
  const items = value as readonly CborValue[]
  writeHead(out, 4, items.length)
  for (const item of items) write(out, item)
}

function writeInteger(out: number[], value: number): void {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a safe integer`)
  if (value < 0) writeHead(out, 1, -1 - value)
  else writeHead(out, 0, value)
}

function writeString(out: number[], major: number, bytes: Uint8Array): void {
  writeHead(out, major, bytes.length)
  for (const byte of bytes) out.push(byte)
}

function writeMap(out: number[], map: ReadonlyMap<number | string, CborValue>): void {
  const entries = [...map].map(([key, value]) => ({ key: encodeCbor(key), value }))
  entries.sort((a, b) => compareKeys(a.key, b.key))
  writeHead(out, 5, entries.length)
  for (const { key, value } of entries) {
    for (const byte of key) out.push(byte)
    write(out, value)
  }
}

/** By major type, then by length, then byte by byte. */
function compareKeys(a: Uint8Array, b: Uint8Array): number {
  const byType = (a[0]! >> 5) - (b[0]! >> 5)
  if (byType !== 0) return byType
  if (a.length !== b.length) return a.length - b.length
  const index = a.findIndex((byte, at) => byte !== b[at])
  return index === -1 ? 0 : a[index]! - b[index]!
}

function writeHead(out: number[], major: number, argument: number): void {
  const type = major << 5
  if (argument < 24) return void out.push(type | argument)
  const size = [1, 2, 4, 8].find((bytes) => argument < 256 ** bytes) ?? 8
  out.push(type | (24 + Math.log2(size)))
  for (let shift = size - 1; shift >= 0; shift--)
    out.push(Math.floor(argument / 256 ** shift) % 256)
}
