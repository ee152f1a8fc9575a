/**
 * Comparison whose duration tells nothing about where two byte strings differ.
 *
 * @module
 */

/** Whether two byte strings are the same. Lengths may be told apart by timing, contents may not. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let index = 0; index < a.length; index++) difference |= a[index]! ^ b[index]!
  return difference === 0
}
