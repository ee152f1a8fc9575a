/** `latchkey doctor` against deployments that are sound but for one thing, which it has to name. */
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { doctorCommand } from '../../../src/cli/doctor/doctor.ts'
import type { Finding } from '../../../src/cli/doctor/finding.ts'
import type { Environment } from '../../../src/cli/configuration.ts'
import {
  openSecretFile,
  readSecretFile,
  rotate,
  writeSecretFile,
} from '../../../src/server/secret-file.ts'
import { openStore } from '../../../src/server/store/open-store.ts'
import { deploy, DOMAIN, FINGERPRINT, ORIGIN, SOUND } from './deployment.ts'
import type { Deployment, Fault, Passing } from './deployment.ts'

let folder: string
const running: Deployment[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-doctor-'))
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()))
  rmSync(folder, { recursive: true })
})

interface Diagnosis {
  readonly well: boolean
  readonly findings: readonly Finding[]
  readonly named: readonly string[]
}

async function run(args: readonly string[], environment: Environment = {}): Promise<Diagnosis> {
  const lines: string[] = []
  const print = (line: string) => void lines.push(line)
  const world = { environment, colored: false, print, remark: print }
  const well = await doctorCommand([...args, '--json'], world)
  const { findings } = JSON.parse(lines.join('')) as { findings: Finding[] }
  const bad = findings.filter(({ severity }) => severity === 'problem' || severity === 'warning')
  for (const { why, fix } of bad) expect([typeof why, typeof fix]).toEqual(['string', 'string'])
  return { well, findings, named: bad.map(({ check }) => check) }
}

async function examine(fault: Fault, url = ORIGIN): Promise<Diagnosis> {
  const deployment = await deploy(fault)
  running.push(deployment)
  const ca = join(folder, 'ca.pem')
  writeFileSync(ca, deployment.ca)
  return run([url, '--connect-to', `127.0.0.1:${deployment.port}`, '--ca', ca])
}

/** Changes the answer on one path. */
const on = (path: string, change: (passing: Passing) => void): Fault => ({
  answered: (passing, seen) => {
    if (seen === path) change(passing)
  },
})
const header = (path: string, name: string, value: string | undefined) =>
  on(path, ({ headers }) => {
    if (value === undefined) delete headers[name]
    else headers[name] = value
  })
const body = (path: string, change: (json: never) => unknown) =>
  on(path, (passing) => {
    passing.body = JSON.stringify(change(JSON.parse(passing.body) as never))
  })
const cookie = (change: (cookie: string) => string) =>
  on(OPTIONS, ({ headers }) => {
    headers['set-cookie'] = [headers['set-cookie'] ?? []].flat().map(change)
  })

const OPTIONS = '/auth/authentication/options'
const LINKS = '/.well-known/assetlinks.json'
const APPLE = '/.well-known/apple-app-site-association'
const RELATED = '/.well-known/webauthn'
const ENDPOINTS = '/.well-known/passkey-endpoints'
const app = { packageName: 'com.example.app', fingerprints: [FINGERPRINT] }

describe('a sound deployment', () => {
  it('is left alone', async () => {
    const { well, findings, named } = await examine({})
    expect(named).toEqual([])
    expect(well).toBe(true)
    expect(findings.length).toBeGreaterThan(15)
  })
})

describe('from outside it names', () => {
  it.each<[check: string, what: string, fault: Fault, url?: string]>([
    ['certificate', 'a certificate of another name', { certificate: { name: 'example.org' } }],
    ['certificate', 'a certificate of an unknown authority', { certificate: { known: false } }],
    ['certificate', 'a certificate that has ended', { certificate: { days: -0.5 } }],
    ['certificate_age', 'a certificate that ends soon', { certificate: { days: 5 } }],
    ['http_redirect', 'http that does not lead to https', { plain: 'serves' }],
    [
      'options',
      'an origin that is not configured',
      {
        config: {
          origins: ['https://example.com'],
          rpId: 'example.com',
          passkeyEndpoints: {},
          changePasswordUrl: 'https://example.com/',
          hosts: [DOMAIN],
        },
      },
    ],
    ['options', 'a host that is not configured', { config: { hosts: ['inner.example'] } }],
    ['options', 'options in an envelope', body(OPTIONS, (json) => ({ publicKey: json }))],
    [
      'challenge',
      'a short challenge',
      body(OPTIONS, (json: object) => ({ ...json, challenge: 'AAAA' })),
    ],
    [
      'fresh_challenges',
      'a cached challenge',
      body(OPTIONS, (json: object) => ({ ...json, challenge: 'A'.repeat(64) })),
    ],
    ['options_type', 'options of another type', header(OPTIONS, 'content-type', 'text/plain')],
    [
      'rp_id',
      'an RP ID of another site',
      body(OPTIONS, (json: object) => ({ ...json, rpId: 'example.org' })),
    ],
    ['clock', 'a clock that is behind', { skew: -120_000 }],
    ['clock', 'a clock that is ahead', { skew: 120_000 }],
    ['no_store', 'answers that may be cached', header(OPTIONS, 'cache-control', 'public')],
    [
      'cors',
      'answers that every site may read',
      header(OPTIONS, 'access-control-allow-origin', '*'),
    ],
    ['nosniff', 'types that may be guessed', header(OPTIONS, 'x-content-type-options', undefined)],
    ['banner', 'a banner', header(OPTIONS, 'x-powered-by', 'Express')],
    ['ceremony_cookie', 'a cookie that is lost', header(OPTIONS, 'set-cookie', undefined)],
    ['cookie_flags', 'a cookie without Secure', cookie((one) => one.replace(/; Secure/i, ''))],
    ['cookie_flags', 'a cookie for all subdomains', cookie((one) => `${one}; Domain=example.com`)],
    ['hsts', 'a page without HSTS', header('/', 'strict-transport-security', undefined)],
    [
      'permissions_policy',
      'a page that forbids passkeys',
      header('/', 'permissions-policy', 'publickey-credentials-get=()'),
    ],
    ['framing', 'a page that may be framed', header('/', 'content-security-policy', undefined)],
    [
      'cross_site',
      'a proxy that drops Origin',
      {
        asked: (headers) => {
          headers.delete('origin')
          headers.delete('cookie')
        },
      },
    ],
    ['host', 'a proxy that replaces Host', { asked: (headers) => headers.set('host', DOMAIN) }],
    [
      'refusals',
      'error pages of the proxy',
      on('/auth/nothing-here', ({ headers }) => {
        headers['content-type'] = 'text/html'
      }),
    ],
    [
      'ready',
      'a server that is not ready',
      on('/readyz', (passing) => {
        passing.status = 503
      }),
    ],
    [
      'related_origins_redirect',
      'related origins behind a redirect',
      on(RELATED, (passing) => {
        passing.status = 301
        passing.headers['location'] = 'https://www.example.com/'
      }),
    ],
    [
      'related_origins_type',
      'related origins of another type',
      header(RELATED, 'content-type', 'application/octet-stream'),
    ],
    [
      'related_origins_labels',
      'too many labels',
      {
        config: {
          relatedOrigins: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `https://${name}-site.test`),
        },
      },
    ],
    [
      'related_origins_form',
      'a related origin with a slash',
      body(RELATED, () => ({ origins: ['https://example.org/'] })),
    ],
    ['related_origins_shape', 'related origins without a list', body(RELATED, () => ({}))],
    [
      'passkey_endpoints_pages',
      'an endpoint that is a path',
      body(ENDPOINTS, () => ({ enroll: '/new' })),
    ],
    [
      'passkey_endpoints_status',
      'endpoints that ask to sign in',
      on(ENDPOINTS, (passing) => {
        passing.status = 401
      }),
    ],
    [
      'assetlinks_relations',
      'an asset link with one relation',
      body(LINKS, (json: { relation: string[] }[]) =>
        json.map((one) => ({ ...one, relation: one.relation.slice(0, 1) })),
      ),
    ],
    [
      'assetlinks_redirect',
      'asset links behind a redirect',
      on(LINKS, (passing) => {
        passing.status = 302
      }),
    ],
    ['assetlinks_type', 'asset links of another type', header(LINKS, 'content-type', 'text/html')],
    [
      'assetlinks_json',
      'asset links that are no JSON',
      on(LINKS, (passing) => {
        passing.body = '<html>'
      }),
    ],
    ['assetlinks_shape', 'asset links that are no list', body(LINKS, () => ({}))],
    [
      'assetlinks_fingerprint_form',
      'a fingerprint in lower case',
      on(LINKS, (passing) => {
        passing.body = passing.body.replace(FINGERPRINT, FINGERPRINT.toLowerCase())
      }),
    ],
    [
      'apple_association_apps',
      'an Apple app without its team',
      body(APPLE, () => ({ webcredentials: { apps: ['com.example.app'] } })),
    ],
    [
      'apple_association_redirect',
      'an Apple file behind a redirect',
      on(APPLE, (passing) => {
        passing.status = 308
      }),
    ],
    [
      'change_password',
      'change-password that is broken',
      on('/.well-known/change-password', (passing) => {
        passing.status = 500
      }),
    ],
    [
      'missing_pages',
      'a site that answers 200 to everything',
      on(
        '/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200',
        (passing) => {
          passing.status = 200
        },
      ),
    ],
    [
      'robots',
      'robots.txt that forbids the files',
      on('/robots.txt', (passing) => {
        passing.status = 200
        passing.headers['content-type'] = 'text/plain'
        passing.body = 'User-agent: *\nDisallow: /\n'
      }),
    ],
  ])('%s: %s', async (check, _, fault) => {
    const { named } = await examine(fault)
    expect(named).toContain(check)
    // One thing is wrong, and nobody is sent after five others.
    expect(named.length).toBeLessThanOrEqual(3)
  })

  it('related_origins_listed: an origin that the RP ID does not list', async () => {
    const config = { relatedOrigins: ['https://other.test'], hosts: [DOMAIN, 'other.test'] }
    const unlisted = body(RELATED, () => ({ origins: ['https://example.org'] }))
    const { named } = await examine({ config, ...unlisted }, 'https://other.test')
    expect(named).toContain('related_origins_listed')
  })

  it('reachable: a server that is not there', async () => {
    const { well, named } = await run(['https://login.example.com', '--connect-to', '127.0.0.1:1'])
    expect(named).toEqual(['reachable'])
    expect(well).toBe(false)
  })

  it('tls: a server without it', async () => {
    const { named } = await run(['http://login.example.com', '--connect-to', '127.0.0.1:1'])
    expect(named).toEqual(['reachable'])
  })
})

describe('from inside it names', () => {
  async function inside(change: object, secret = join(folder, 'secret')) {
    const file = join(folder, 'latchkey.json')
    const database = `sqlite:${join(folder, 'latchkey.db')}`
    const config = { ...SOUND, database, secretFile: secret, ...change }
    writeFileSync(file, JSON.stringify(config))
    return run([ORIGIN, '--connect-to', '127.0.0.1:1', '--config', file])
  }
  beforeEach(async () => {
    openSecretFile(join(folder, 'secret'), { create: true })
    await (await openStore(`sqlite:${join(folder, 'latchkey.db')}`)).close()
  })

  it('nothing of a sound one', async () => {
    expect((await inside({})).named.filter((check) => !check.startsWith('assetlinks'))).toEqual([
      'reachable',
    ])
  })

  it.each<[check: string, what: string, change: object]>([
    ['configuration', 'an origin outside the RP ID', { origins: ['https://example.org'] }],
    ['configuration', 'a member that is not known', { orgins: [] }],
    [
      'configuration',
      'a fingerprint without colons',
      { androidApps: [{ ...app, fingerprints: [FINGERPRINT.replaceAll(':', '')] }] },
    ],
    [
      'android_origins',
      'an Android origin in no app',
      { origins: [ORIGIN, `android:apk-key-hash:${'A'.repeat(43)}`] },
    ],
    ['debug_certificate', 'a debug certificate', { androidApps: [{ ...app, debug: true }] }],
    ['database', 'a database that is not there', { database: 'sqlite:./nowhere.db' }],
    ['database', 'a database that cannot be opened', { database: 'sqlite:/dev/null' }],
    ['secret_file', 'a secret that is not there', { secretFile: './nowhere' }],
  ])('%s: %s', async (check, _, change) => {
    expect((await inside(change)).named).toContain(check)
  })

  it('secret_file: a secret that others can read', async () => {
    chmodSync(join(folder, 'secret'), 0o644)
    expect((await inside({})).named).toContain('secret_file')
  })

  it('rotation: a rotation that stands still', async () => {
    const path = join(folder, 'secret')
    const random = randomBytes(32).toString('base64url')
    const step = rotate(readSecretFile(path), { now: Date.now() - 3 * 86_400_000, random })
    if (step.step !== 'wait') writeSecretFile(path, step.file)
    expect((await inside({})).named).toContain('rotation')
  })

  it('secret_age: a secret that is old', async () => {
    const path = join(folder, 'secret')
    const { decoy, versions } = readSecretFile(path)
    const since = new Date(Date.now() - 500 * 86_400_000).toISOString()
    writeSecretFile(path, { decoy, versions: [{ ...versions[0]!, since }] })
    expect((await inside({})).named).toContain('secret_age')
  })
})

describe('the report', () => {
  it('says what, why and what to change', async () => {
    const lines: string[] = []
    const print = (line: string) => void lines.push(line)
    const world = { environment: {}, colored: false, print, remark: print }
    const well = await doctorCommand([ORIGIN, '--connect-to', '127.0.0.1:1'], world)
    expect(well).toBe(false)
    expect(lines[0]).toMatch(/^PROBLEM https:\/\/login\.example\.com does not answer/)
    expect(lines[1]).toMatch(/why: /)
    expect(lines[2]).toMatch(/fix: .*\[reachable\]$/)
    expect(lines.at(-1)).toBe('1 checks: 1 problems, 0 warnings')
  })

  it.each([[['a', 'b']], [['ftp://example.com']], [[]], [[ORIGIN, '--connect-to', 'nowhere']]])(
    'takes %j as a mistake',
    async (args) => {
      const world = {
        environment: {},
        colored: false,
        print: () => undefined,
        remark: () => undefined,
      }
      await expect(doctorCommand(args, world)).rejects.toMatchObject({ name: 'UsageError' })
    },
  )
})
