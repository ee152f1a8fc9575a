/**
 * Which page may ask for which relying party, as a browser decides it.
 *
 * There is no public suffix list here: a suffix with at least one dot counts as registrable. Tests that
 * need more say `relatedOrigins`.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#rp-id} WebAuthn L3, RP ID
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-related-origins} WebAuthn L3 §5.11
 * @module
 */
import { AuthenticatorError } from './errors.ts'

/** The asking page. */
export interface RpIdCaller {
  readonly origin: string
  /** What the relying party lists under `/.well-known/webauthn`; exact origins. */
  readonly relatedOrigins?: readonly string[]
}

/**
 * Gives the RP ID of a ceremony: the one asked for, or else the host of the page.
 *
 * Origins that are not web pages, such as `android:apk-key-hash:…`, are let through: there the
 * platform checks asset links.
 *
 * @throws {@link AuthenticatorError} with `origin_not_secure` or `rp_id_not_allowed`.
 */
export function resolveRpId(asked: string | undefined, caller: RpIdCaller): string {
  const url = readUrl(caller.origin)
  if (url === undefined) {
    if (asked !== undefined) return asked
    throw new AuthenticatorError('rp_id_not_allowed', 'an app has to name its RP ID')
  }
  if (!isSecure(url)) {
    throw new AuthenticatorError('origin_not_secure', `${caller.origin} is no secure context`)
  }
  if (isIpAddress(url.hostname)) {
    throw new AuthenticatorError('rp_id_not_allowed', `${url.hostname} is no domain`)
  }
  const rpId = asked ?? url.hostname
  if (isSuffixOf(rpId, url.hostname)) return rpId
  if (caller.relatedOrigins?.includes(caller.origin) === true) return rpId
  throw new AuthenticatorError('rp_id_not_allowed', `${caller.origin} may not ask for ${rpId}`)
}

function readUrl(origin: string): URL | undefined {
  if (!/^https?:\/\//.test(origin)) {
    if (/^[a-z][a-z0-9+.-]*:/.test(origin)) return undefined
    throw new TypeError(`origin has to be a serialized origin, not ${JSON.stringify(origin)}`)
  }
  const url = new URL(origin)
  if (url.origin === origin) return url
  throw new TypeError(`origin has to be a serialized origin such as ${url.origin}`)
}

function isSecure(url: URL): boolean {
  if (url.protocol === 'https:') return true
  return url.hostname === 'localhost' || url.hostname.endsWith('.localhost')
}

function isIpAddress(host: string): boolean {
  return host.startsWith('[') || /^\d+(\.\d+){3}$/.test(host)
}

function isSuffixOf(rpId: string, host: string): boolean {
  if (rpId === host) return true
  const registrable = rpId === 'localhost' || /^[^.]+(\.[^.]+)+$/.test(rpId)
  return registrable && host.endsWith(`.${rpId}`)
}
