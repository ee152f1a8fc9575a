/**
 * Refusals of the routes in words, for pages that come without a script.
 *
 * @module
 */
import type { FailureWord } from '../../elements/element-words.ts'
import type { RouteRefusal } from './forms.ts'
import type { PageContext } from './page-context.ts'

/** A refusal in words. `instead` has other words for some codes. */
export function sentence(
  { words, spoken }: PageContext,
  { code, member }: RouteRefusal,
  instead: Readonly<Record<string, FailureWord>> = {},
): string {
  if (code === 'cross_site_request') return words.refused.crossSite
  if (code === 'body_too_large') return words.refused.tooLarge
  if (member?.pointer === '/password' && member.code === 'too_short') return words.signUp.tooShort
  if (member?.pointer === '/password' && member.code === 'blocked') return words.signUp.blocked
  const word = Object.hasOwn(instead, code) ? instead[code]! : code
  return Object.hasOwn(spoken.failures, word) ? spoken.failures[word as FailureWord] : words.sorry
}
