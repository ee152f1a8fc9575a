/**
 * DER, read as leniently as real certificates need and no more.
 *
 * Lengths have to be definite and true; that is what keeps hostile input harmless. The finer rules of DER
 * (shortest lengths, no default values written out, minimal integers) are broken by attestation
 * certificates in the field, so nothing is refused for them. Signatures need the strict form and have
 * their own reader. Nothing here recurses: each call reads one level.
 *
 * @see {@link https://www.itu.int/rec/T-REC-X.690} ITU-T X.690
 * @module
 */
import { BytesError } from './errors.ts'

/** The class of a tag. */
export type DerClass = 'universal' | 'application' | 'context' | 'private'

/** One element. `contents` and `whole` are views of the input, not copies. */
export interface DerItem {
  readonly class: DerClass
  readonly constructed: boolean
  readonly tag: number
  readonly contents: Uint8Array
  /** Header and contents. */
  readonly whole: Uint8Array
}

/** Numbers of universal tags. */
export const DER_TAGS = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  objectIdentifier: 6,
  enumerated: 10,
  utf8String: 12,
  sequence: 16,
  set: 17,
  printableString: 19,
  utcTime: 23,
  generalizedTime: 24,
} as const

const CLASSES: readonly DerClass[] = ['universal', 'application', 'context', 'private']

/**
 * Reads one element that takes up all the bytes.
 *
 * @throws {@link BytesError} with `der_malformed`.
 */
export function readDer(bytes: Uint8Array): DerItem {
  const { item, end } = readDerAt(bytes, 0)
  if (end !== bytes.length) throw malformed('bytes left over')
  return item
}

/**
 * Reads the element that starts at `offset`; `end` is the offset of the first byte behind it.
 *
 * @throws {@link BytesError} with `der_malformed`.
 */
export function readDerAt(
  bytes: Uint8Array,
  offset: number,
): { readonly item: DerItem; readonly end: number } {
  const initial = byteAt(bytes, offset)
  const { tag, next } = readTag(bytes, offset, initial)
  const { length, start } = readLength(bytes, next)
  const end = start + length
  if (end > bytes.length) throw malformed('cut short')
  const item = {
    class: CLASSES[initial >> 6]!,
    constructed: (initial & 0x20) !== 0,
    tag,
    contents: bytes.subarray(start, end),
    whole: bytes.subarray(offset, end),
  }
  return { item, end }
}

/**
 * The elements inside a constructed one.
 *
 * @throws {@link BytesError} with `der_malformed`.
 */
export function derChildren({ constructed, contents }: DerItem): readonly DerItem[] {
  if (!constructed) throw malformed('a primitive element has no parts')
  const items: DerItem[] = []
  for (let at = 0; at < contents.length;) {
    const { item, end } = readDerAt(contents, at)
    items.push(item)
    at = end
  }
  return items
}

/** Whether an element has a universal tag, and is constructed exactly if that type is. */
export function isDer(item: DerItem | undefined, type: keyof typeof DER_TAGS): item is DerItem {
  if (item?.class !== 'universal' || item.tag !== DER_TAGS[type]) return false
  return item.constructed === (type === 'sequence' || type === 'set')
}

/** Whether an element has a context tag of this number. */
export function isDerContext(item: DerItem | undefined, tag: number): item is DerItem {
  return item?.class === 'context' && item.tag === tag
}

/**
 * The element, which must have a universal tag.
 *
 * @throws {@link BytesError} with `der_malformed`.
 */
export function expectDer(item: DerItem | undefined, type: keyof typeof DER_TAGS): DerItem {
  if (isDer(item, type)) return item
  throw malformed(`no ${type}`)
}

/**
 * An object identifier in dotted form.
 *
 * @throws {@link BytesError} with `der_malformed`.
 */
export function derObjectIdentifier(item: DerItem | undefined): string {
  const { contents } = expectDer(item, 'objectIdentifier')
  const arcs: number[] = []
  let arc = 0
  for (const [index, byte] of contents.entries()) {
    arc = arc * 128 + (byte & 0x7f)
    if (arc > Number.MAX_SAFE_INTEGER) throw malformed('an arc beyond 2^53')
    if (byte < 0x80) {
      arcs.push(arc)
      arc = 0
    } else if (index === contents.length - 1) throw malformed('an arc is cut short')
  }
  const [first] = arcs
  if (first === undefined) throw malformed('an empty object identifier')
  const root = Math.min(Math.floor(first / 40), 2)
  return [root, first - root * 40, ...arcs.slice(1)].join('.')
}

/**
 * A small number: INTEGER or ENUMERATED, not negative, below 2^31.
 *
 * @throws {@link BytesError} with `der_malformed`.
 */
export function derSmallNumber(item: DerItem | undefined): number {
  if (!isDer(item, 'integer') && !isDer(item, 'enumerated')) throw malformed('no integer')
  const { contents } = item
  if (contents.length === 0 || contents.length > 5) throw malformed('an integer of odd length')
  if (contents[0]! >= 0x80) throw malformed('a negative integer')
  const value = contents.reduce((sum, byte) => sum * 256 + byte, 0)
  if (value >= 2 ** 31) throw malformed('a large integer')
  return value
}

/**
 * The digits of a positive INTEGER of any size, without leading zeros.
 *
 * @throws {@link BytesError} with `der_malformed`.
 */
export function derUnsigned(item: DerItem | undefined): Uint8Array {
  const { contents } = expectDer(item, 'integer')
  if (contents.length === 0 || contents[0]! >= 0x80) throw malformed('no positive integer')
  const first = contents.findIndex((byte) => byte !== 0)
  return first === -1 ? contents.subarray(0, 0) : contents.subarray(first)
}

/**
 * The bytes of a BIT STRING that has a whole number of them.
 *
 * @throws {@link BytesError} with `der_malformed`.
 */
export function derBitString(item: DerItem | undefined): Uint8Array {
  const { contents } = expectDer(item, 'bitString')
  if (contents[0] !== 0) throw malformed('a bit string that is no byte string')
  return contents.subarray(1)
}

function readTag(bytes: Uint8Array, offset: number, initial: number) {
  const short = initial & 0x1f
  if (short !== 0x1f) return { tag: short, next: offset + 1 }
  let tag = 0
  for (let at = offset + 1; at <= offset + 4; at++) {
    const byte = byteAt(bytes, at)
    tag = tag * 128 + (byte & 0x7f)
    if (byte < 0x80) return { tag, next: at + 1 }
  }
  throw malformed('a tag of more than four bytes')
}

function readLength(bytes: Uint8Array, offset: number) {
  const first = byteAt(bytes, offset)
  if (first < 0x80) return { length: first, start: offset + 1 }
  const count = first & 0x7f
  if (count === 0 || count > 4) throw malformed('an indefinite or huge length')
  let length = 0
  for (let at = offset + 1; at <= offset + count; at++) length = length * 256 + byteAt(bytes, at)
  return { length, start: offset + 1 + count }
}

function byteAt(bytes: Uint8Array, offset: number): number {
  const byte = bytes[offset]
  if (byte === undefined) throw malformed('cut short')
  return byte
}

function malformed(what: string): BytesError {
  return new BytesError('der_malformed', `DER refused: ${what}`)
}
