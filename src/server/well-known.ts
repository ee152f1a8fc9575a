/**
 * The files under `/.well-known/` that browsers and systems read before they let a passkey be used: all of
 * them made from one configuration, so that none can contradict another (security.md R82).
 *
 * A file of which the configuration says nothing is not there.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-related-origins} related origins
 * @see {@link https://www.w3.org/TR/passkey-endpoints/} passkey endpoints
 * @see {@link https://developers.google.com/digital-asset-links/v1/getting-started} asset links
 * @see {@link https://www.w3.org/TR/change-password-url/} change password
 * @module
 */
import type { Settings } from './config.ts'

/** What makes Android hand an app the passkeys of a site. With the first alone, native calls fail. */
const ANDROID_RELATIONS = [
  'delegate_permission/common.get_login_creds',
  'delegate_permission/common.handle_all_urls',
] as const

/** `webauthn`: which other origins may use the passkeys of this relying party. */
export function relatedOriginsFile({ relatedOrigins }: Settings) {
  return relatedOrigins.length === 0 ? undefined : { origins: relatedOrigins }
}

/** `passkey-endpoints`: where people create and manage their passkeys, for password managers to link to. */
export function passkeyEndpointsFile({ passkeyEndpoints }: Settings) {
  return passkeyEndpoints
}

/** `assetlinks.json`: the Android apps that share the passkeys of this site. */
export function assetLinksFile({ androidApps, webOrigins }: Settings) {
  if (androidApps.length === 0) return undefined
  const apps = androidApps.map(({ packageName, fingerprints }) => ({
    relation: ANDROID_RELATIONS,
    target: {
      namespace: 'android_app',
      package_name: packageName,
      sha256_cert_fingerprints: fingerprints,
    },
  }))
  // Passwords saved on the site are offered in the app only when the site names itself, too.
  const site = [...webOrigins].find((origin) => origin.startsWith('https:'))
  if (site === undefined) return apps
  const own = { relation: ANDROID_RELATIONS, target: { namespace: 'web', site } }
  return [...apps, own]
}

/** `apple-app-site-association`: the iOS and macOS apps that share the passkeys of this site. */
export function appleAssociationFile({ appleApps }: Settings) {
  return appleApps.length === 0 ? undefined : { webcredentials: { apps: appleApps } }
}
