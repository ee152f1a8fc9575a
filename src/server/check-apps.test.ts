import { describe, expect, it } from 'vitest'
import { androidOrigins, appWarnings, checkApps } from './check-apps.ts'
import type { LatchkeyConfig, Settings } from './config.ts'

const FINGERPRINT = Array.from({ length: 32 }, (_, index) =>
  (index * 7 + 3).toString(16).padStart(2, '0').toUpperCase().slice(-2),
).join(':')
const APP = { packageName: 'com.example.app', fingerprints: [FINGERPRINT] }

const check = (config: object) =>
  checkApps(config as LatchkeyConfig, new Set(['https://example.com']))

describe('apps', () => {
  it('are taken as they are', () => {
    const config = {
      androidApps: [APP],
      appleApps: ['A1B2C3D4E5.com.example.app'],
      passkeyEndpoints: { enroll: 'https://example.com/new' },
      changePasswordUrl: 'https://example.com/password',
    }
    expect(check(config)).toEqual(config)
    expect(check({})).toEqual({
      androidApps: [],
      appleApps: [],
      passkeyEndpoints: undefined,
      changePasswordUrl: undefined,
    })
  })

  it.each([
    [
      'a fingerprint in lower case',
      { androidApps: [{ ...APP, fingerprints: [FINGERPRINT.toLowerCase()] }] },
    ],
    [
      'a fingerprint without colons',
      { androidApps: [{ ...APP, fingerprints: [FINGERPRINT.replaceAll(':', '')] }] },
    ],
    [
      'a SHA-1 fingerprint',
      { androidApps: [{ ...APP, fingerprints: [FINGERPRINT.slice(0, 59)] }] },
    ],
    ['no fingerprint', { androidApps: [{ ...APP, fingerprints: [] }] }],
    ['fingerprints that are a text', { androidApps: [{ ...APP, fingerprints: FINGERPRINT }] }],
    ['a package without a dot', { androidApps: [{ ...APP, packageName: 'app' }] }],
    ['a member that is not known', { androidApps: [{ ...APP, relation: 'x' }] }],
    ['debug that is a text', { androidApps: [{ ...APP, debug: 'yes' }] }],
    ['apps that are no list', { androidApps: APP }],
    ['an Apple app without its team', { appleApps: ['com.example.app'] }],
    ['an endpoint elsewhere', { passkeyEndpoints: { enroll: 'https://example.org/new' } }],
    ['an endpoint that is no address', { passkeyEndpoints: { manage: '/passkeys' } }],
    ['an endpoint that is not known', { passkeyEndpoints: { remove: 'https://example.com/' } }],
    ['a password page elsewhere', { changePasswordUrl: 'https://example.com.evil.test/' }],
  ])('refuses %s', (_, config) => {
    expect(() => check(config)).toThrow(TypeError)
  })
})

describe('the origin of an Android app (R135)', () => {
  it('is the fingerprint in base64url', () => {
    const zeros = Array.from({ length: 32 }, () => '00').join(':')
    expect(androidOrigins([{ ...APP, fingerprints: [zeros, FINGERPRINT] }])).toEqual([
      `android:apk-key-hash:${'A'.repeat(43)}`,
      `android:apk-key-hash:${Buffer.from(FINGERPRINT.replaceAll(':', ''), 'hex').toString('base64url')}`,
    ])
  })
})

describe('a debug certificate (R136)', () => {
  const settings = (app: object, tls = true) =>
    ({ androidApps: [{ ...APP, ...app }], tls }) as unknown as Settings

  it('is warned of where the site is public', () => {
    expect(appWarnings(settings({ debug: true }))).toEqual(['com.example.app'])
    expect(appWarnings(settings({ debug: true }, false))).toEqual([])
    expect(appWarnings(settings({}))).toEqual([])
  })
})
