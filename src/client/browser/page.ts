/**
 * What the browser platform needs of a page: its own globals, or a test's.
 *
 * @module
 */

/** The globals a page is made of. `globalThis` in a browser. */
export type BrowserPage = Pick<
  typeof globalThis,
  'clearTimeout' | 'Date' | 'document' | 'navigator' | 'reportError' | 'setTimeout'
> &
  EventTarget & {
    /** Absent in an insecure context and in old browsers, as `navigator.credentials` is. */
    readonly PublicKeyCredential?: Partial<typeof globalThis.PublicKeyCredential>
    /** Absent where a page cannot ask for saved passwords. */
    readonly PasswordCredential?: new (data: object) => globalThis.Credential
    /** Absent where a page cannot ask wallets. */
    readonly DigitalCredential?: unknown
  }
