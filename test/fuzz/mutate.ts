/**
 * Mutations: what turns a good input into one that nobody thought of.
 *
 * @module
 */
import { concatBytes } from '../../src/bytes/concat.ts'
import { pick } from './random.ts'
import type { Random } from './random.ts'

/** Bytes that decoders stumble over: ends of ranges, heads of CBOR and DER items. */
const INTERESTING = [
  0x00, 0x01, 0x17, 0x18, 0x1b, 0x20, 0x30, 0x40, 0x58, 0x5f, 0x60, 0x7f, 0x80, 0x81, 0x84, 0x9f,
  0xa0, 0xa1, 0xbb, 0xbf, 0xc0, 0xf4, 0xf6, 0xf9, 0xfb, 0xfe, 0xff,
] as const

/** Changes bytes in one to four places. */
export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  let mutated = bytes
  for (let left = 1 + random(4); left > 0; left--) mutated = mutateOnce(random, mutated)
  return mutated
}

function mutateOnce(random: Random, bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) return Uint8Array.of(random(256))
  const at = random(bytes.length)
  const length = 1 + random(Math.min(16, bytes.length - at))
  switch (random(7)) {
    case 0:
      return bytes.with(at, bytes[at]! ^ (1 << random(8)))
    case 1:
      return bytes.with(at, pick(random, INTERESTING))
    case 2:
      return bytes.slice(0, at)
    case 3:
      return concatBytes(bytes.subarray(0, at), bytes.subarray(at + length))
    case 4:
      return concatBytes(bytes.subarray(0, at + length), bytes.subarray(at))
    case 5:
      return concatBytes(bytes.subarray(0, at), randomBytes(random, length), bytes.subarray(at))
    default: {
      const from = random(bytes.length)
      return concatBytes(
        bytes.subarray(0, at),
        bytes.subarray(from, from + length),
        bytes.subarray(at + length),
      )
    }
  }
}

/** Bytes from nowhere, with more of the interesting ones than chance would give. */
export function randomBytes(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () =>
    random(3) === 0 ? pick(random, INTERESTING) : random(256),
  )
}

/** Values that JSON can have and nobody expects. */
const STRANGE: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  -1,
  1e308,
  '',
  'A',
  'AA',
  '==',
  'public-key',
  'A'.repeat(5000),
  [],
  {},
  ['A'],
  { length: 3 },
]

/** Changes one member somewhere in a JSON value; texts are changed as bytes when they are base64url. */
export function mutateJson(random: Random, value: unknown): unknown {
  if (typeof value === 'string') return mutateText(random, value)
  if (typeof value !== 'object' || value === null || random(12) === 0) return pick(random, STRANGE)
  const members = Object.entries(value)
  if (members.length === 0) return pick(random, STRANGE)
  const [name] = pick(random, members)
  const changed = Object.fromEntries(
    members.map(([key, member]) => [key, key === name ? mutateJson(random, member) : member]),
  )
  if (random(20) === 0) delete changed[name]
  return changed
}

function mutateText(random: Random, text: string): unknown {
  if (random(8) === 0) return pick(random, STRANGE)
  if (random(8) === 0) return text.slice(0, random(text.length + 1))
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.toString('base64url') !== text) return `${text}${String.fromCharCode(random(256))}`
  return Buffer.from(mutateBytes(random, bytes)).toString('base64url')
}
