/**
 * The other sites whose accounts open accounts here: what people call each, and which pages lead there and back.
 *
 * @module
 */
import type { Settings } from '../../server/config.ts'
import type { IssuerSettings } from '../../server/federation/issuer-config.ts'

/** Names that people know, by the host of the issuer. */
const BRANDS: Readonly<Record<string, string>> = {
  'accounts.google.com': 'Google',
  'appleid.apple.com': 'Apple',
  'login.microsoftonline.com': 'Microsoft',
}

/** One of them. */
export interface SiteIssuer {
  /** What the routes call it. */
  readonly name: string
  /** What people call it. */
  readonly label: string
  /** The page that leads there. */
  readonly start: string
  /** The page that it leads back to: it has to be known there. */
  readonly back: string
  readonly settings: IssuerSettings
}

/** Those that are switched on, as the configuration orders them. `labels` go before what is known. */
export function siteIssuers(
  { issuers }: Pick<Settings, 'issuers'>,
  labels: Readonly<Record<string, string>> = {},
): readonly SiteIssuer[] {
  return [...issuers.values()]
    .filter(({ enabled }) => enabled)
    .map((settings) => {
      const { name } = settings
      const start = `/sign-in/with/${name}`
      const label = Object.hasOwn(labels, name) ? labels[name]! : knownAs(settings)
      return { name, label, start, back: `${start}/back`, settings }
    })
}

/** A brand, or else the host: whoever has an account there has seen that in their browser. */
function knownAs({ issuer }: IssuerSettings): string {
  const { host } = new URL(issuer)
  return Object.hasOwn(BRANDS, host) ? BRANDS[host]! : host
}
