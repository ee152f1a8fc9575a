/**
 * The part of the configuration check that is about apps and the well-known files.
 *
 * @module
 */
import { encodeBase64url } from '../bytes/base64url.ts'
import type { AndroidApp, LatchkeyConfig, PasskeyEndpoints, Settings } from './config.ts'

/** What passed the check. */
export type CheckedApps = Pick<
  Settings,
  'androidApps' | 'appleApps' | 'passkeyEndpoints' | 'changePasswordUrl'
>

/**
 * The certificate of Android's public test key: whoever signs with it signs for everybody. (The debug
 * certificates that development tools make differ from machine to machine; they are told by `debug`.)
 */
const PUBLIC_TEST_KEY =
  'A4:0D:A8:0A:59:D1:70:CA:A9:50:CF:15:C1:8C:45:4D:47:A3:9B:26:98:9D:8B:64:0E:CD:74:5B:A7:1B:F5:DC'

const FINGERPRINT = /^(?:[\dA-F]{2}:){31}[\dA-F]{2}$/
const PACKAGE = /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)+$/
const APPLE_APP = /^[A-Z\d]{10}\.[A-Za-z\d-]+(?:\.[A-Za-z\d-]+)*$/

/**
 * Checks the apps and addresses that the well-known files tell of.
 *
 * @throws TypeError with a sentence that names the member and says what it should be.
 */
export function checkApps(config: LatchkeyConfig, webOrigins: ReadonlySet<string>): CheckedApps {
  const page = (url: unknown, member: string) => checkPage(url, { member, webOrigins })
  return {
    androidApps: list(config.androidApps, 'androidApps').map(checkAndroidApp),
    appleApps: list(config.appleApps, 'appleApps').map(checkAppleApp),
    passkeyEndpoints: config.passkeyEndpoints && checkEndpoints(config.passkeyEndpoints, page),
    changePasswordUrl:
      config.changePasswordUrl === undefined
        ? undefined
        : page(config.changePasswordUrl, 'changePasswordUrl'),
  }
}

const ENDPOINTS: ReadonlySet<string> = new Set(['enroll', 'manage', 'prfUsageDetails'])

function checkEndpoints(
  endpoints: PasskeyEndpoints,
  page: (url: unknown, member: string) => string,
): PasskeyEndpoints {
  const pages = Object.entries(endpoints).map(([name, url]): [string, string] => {
    const member = `passkeyEndpoints.${name}`
    if (!ENDPOINTS.has(name)) throw new TypeError(`config.${member} is not known`)
    return [name, page(url, member)]
  })
  return Object.fromEntries(pages)
}

/** R135: the origin under which an Android app signs: the fingerprint of its certificate in base64url. */
export function androidOrigins(apps: readonly AndroidApp[]): readonly string[] {
  return apps.flatMap(({ fingerprints }) =>
    fingerprints.map((fingerprint) => {
      const bytes = Buffer.from(fingerprint.replaceAll(':', ''), 'hex')
      return `android:apk-key-hash:${encodeBase64url(bytes)}`
    }),
  )
}

/** R136: sentences for the log of a server that is not somebody's own machine. */
export function appWarnings({ androidApps, tls }: Settings): readonly string[] {
  if (!tls) return []
  return androidApps
    .filter((app) => app.debug === true || app.fingerprints.includes(PUBLIC_TEST_KEY))
    .map((app) => app.packageName)
}

function checkAndroidApp(app: AndroidApp, index: number): AndroidApp {
  const member = `config.androidApps[${index}]`
  const { packageName, fingerprints, debug, ...rest } = app
  const unknown = Object.keys(rest)[0]
  if (unknown !== undefined) throw new TypeError(`${member}.${unknown} is not known`)
  if (typeof packageName !== 'string' || !PACKAGE.test(packageName)) {
    throw new TypeError(`${member}.packageName has to be a package such as com.example.app`)
  }
  const right = Array.isArray(fingerprints) && fingerprints.every((one) => FINGERPRINT.test(one))
  if (!right || fingerprints.length === 0) {
    throw new TypeError(
      `${member}.fingerprints has to list SHA-256 fingerprints: 32 pairs of upper-case hex digits with colons between`,
    )
  }
  if (debug !== undefined && typeof debug !== 'boolean') {
    throw new TypeError(`${member}.debug has to be true or false`)
  }
  return app
}

function checkAppleApp(app: string, index: number): string {
  if (typeof app === 'string' && APPLE_APP.test(app)) return app
  throw new TypeError(
    `config.appleApps[${index}] has to be a team id and a bundle id, such as A1B2C3D4E5.com.example.app`,
  )
}

/** A page that people are sent to is one of our own sites: these files must not send them elsewhere. */
function checkPage(
  url: unknown,
  { member, webOrigins }: { readonly member: string; readonly webOrigins: ReadonlySet<string> },
): string {
  const parsed = typeof url === 'string' ? URL.parse(url) : null
  if (parsed !== null && webOrigins.has(parsed.origin) && parsed.username === '') {
    return parsed.href
  }
  throw new TypeError(`config.${member} has to be the address of a page on one of the origins`)
}

function list<Item>(value: readonly Item[] | undefined, name: string): readonly Item[] {
  if (value === undefined) return []
  if (Array.isArray(value)) return value
  throw new TypeError(`config.${name} has to be a list`)
}
