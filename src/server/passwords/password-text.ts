/**
 * A password as text: one normalisation wherever one is set or checked, and every code point counts
 * (security.md R104).
 *
 * @module
 */

/** Code points a password may have, normalised. */
export const MAX_PASSWORD = 256

/** The form that is measured, compared and hashed: NFKC, so that it does not matter where it was typed. */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC')
}

/** How long a normalised password is: in code points, whatever they are. */
export function passwordLength(normalized: string): number {
  let length = 0
  for (const _ of normalized) length += 1
  return length
}
