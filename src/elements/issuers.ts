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
}

/** Issuers that are known without being told. */
export const KNOWN_ISSUERS: Readonly<Record<string, Issuer>> = { google: { label: 'Google' } }

/** Whether this browser can ask for such accounts. */
export const hasFederation = (): boolean => 'IdentityCredential' in globalThis
