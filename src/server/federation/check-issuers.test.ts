import { describe, expect, it } from 'vitest'
import { checkIssuers } from './check-issuers.ts'
import type { IssuerConfig } from './issuer-config.ts'

const good: IssuerConfig = { issuer: 'https://issuer.example', clientIds: ['client-1'] }
const check = (change: object, name = 'test') => checkIssuers({ [name]: { ...good, ...change } })

describe('checkIssuers (R118)', () => {
  it('fills in the defaults', () => {
    expect(check({}).get('test')).toEqual({
      name: 'test',
      issuer: 'https://issuer.example',
      accepted: new Set(['https://issuer.example']),
      clientIds: ['client-1'],
      jwksUri: undefined,
      algorithms: new Set(['RS256', 'ES256']),
      autoCreate: true,
      authoritativeFor: new Set(),
      enabled: true,
      insecureLoopback: false,
    })
  })

  it('knows Google by its name: both ways in which its tokens say it', () => {
    const google = checkIssuers({ google: { clientIds: ['x.apps.googleusercontent.com'] } })
    expect(google.get('google')).toMatchObject({
      issuer: 'https://accounts.google.com',
      accepted: new Set(['https://accounts.google.com', 'accounts.google.com']),
      jwksUri: 'https://www.googleapis.com/oauth2/v3/certs',
      algorithms: new Set(['RS256']),
      authoritativeFor: new Set(),
    })
  })

  it('allows plain http to this machine, by the flag only', () => {
    const local = { issuer: 'http://localhost:3000', jwksUri: 'http://127.0.0.1:3000/keys' }
    expect(check({ ...local, insecureLoopback: true }).size).toBe(1)
    expect(() => check(local)).toThrow(TypeError)
  })

  it.each([
    ['no issuer', { issuer: undefined }],
    ['an issuer over http', { issuer: 'http://issuer.example' }],
    ['one over http with the flag', { issuer: 'http://issuer.example', insecureLoopback: true }],
    [
      'a name that only begins like this machine',
      { issuer: 'http://localhost.evil.example', insecureLoopback: true },
    ],
    ['an issuer with a query', { issuer: 'https://issuer.example?x' }],
    ['an issuer with a fragment', { issuer: 'https://issuer.example#x' }],
    ['an issuer with a password', { issuer: 'https://a:b@issuer.example' }],
    ['an issuer that is no URL', { issuer: 'issuer.example' }],
    ['no client ids', { clientIds: undefined }],
    ['an empty list of client ids', { clientIds: [] }],
    ['a client id in a text', { clientIds: 'client-1' }],
    ['an empty client id', { clientIds: [''] }],
    ['a client id that is none', { clientIds: ['a', 1] }],
    ['keys over http', { jwksUri: 'http://issuer.example/keys' }],
    ['keys that are no URL', { jwksUri: '/keys' }],
    ['no algorithms', { algorithms: [] }],
    ['none', { algorithms: ['none'] }],
    ['HS256', { algorithms: ['RS256', 'HS256'] }],
    ['__proto__', { algorithms: ['__proto__'] }],
    ['a text for a flag', { autoCreate: 'yes' }],
    ['a number for a flag', { enabled: 1 }],
    ['a domain with a sign', { authoritativeFor: ['@example.com'] }],
    ['a domain without a dot', { authoritativeFor: ['com'] }],
    ['a member nobody knows', { secret: 'x' }],
  ])('refuses %s', (_, change) => {
    expect(() => check(change)).toThrow(TypeError)
  })

  it.each(['options', 'Test', '', 'a/b', 'a b', '-a', 'x'.repeat(33), 'ü'])(
    'refuses the name %o',
    (name) => {
      expect(() => check({}, name)).toThrow(TypeError)
    },
  )

  it('refuses one issuer under two names, and what is no object', () => {
    expect(() => checkIssuers({ one: good, two: good })).toThrow(TypeError)
    for (const broken of [null, [], 'google', { google: null }]) {
      expect(() => checkIssuers(broken as never)).toThrow(TypeError)
    }
  })
})
