/**
 * The part of the configuration check that is about names: domain, origins, hosts and proxies.
 *
 * @module
 */
import { isIP } from 'node:net'
import type { LatchkeyConfig } from './config.ts'

/** Origins that passed the check. */
export interface CheckedOrigins {
  readonly origins: readonly string[]
  readonly webOrigins: ReadonlySet<string>
  readonly tls: boolean
  readonly loopback: boolean
}

const DOMAIN =
  /^(?=.{1,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)*[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/

/**
 * Checks a relying party id: a domain in lower case, not an address, not a top-level domain.
 *
 * @throws TypeError
 */
export function checkRpId(rpId: unknown): string {
  const sentence = 'config.rpId has to be a domain in lower case, such as example.com or localhost'
  if (typeof rpId !== 'string' || !DOMAIN.test(rpId) || isIP(rpId) !== 0) {
    throw new TypeError(sentence)
  }
  if (!rpId.includes('.') && rpId !== 'localhost') throw new TypeError(sentence)
  // A last label of digits is an address in disguise, such as 127.1.
  if (/(?:^|\.)\d+$/.test(rpId)) throw new TypeError(sentence)
  return rpId
}

/**
 * Checks the origins: each exactly as a browser serializes it, on the relying party id or below it.
 *
 * @throws TypeError
 */
export function checkOrigins(rpId: string, config: LatchkeyConfig): CheckedOrigins {
  const own = list(config.origins, 'origins')
  const related = list(config.relatedOrigins ?? [], 'relatedOrigins')
  if (own.length === 0) throw new TypeError('config.origins needs at least one origin')
  const main = own[0]!
  if (!main.startsWith('http')) throw new TypeError('config.origins has to begin with a web origin')
  const web: string[] = []
  for (const origin of own) {
    if (isAndroidOrigin(origin)) continue
    const { hostname } = checkWebOrigin(origin, 'origins')
    if (!isWithin(rpId, hostname)) {
      throw new TypeError(`config.origins: ${origin} is not on ${rpId}; is it a related origin?`)
    }
    web.push(origin)
  }
  for (const origin of related) {
    const { protocol, hostname } = checkWebOrigin(origin, 'relatedOrigins')
    if (protocol !== 'https:' || isWithin(rpId, hostname)) {
      throw new TypeError(`config.relatedOrigins: ${origin} has to be https and outside ${rpId}`)
    }
  }
  const webOrigins = new Set([...web, ...related])
  return {
    origins: [...own, ...related],
    webOrigins,
    tls: main.startsWith('https:'),
    loopback: [...webOrigins].every((origin) => isLoopback(new URL(origin).hostname)),
  }
}

/** `android:apk-key-hash:` and the base64url text of 32 bytes; never the prefix alone (R135). */
function isAndroidOrigin(origin: string): boolean {
  return /^android:apk-key-hash:[\w-]{42}[AEIMQUYcgkosw048]$/.test(origin)
}

function checkWebOrigin(origin: string, member: string): URL {
  const url = URL.canParse(origin) ? new URL(origin) : undefined
  // A parser of URLs takes a star for a letter like any other.
  const named = url !== undefined && DOMAIN.test(url.hostname)
  if (!named || !/^https?:$/.test(url.protocol) || url.origin !== origin) {
    throw new TypeError(
      `config.${member}: ${JSON.stringify(origin)} is not a serialized origin, such as https://example.com`,
    )
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new TypeError(`config.${member}: ${origin} has to be https; http is for localhost only`)
  }
  return url
}

function isWithin(rpId: string, hostname: string): boolean {
  return hostname === rpId || hostname.endsWith(`.${rpId}`)
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost')
}

/**
 * Checks the accepted hosts; without any they are those of the web origins.
 *
 * @throws TypeError
 */
export function checkHosts(hosts: unknown, webOrigins: ReadonlySet<string>): ReadonlySet<string> {
  if (hosts === undefined) return new Set([...webOrigins].map((origin) => new URL(origin).host))
  const names = list(hosts, 'hosts')
  const wrong = names.find((host) => !/^(?:[a-z\d.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/.test(host))
  if (names.length === 0 || wrong !== undefined) {
    throw new TypeError('config.hosts has to list hosts in lower case, such as example.com:8443')
  }
  return new Set(names)
}

/**
 * Checks the addresses and networks of proxies.
 *
 * @throws TypeError
 */
export function checkProxies(proxies: unknown): readonly string[] {
  return list(proxies, 'trustedProxies').map((proxy) => {
    const [address = '', bits, ...rest] = proxy.split('/')
    const version = isIP(address)
    const longest = version === 4 ? 32 : 128
    const fits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest)
    if (version !== 0 && fits && rest.length === 0) return proxy
    throw new TypeError(
      'config.trustedProxies has to list addresses or networks, such as 10.0.0.0/8',
    )
  })
}

function list(value: unknown, name: string): readonly string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value
  throw new TypeError(`config.${name} has to be a list of texts`)
}
