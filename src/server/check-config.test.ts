import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkConfig } from './check-config.ts'
import type { LatchkeyConfig } from './config.ts'

const good: LatchkeyConfig = {
  rpId: 'example.com',
  origins: ['https://example.com'],
  database: 'sqlite::memory:',
  secret: randomBytes(32),
}
const check = (change: Record<string, unknown>) => checkConfig({ ...good, ...change })
const android = `android:apk-key-hash:${Buffer.alloc(32, 1).toString('base64url')}`

describe('checkConfig', () => {
  it('fills in the defaults', () => {
    expect(checkConfig(good)).toMatchObject({
      rpName: 'example.com',
      basePath: '/auth',
      signUp: 'open',
      userVerification: 'required',
      signCount: 'refuse',
      passkeyLimit: 20,
      sessions: { idle: 86_400_000, absolute: 30 * 86_400_000 },
      freshness: 300_000,
      bodyLimit: 65_536,
      tls: true,
      insecureCookies: false,
      hosts: new Set(['example.com']),
      webOrigins: new Set(['https://example.com']),
    })
  })

  it.each([
    ['a secret as text', { secret: randomBytes(32).toString('base64url') }],
    ['a subdomain', { origins: ['https://login.example.com:8443'] }],
    ['localhost over http', { rpId: 'localhost', origins: ['http://localhost:3000'] }],
    ['an app beside the site', { origins: ['https://example.com', android] }],
    ['a related origin', { relatedOrigins: ['https://example.co.uk'] }],
    ['a stricter preset', { sessions: { preset: 'aal2' } }],
    ['a proxy network', { trustedProxies: ['10.0.0.0/8', '::1'] }],
    [
      'insecure cookies on localhost',
      { rpId: 'localhost', origins: ['http://localhost'], insecureCookies: true },
    ],
    [
      'two secrets',
      {
        secret: [
          { id: 1, value: randomBytes(32), state: 'verify-only' },
          { id: 2, value: randomBytes(32) },
        ],
      },
    ],
  ])('accepts %s', (_, change) => {
    expect(() => check(change)).not.toThrow()
  })

  it('takes over the aal2 preset, and single limits over it (R73)', () => {
    expect(check({ sessions: { preset: 'aal2' } }).sessions).toEqual({
      idle: 3_600_000,
      absolute: 86_400_000,
    })
    expect(check({ sessions: { preset: 'aal2', idle: 60_000 } }).sessions.idle).toBe(60_000)
  })

  it('keeps apps out of what an Origin header may say', () => {
    const settings = check({ origins: ['https://example.com', android] })
    expect(settings.origins).toContain(android)
    expect(settings.webOrigins.has(android)).toBe(false)
  })

  it.each([
    ['an unknown member', { rpID: 'example.com' }],
    ['an RP ID with a scheme', { rpId: 'https://example.com' }],
    ['an RP ID with a port', { rpId: 'example.com:443' }],
    ['an RP ID in capitals', { rpId: 'Example.com' }],
    ['an RP ID that is an address', { rpId: '127.0.0.1' }],
    ['an RP ID that is a top-level domain', { rpId: 'com', origins: ['https://example.com'] }],
    ['no RP ID', { rpId: undefined }],
    ['no origins', { origins: [] }],
    ['origins that are no list', { origins: 'https://example.com' }],
    ['an origin with a slash', { origins: ['https://example.com/'] }],
    ['an origin with a path', { origins: ['https://example.com/app'] }],
    ['an origin with the default port', { origins: ['https://example.com:443'] }],
    ['an origin in capitals', { origins: ['https://Example.com'] }],
    ['an origin with a user', { origins: ['https://user@example.com'] }],
    ['an origin that is a wildcard', { origins: ['https://*.example.com'] }],
    ['the origin null', { origins: ['null'] }],
    ['http on a public host', { origins: ['http://example.com'] }],
    ['another scheme', { origins: ['ftp://example.com'] }],
    ['an origin on another domain', { origins: ['https://example.org'] }],
    ['an origin that only ends alike', { origins: ['https://evilexample.com'] }],
    ['a related origin that is not related', { relatedOrigins: ['https://login.example.com'] }],
    ['a related origin over http', { relatedOrigins: ['http://localhost'] }],
    ['an app as the main origin', { origins: [android] }],
    ['the prefix of an app alone', { origins: ['https://example.com', 'android:apk-key-hash:'] }],
    ['a padded hash of an app', { origins: ['https://example.com', `${android}=`] }],
    ['another database', { database: 'mysql://localhost' }],
    ['PostgreSQL without a database', { database: 'postgres://host' }],
    ['PostgreSQL whose server is not proved', { database: 'postgres://host/a?sslmode=prefer' }],
    ['no database', { database: undefined }],
    ['no secret', { secret: undefined }],
    ['an empty secret', { secret: '' }],
    ['a short secret', { secret: randomBytes(31) }],
    ['a short secret as text', { secret: randomBytes(31).toString('base64url') }],
    ['a secret that is not base64url', { secret: `${'x'.repeat(60)}!` }],
    ['a secret of zeros', { secret: new Uint8Array(32) }],
    ['a secret that counts', { secret: Uint8Array.from({ length: 32 }, (_, index) => index) }],
    ['a secret out of an example', { secret: 'change-me-change-me-change-me-change-me-change-me' }],
    [
      'two secrets with one id',
      {
        secret: [
          { id: 1, value: randomBytes(32) },
          { id: 1, value: randomBytes(32), state: 'verify-only' },
        ],
      },
    ],
    [
      'two active secrets',
      {
        secret: [
          { id: 1, value: randomBytes(32) },
          { id: 2, value: randomBytes(32) },
        ],
      },
    ],
    ['no active secret', { secret: [{ id: 1, value: randomBytes(32), state: 'verify-only' }] }],
    ['a secret with id 0', { secret: [{ id: 0, value: randomBytes(32) }] }],
    ['a base path without a slash', { basePath: 'auth' }],
    ['a base path that ends in a slash', { basePath: '/auth/' }],
    ['a base path with a pattern', { basePath: '/:auth' }],
    ['an empty list of hosts', { hosts: [] }],
    ['a host with a scheme', { hosts: ['https://example.com'] }],
    ['a proxy that is no address', { trustedProxies: ['localhost'] }],
    ['a proxy network that is too narrow', { trustedProxies: ['10.0.0.0/33'] }],
    ['another word for sign-up', { signUp: 'maybe' }],
    ['another word for verification', { userVerification: 'always' }],
    ['no passkey allowed', { passkeyLimit: 0 }],
    ['half a passkey', { passkeyLimit: 1.5 }],
    ['an unknown session limit', { sessions: { idel: 1000 } }],
    ['an absolute limit below the idle one', { sessions: { idle: 2000, absolute: 1000 } }],
    ['insecure cookies on a public host (R70)', { insecureCookies: true }],
    ['a flag that is a word', { revealUnknownCredentials: 'yes' }],
  ])('refuses %s', (_, change) => {
    expect(() => check(change)).toThrow(TypeError)
  })

  it('says of a Node without SQLite that it is too old', () => {
    const file = JSON.stringify(new URL('check-config.ts', import.meta.url).href)
    const config = { ...good, secret: randomBytes(32).toString('base64url') }
    const code = `const { checkConfig } = await import(${file})
      checkConfig(${JSON.stringify(config)})`
    const flags = ['--no-experimental-sqlite', '--no-warnings', '--input-type=module']
    const { status, stderr } = spawnSync(process.execPath, [...flags, '-e', code], {
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([1, expect.stringMatching(/TypeError: .* Node 22\.13/)])
  })

  it('never puts a secret into a message (R159)', () => {
    const secret = `canary${'_'.repeat(40)}!`
    try {
      check({ secret })
      expect.unreachable()
    } catch (error) {
      expect(`${String(error)} ${String((error as Error).cause)}`).not.toContain('canary')
    }
  })
})
