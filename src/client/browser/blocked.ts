/**
 * Was it the page's own fault? A browser answers `NotAllowedError` to a person's cancel and to a page
 * that was not allowed to ask; what the page can see before the call tells some of these apart.
 *
 * @module
 */
import type { BrowserPage } from './page.ts'

/** What Chromium tells a page of its permissions policy. */
interface WithPolicy {
  readonly featurePolicy?: { allowsFeature(feature: string): boolean }
}

/**
 * Looks at the page before a call. The function it gives says, from the message of a
 * `NotAllowedError`, whether the page was barred from asking. A message alone proves nothing: it
 * differs between browsers and versions.
 */
export function isBlocked(
  { document, navigator }: BrowserPage,
  feature: string,
): (message: string) => boolean {
  const barred = (document as WithPolicy).featurePolicy?.allowsFeature(feature) === false
  const unfocused = !document.hasFocus()
  const idle = navigator.userActivation && !navigator.userActivation.isActive
  return (message) =>
    barred || (unfocused && /focus/i.test(message)) || (idle && /activation/i.test(message))
}
