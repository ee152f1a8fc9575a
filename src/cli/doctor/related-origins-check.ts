/**
 * `/.well-known/webauthn`: which other origins may use the passkeys of the RP ID (L3 §5.11).
 *
 * @module
 */
import { ok, problem } from './finding.ts'
import type { Finding } from './finding.ts'
import type { Answer, Silence } from './probe.ts'
import { itemsOf, memberOf, shown } from './json-value.ts'
import { document } from './well-known-file.ts'
import type { Subject } from './well-known-file.ts'

/** Clients look at so many different names before the public suffix, and at no more (L3 §5.11). */
const LABELS = 5

/** Looks at the file, and whether it names the origin that was asked about. */
export function relatedOrigins(
  answer: Answer | Silence,
  { origin, rpId }: Subject,
): readonly Finding[] {
  const isOutside = origin.hostname !== rpId && !origin.hostname.endsWith(`.${rpId}`)
  const { findings, json } = document('related_origins', answer)
  const fix = `relatedOrigins: ['${origin.origin}'] in the configuration of ${rpId} (LATCHKEY_RELATED_ORIGINS=${origin.origin})`
  if (json === undefined) {
    if (!isOutside) return findings
    const what = `${origin.origin} is not on ${rpId}, and ${answer.url.href} does not list it`
    const why = 'the browser refuses every passkey here with a SecurityError'
    return [...findings, problem('related_origins_listed', what, { why, fix })]
  }
  const origins = itemsOf(memberOf(json, 'origins'))
  if (origins.length === 0) {
    const what = `${answer.url.pathname} has no list "origins"`
    const why = 'no other origin may use the passkeys of this one'
    return [...findings, problem('related_origins_shape', what, { why, fix })]
  }
  const named = origins.filter((one): one is string => typeof one === 'string')
  const wrong = named.find((one) => URL.parse(one)?.origin !== one)
  const labels = new Set(named.map(labelOf))
  return [
    ...findings,
    ...(wrong === undefined && named.length === origins.length
      ? []
      : [
          problem(
            'related_origins_form',
            `${wrong === undefined ? 'an entry' : shown(wrong)} is no origin`,
            {
              why: 'an entry that is no origin is skipped',
              fix: `relatedOrigins: ['${URL.parse(wrong ?? '')?.origin ?? 'https://example.org'}']: no path, no slash at the end`,
            },
          ),
        ]),
    ...(labels.size > LABELS
      ? [
          problem('related_origins_labels', `the origins have ${labels.size} different labels`, {
            why: `browsers look at ${LABELS} and skip the rest: ${[...labels].slice(LABELS).join(', ')}`,
            fix: `relatedOrigins with ${LABELS} names at most, the most wanted first; the other sites need a server with an rpId of their own`,
          }),
        ]
      : [ok('related_origins_labels', `${labels.size} of at most ${LABELS} labels`)]),
    ...(isOutside && !named.includes(origin.origin)
      ? [
          problem('related_origins_listed', `${origin.origin} is not among the related origins`, {
            why: 'the browser refuses every passkey here with a SecurityError',
            fix,
          }),
        ]
      : []),
  ]
}

/** The name before the public suffix, as far as it can be told without the list of them. */
function labelOf(origin: string): string {
  const parts = (URL.parse(origin)?.hostname ?? origin).split('.')
  const second = parts.at(-2) ?? ''
  // Suffixes of two parts are country codes behind a short word: co.uk, com.au.
  const isDouble = parts.length > 2 && parts.at(-1)!.length === 2 && second.length <= 3
  return (isDouble ? parts.at(-3) : second) ?? ''
}
