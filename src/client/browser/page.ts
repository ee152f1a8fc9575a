/**
 * What the browser platform needs of a page: its own globals, or a test's.
 *
 * @module
 */

/** The globals a page is made of. `globalThis` in a browser. */
export type BrowserPage = Pick<
  typeof globalThis,
  | 'addEventListener'
  | 'removeEventListener'
  | 'clearTimeout'
  | 'Date'
  | 'document'
  | 'navigator'
  | 'reportError'
  | 'setTimeout'
> & {
  /** Absent in an insecure context and in old browsers, as `navigator.credentials` is. */
  readonly PublicKeyCredential?: Partial<typeof globalThis.PublicKeyCredential>
}
