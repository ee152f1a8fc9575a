/**
 * The two ways certificates write a point in time.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5} RFC 5280 §4.1.2.5
 * @module
 */
import { isDer } from '../../bytes/der.ts'
import type { DerItem } from '../../bytes/der.ts'
import { CeremonyError } from '../errors.ts'

const SHORT = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?Z$/
const LONG = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:\.\d+)?Z$/

const LATIN1 = new TextDecoder('latin1')

/**
 * Milliseconds since 1970.
 *
 * @throws {@link CeremonyError} with `certificate_malformed`.
 */
export function readTime(item: DerItem | undefined): number {
  const short = isDer(item, 'utcTime')
  if (!short && !isDer(item, 'generalizedTime')) throw malformed()
  const match = (short ? SHORT : LONG).exec(LATIN1.decode(item.contents))
  if (match === null) throw malformed()
  const [year, month, day, hour, minute, second] = match
    .slice(1)
    .map((digits) => Number(digits ?? 0))
  // Two digits reach from 1950 to 2049.
  const fullYear = short ? year! + (year! < 50 ? 2000 : 1900) : year!
  return Date.UTC(fullYear, month! - 1, day, hour, minute, second)
}

function malformed(): CeremonyError {
  return new CeremonyError('certificate_malformed', 'a time in a certificate is malformed')
}
