/**
 * The check of the configured issuers: nonsense is refused at start, in a sentence.
 *
 * @module
 */
import { isFetchable } from './documents.ts'
import type { IdTokenAlgorithm, IssuerConfig, IssuerSettings } from './issuer-config.ts'

const MEMBERS: Readonly<Record<keyof IssuerConfig, true>> = {
  issuer: true,
  clientIds: true,
  jwksUri: true,
  algorithms: true,
  autoCreate: true,
  authoritativeFor: true,
  enabled: true,
  insecureLoopback: true,
}

const ALGORITHMS: Readonly<Record<IdTokenAlgorithm, true>> = {
  RS256: true,
  RS384: true,
  RS512: true,
  PS256: true,
  PS384: true,
  PS512: true,
  ES256: true,
  ES384: true,
  ES512: true,
  EdDSA: true,
}

/** What everybody would have to say about Google. */
const GOOGLE: Partial<IssuerConfig> = {
  issuer: 'https://accounts.google.com',
  jwksUri: 'https://www.googleapis.com/oauth2/v3/certs',
  algorithms: ['RS256'],
}

/** Google's tokens say it either way. */
const GOOGLE_WITHOUT_SCHEME = 'accounts.google.com'

/**
 * Checks the issuers and fills in the defaults.
 *
 * @throws TypeError with a sentence that names the member and says what it should be.
 */
export function checkIssuers(
  issuers: Readonly<Record<string, IssuerConfig>>,
): ReadonlyMap<string, IssuerSettings> {
  if (typeof issuers !== 'object' || issuers === null || Array.isArray(issuers)) {
    throw new TypeError('config.issuers has to be an object: names, and what is said about each')
  }
  const checked = Object.entries(issuers).map(([name, config]) => checkIssuer(name, config))
  if (new Set(checked.map(({ issuer }) => issuer)).size < checked.length) {
    throw new TypeError('config.issuers has the same issuer under two names')
  }
  return new Map(checked.map((settings) => [settings.name, settings]))
}

function checkIssuer(name: string, said: IssuerConfig): IssuerSettings {
  const place = `config.issuers.${name}`
  // `options` is a route of its own.
  if (!/^[a-z\d][a-z\d_-]{0,31}$/.test(name) || name === 'options') {
    throw new TypeError(`${place} needs another name: small letters, digits, - and _`)
  }
  if (typeof said !== 'object' || said === null) throw new TypeError(`${place} has to be an object`)
  for (const member of Object.keys(said)) {
    if (!Object.hasOwn(MEMBERS, member)) throw new TypeError(`${place}.${member} is not known`)
  }
  const config: IssuerConfig = name === 'google' ? { ...GOOGLE, ...said } : said
  const insecureLoopback = flag(config.insecureLoopback ?? false, `${place}.insecureLoopback`)
  const issuer = checkUrl(config.issuer, `${place}.issuer`, { insecureLoopback })
  const isGoogle = issuer === GOOGLE.issuer
  return {
    name,
    issuer,
    accepted: new Set(isGoogle ? [issuer, GOOGLE_WITHOUT_SCHEME] : [issuer]),
    clientIds: checkTexts(config.clientIds, `${place}.clientIds`),
    jwksUri:
      config.jwksUri === undefined
        ? undefined
        : checkUrl(config.jwksUri, `${place}.jwksUri`, { insecureLoopback }),
    algorithms: checkAlgorithms(config.algorithms ?? ['RS256', 'ES256'], `${place}.algorithms`),
    autoCreate: flag(config.autoCreate ?? true, `${place}.autoCreate`),
    authoritativeFor: checkDomains(config.authoritativeFor ?? [], `${place}.authoritativeFor`),
    enabled: flag(config.enabled ?? true, `${place}.enabled`),
    insecureLoopback,
  }
}

function checkUrl(
  url: unknown,
  place: string,
  allowed: { readonly insecureLoopback: boolean },
): string {
  if (typeof url === 'string' && isFetchable(url, allowed) && !/[?#]/.test(url)) return url
  throw new TypeError(`${place} has to be an https URL without query and fragment`)
}

function checkTexts(texts: unknown, place: string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(texts) ? texts : []
  const good = list.filter((text) => typeof text === 'string' && text.trim() !== '')
  if (good.length > 0 && good.length === list.length) return [...good] as readonly string[]
  throw new TypeError(`${place} has to be a list of texts, with one in it at least`)
}

function checkAlgorithms(algorithms: unknown, place: string): ReadonlySet<string> {
  const list = checkTexts(algorithms, place)
  const unknown = list.find((name) => !Object.hasOwn(ALGORITHMS, name))
  if (unknown === undefined) return new Set(list)
  throw new TypeError(`${place} can hold ${Object.keys(ALGORITHMS).join(', ')}, and nothing else`)
}

function checkDomains(domains: unknown, place: string): ReadonlySet<string> {
  if (Array.isArray(domains) && domains.length === 0) return new Set()
  const list = checkTexts(domains, place).map((domain) => domain.toLowerCase())
  if (list.every((domain) => /^[a-z\d-]+(?:\.[a-z\d-]+)+$/.test(domain))) return new Set(list)
  throw new TypeError(`${place} has to be a list of domains, such as example.com`)
}

function flag(value: unknown, place: string): boolean {
  if (typeof value === 'boolean') return value
  throw new TypeError(`${place} has to be true or false`)
}
