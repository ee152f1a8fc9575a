/**
 * One call of `navigator.credentials`, and what its failure means.
 *
 * A browser hides on purpose why there is no passkey: cancelled, timed out, none there, not verified
 * are all one `NotAllowedError`. Nothing here claims to know more than that; only what the page itself
 * did wrong is told apart. The browser's error is kept as `cause`.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-privacy-considerations-client} WebAuthn L3 §14.5
 * @module
 */
import type { Diagnosis } from '../diagnosis.ts'
import { domError } from '../dom-error.ts'
import type { Family } from './failures.ts'
import type { BrowserPage } from './page.ts'

/**
 * What a `NotAllowedError` means: nothing was there and nothing was shown; a person may have left the
 * dialog; the page was not allowed to ask at all.
 */
export type Denial = 'absent' | 'cancelled' | 'blocked'

/** What Chromium tells a page of its permissions policy. */
interface WithPolicy {
  readonly featurePolicy?: { allowsFeature(feature: string): boolean }
}

/** How a call is made and read. */
export interface Ceremony<T> {
  readonly mode: Diagnosis['mode']
  /** Calls the browser and reads what it answers: whatever it throws is named. */
  readonly run: (credentials: CredentialsContainer) => Promise<T>
  /**
   * What a `NotAllowedError` means that the page did not bring about itself. By default a person has left
   * the dialog, where there was one.
   */
  readonly denial?: (diagnosis: Diagnosis, message: string) => Denial | undefined
}

/** What a browser's error means by its name: an exception of the family, or the DOM error to be told. */
const KNOWN: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['NotSupportedError', 'unsupported'],
  ['OperationError', 'interrupted'],
  ['AbortError', 'interrupted'],
  // The request JSON does not hold what it should.
  ['TypeError', 'DataError'],
  ['RangeError', 'DataError'],
  // How `atob` says what the browser's own converter calls an EncodingError.
  ['InvalidCharacterError', 'EncodingError'],
])

/** Runs a ceremony. Calls the browser before it returns. */
export async function perform<T, E extends object>(
  page: BrowserPage,
  family: Family<E>,
  { mode, run, denial }: Ceremony<T>,
): Promise<T> {
  const { Date, document, navigator } = page
  const began = Date.now()
  try {
    return await run(navigator.credentials)
  } catch (cause) {
    const { name, message } = cause instanceof Error ? cause : new Error(String(cause))
    const known = KNOWN.get(name)
    let meaning = name === family.busy ? 'interrupted' : known
    if (!meaning && !(cause instanceof DOMException)) meaning = 'unknown'
    let diagnosis: Diagnosis | undefined
    if (name === 'NotAllowedError') {
      diagnosis = {
        mode,
        elapsed: Date.now() - began,
        isVisible: !document.hidden,
        isFocused: document.hasFocus(),
        isActivated: navigator.userActivation?.isActive,
        isPermitted: (document as WithPolicy).featurePolicy?.allowsFeature(
          `publickey-credentials-${family.method}`,
        ),
      }
      // The message alone proves nothing, for it differs between browsers and versions: the page must
      // be in the state that it names.
      const isBlocked =
        diagnosis.isPermitted === false ||
        (/focus/i.test(message) && !diagnosis.isFocused) ||
        (/activation/i.test(message) && !diagnosis.isActivated)
      meaning = isBlocked
        ? 'blocked'
        : (denial?.(diagnosis, message) ?? (mode === 'conditional' ? 'absent' : 'cancelled'))
    }
    // None for what only a DOM error tells.
    const Known = family[meaning as 'unknown'] as typeof family.unknown | undefined
    const exception = Known
      ? new Known(message, { cause })
      : new family.dom(domError(known ?? name), message, { cause })
    throw Object.assign(exception, diagnosis && { diagnosis })
  }
}
