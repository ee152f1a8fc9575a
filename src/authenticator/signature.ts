/**
 * Signatures and the ways in which they can be wrong.
 *
 * @module
 */
import { concatBytes } from '../bytes/concat.ts'
import { derSequence, encodeDer } from '../bytes/der-encode.ts'
import { ALGORITHMS } from './algorithm-table.ts'
import type { BytesChange } from './change.ts'
import { freshKey, type SigningKey } from './signing-key.ts'

/**
 * What can be wrong with a signature, by name, or as a change of its bytes.
 * Those that speak of r and s are for ECDSA.
 */
export type SignatureFault =
  /** One bit of the last byte is another. */
  | 'bit_flipped'
  /** A sound signature, by a key nobody knows. */
  | 'other_key'
  /** A sound signature by the credential's key, where the key of the model should sign. */
  | 'credential_key'
  /** A sound signature over another message. */
  | 'other_message'
  | 'empty'
  | 'r_zero'
  | 's_zero'
  /** s plus the order of the group: the same number to careless arithmetic. */
  | 's_over_order'
  /** The order minus s: sound, as ECDSA goes, and not the signature that was made. */
  | 's_negated'
  /** A byte behind the DER sequence. */
  | 'trailing_byte'
  /** r with a zero byte in front that it does not need. */
  | 'r_padded'
  /** r and s one behind the other, as WebCrypto has it, without DER. */
  | 'not_der'
  | BytesChange

/** Signs, and then breaks what the fault says. */
export function signWithFault(
  key: SigningKey,
  message: Uint8Array,
  fault: SignatureFault | undefined,
  credentialKey: SigningKey = key,
): Uint8Array {
  switch (fault) {
    case undefined:
      return key.sign(message)
    case 'other_key':
      return freshKey(key.algorithm).sign(message)
    case 'credential_key':
      return credentialKey.sign(message)
    case 'other_message':
      return key.sign(concatBytes(message, Uint8Array.of(0)))
    case 'empty':
      return new Uint8Array()
    case 'bit_flipped':
      return flipLastBit(key.sign(message))
    case 'r_zero':
      return rewrite(key.sign(message), ({ s }) => [Uint8Array.of(0), s])
    case 's_zero':
      return rewrite(key.sign(message), ({ r }) => [r, Uint8Array.of(0)])
    case 's_over_order':
      return rewrite(key.sign(message), ({ r, s }) => [r, fromBigInt(toBigInt(s) + orderOf(key))])
    case 's_negated':
      return rewrite(key.sign(message), ({ r, s }) => [r, fromBigInt(orderOf(key) - toBigInt(s))])
    case 'r_padded':
      return rewrite(key.sign(message), ({ r, s }) => [concatBytes(Uint8Array.of(0), r), s])
    case 'trailing_byte':
      return concatBytes(key.sign(message), Uint8Array.of(0))
    case 'not_der':
      return ecdsaWithoutDer(key.sign(message), key)
    default:
      // Without types a misspelt name would be taken for the bytes of a signature.
      if (typeof fault === 'string')
        throw new TypeError(`there is no such fault: ${JSON.stringify(fault)}`)
      return typeof fault === 'function' ? fault(key.sign(message)) : fault
  }
}

/** r and s of an ECDSA signature, one behind the other, each in the length of the curve. */
export function ecdsaWithoutDer(signature: Uint8Array, { algorithm }: SigningKey): Uint8Array {
  const { r, s } = readEcdsa(signature)
  const { size = 0 } = ALGORITHMS.get(algorithm) ?? {}
  return concatBytes(padded(r, size), padded(s, size))
}

/** The contents of the two INTEGERs of an ECDSA signature. */
interface EcdsaNumbers {
  readonly r: Uint8Array
  readonly s: Uint8Array
}

function flipLastBit(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte))
}

function readEcdsa(der: Uint8Array): EcdsaNumbers {
  if (der[0] !== 0x30) throw new TypeError('this fault is for ECDSA signatures')
  const first = der[1] === 0x81 ? 3 : 2
  const second = first + 2 + der[first + 1]!
  return { r: der.slice(first + 2, second), s: der.slice(second + 2) }
}

function padded(number: Uint8Array, size: number): Uint8Array {
  return concatBytes(new Uint8Array(size), number).slice(-size)
}

function rewrite(
  der: Uint8Array,
  change: (numbers: EcdsaNumbers) => readonly [r: Uint8Array, s: Uint8Array],
): Uint8Array {
  return derSequence(...change(readEcdsa(der)).map((number) => encodeDer(0x02, number)))
}

function orderOf({ algorithm }: SigningKey): bigint {
  return BigInt(`0x${ALGORITHMS.get(algorithm)?.order ?? '0'}`)
}

function toBigInt(integer: Uint8Array): bigint {
  return integer.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
}

/** Contents of an INTEGER, with a zero in front where the top bit would make it negative. */
function fromBigInt(value: bigint): Uint8Array {
  const bytes: number[] = []
  for (let left = value; left > 0n; left >>= 8n) bytes.unshift(Number(left & 255n))
  return Uint8Array.from(bytes[0]! < 0x80 ? bytes : [0, ...bytes])
}
