/**
 * Points of small order on the Edwards curves. A public key of that kind belongs to nobody: signatures
 * under it can be made without any secret, and one signature may fit every message.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8032} RFC 8032
 * @module
 */
import { toInteger } from './curve.ts'
import type { OkpPublicKey } from './public-key.ts'

const P25519 = 2n ** 255n - 19n
const P448 = 2n ** 448n - 2n ** 224n - 1n

/** The y of the two pairs of points of order 8 on edwards25519; their negatives are −y. */
const Y_OF_ORDER_8 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n

const SMALL_25519 = new Set([0n, 1n, P25519 - 1n, Y_OF_ORDER_8, P25519 - Y_OF_ORDER_8])
/** edwards448 has cofactor 4: the orders are 1, 2 and 4. */
const SMALL_448 = new Set([0n, 1n, P448 - 1n])

/** Whether the point has small order; the sign of x does not matter for that. */
export function isSmallOrder({ curve, x }: OkpPublicKey): boolean {
  const littleEndian = Uint8Array.from(x).reverse()
  littleEndian[0]! &= 0x7f
  const y = toInteger(littleEndian)
  return curve === 'Ed25519' ? SMALL_25519.has(y % P25519) : SMALL_448.has(y % P448)
}
