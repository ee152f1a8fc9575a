/**
 * Was it the page's own fault? A browser answers `NotAllowedError` to a person's cancel and to a page
 * that was not allowed to ask; what the page can see of itself tells some of these apart.
 *
 * @module
 */
import type { BrowserPage } from './page.ts'

/** What Chromium tells a page of its permissions policy. */
interface WithPolicy {
  readonly featurePolicy?: { allowsFeature(feature: string): boolean }
}

/**
 * Whether the page was barred from asking, to be called as soon as a `NotAllowedError` arrives. Its
 * message alone proves nothing, for it differs between browsers and versions: the page must be in the
 * state that the message names.
 */
export function isBlocked(
  { document, navigator }: BrowserPage,
  ceremony: 'create' | 'get',
  message: string,
): boolean {
  return (
    (document as WithPolicy).featurePolicy?.allowsFeature(`publickey-credentials-${ceremony}`) ===
      false ||
    (/focus/i.test(message) && !document.hasFocus()) ||
    (/activation/i.test(message) && !navigator.userActivation?.isActive)
  )
}
