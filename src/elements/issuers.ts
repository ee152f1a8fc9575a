/**
 * The other sites whose accounts can be used to sign in.
 *
 * @module
 */

/** How an issuer is shown, and where a browser finds it. */
export interface Issuer {
  /** What people call it. */
  readonly label: string
  /** Its FedCM configuration. Default: Google's. */
  readonly configURL?: string
  /**
   * A page of this site that leads there and back, for browsers that cannot ask. Without a `configURL` beside it
   * that is the way in every browser.
   */
  readonly url?: string
}

/** Issuers that are known without being told. */
export const KNOWN_ISSUERS: Readonly<Record<string, Issuer>> = { google: { label: 'Google' } }

/** Whether this browser can ask for such accounts. */
export const hasFederation = (): boolean => 'IdentityCredential' in globalThis

/** Whether this browser asks by itself. */
export const isAskedHere = ({ configURL, url }: Issuer): boolean =>
  hasFederation() && (url === undefined || configURL !== undefined)
