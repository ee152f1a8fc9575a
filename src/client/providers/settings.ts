/**
 * Credential Manager over providers of one's own: who takes part, who calls, who draws.
 *
 * @module
 */
import type { CredentialProvider } from '../provider.ts'
import type { AccountSelector } from '../selector/account-selector.ts'

/** The app that calls. */
export interface Caller {
  /** The app's own name: what a provider's list of trusted callers goes by. Default: its origin. */
  readonly id?: string
  /** Serialized origin, such as `https://example.com`: it stands in what passkeys sign. */
  readonly origin: string
  /** Whether it may speak for other origins, as a browser does for pages. Default `false`. */
  readonly mayClaimOrigins?: boolean
}

/** What the platform is made of. */
export interface ProviderPlatformSettings {
  /** In the order in which they are asked, and shown where nothing else decides. */
  readonly providers: readonly CredentialProvider[]
  /** Draws the account selector. */
  readonly selector: AccountSelector
  readonly caller: Caller
  /** Milliseconds a provider has for a silent question. Default 3,000. */
  readonly queryDeadline?: number
  /** Milliseconds a provider has for the rest, the person's part in it included. Default 5 minutes. */
  readonly answerDeadline?: number
  /** Milliseconds since 1970. Default: the platform's clock. */
  readonly now?: () => number
  /** Told of failures that the caller does not hear of. Default: nobody is. */
  readonly onProviderError?: (error: unknown, provider: CredentialProvider) => void
}

/** The same with every gap filled. */
export type ProviderPorts = Required<ProviderPlatformSettings>

/** Fills the gaps. */
export function completePorts(settings: ProviderPlatformSettings): ProviderPorts {
  const ids = settings.providers.map(({ id }) => id)
  if (new Set(ids).size < ids.length) throw new TypeError('two providers have the same id')
  return {
    queryDeadline: 3000,
    answerDeadline: 300_000,
    now: Date.now,
    onProviderError: () => {},
    ...settings,
  }
}
