/**
 * `/.well-known/webauthn`: which other origins may use the passkeys of the RP ID (L3 §5.11).
 *
 * @module
 */
import { ok, problem } from './finding.ts'
import type { Finding } from './finding.ts'
import type { Answer, Silence } from './probe.ts'
import { itemsOf, memberOf, shown } from './json-value.ts'
import { siteLabel } from './public-suffix.ts'
import { document } from './well-known-file.ts'
import type { Subject } from './well-known-file.ts'

/** Clients look at so many different names before the public suffix, and at no more (L3 §5.11). */
const LABELS = 5

/** Looks at the file, and whether it names the origin that was asked about. */
export function relatedOrigins(
  answer: Answer | Silence,
  { origin, rpId, expected }: Subject,
): readonly Finding[] {
  const wanted = expected?.relatedOrigins ?? []
  const isOutside = origin.hostname !== rpId && !origin.hostname.endsWith(`.${rpId}`)
  const { findings, json } = document('related_origins', answer, { wanted: wanted.length > 0 })
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
  const wrong = named.find((one) => !one.startsWith('https:') || URL.parse(one)?.origin !== one)
  const labels = new Set(named.map((one) => siteLabel(URL.parse(one)?.hostname ?? one)))
  const missing = [...(isOutside ? [origin.origin] : []), ...wanted].filter(
    (one) => !named.includes(one),
  )
  return [
    ...findings,
    ...(wrong === undefined && named.length === origins.length
      ? []
      : [
          problem(
            'related_origins_form',
            `${wrong === undefined ? 'an entry' : shown(wrong)} is no origin of https`,
            {
              why: 'it matches no page that may use passkeys: browsers skip it',
              fix: `relatedOrigins: ['https://${URL.parse(wrong ?? '')?.host || 'example.org'}']: https, no path, no slash at the end`,
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
    ...(missing.length > 0
      ? [
          problem(
            'related_origins_listed',
            `${missing.join(', ')} is not among the related origins of ${answer.url.href}`,
            {
              why: 'the browser refuses every passkey there with a SecurityError',
              // What the configuration has is in the file, if the file is Latchkey's.
              fix: missing.some((one) => wanted.includes(one))
                ? `delete the file of your own and lead ${answer.url.pathname} to Latchkey, which makes it from relatedOrigins`
                : fix,
            },
          ),
        ]
      : []),
  ]
}
