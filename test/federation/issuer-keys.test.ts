/** The key endpoint of an issuer in trouble, over real HTTP on loopback (security.md R125, reliability F19). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { IssuerKeys } from '../../src/server/federation/issuer-keys.ts'
import { ecKey, edKey, json, openEndpoint, rsaKey } from './token-issuer.ts'
import type { Behaviour, Endpoint } from './token-issuer.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

const first = ecKey('first')
const second = ecKey('second')
const healthy = json({ keys: [first.jwk] })
const rotated = json({ keys: [second.jwk] })

let endpoint: Endpoint
let time: number
let failures: string[]
beforeEach(async () => {
  time = 1000
  failures = []
  endpoint = await openEndpoint(healthy)
})
afterEach(() => endpoint.close())

const open = (change: { issuer?: string; jwksUri?: string | undefined } = {}) =>
  new IssuerKeys({
    issuer: {
      issuer: endpoint.origin,
      jwksUri: `${endpoint.origin}/keys`,
      insecureLoopback: true,
      ...change,
    },
    monotonic: () => time,
    onFailure: (error) => failures.push((error as Error).message),
  })

const unknown = expect.objectContaining({
  code: 'authentication_failed',
  reason: 'token_key_unknown',
}) as Error
const away = expect.objectContaining({
  code: 'unavailable',
  reason: 'issuer_keys_unavailable',
}) as Error

/** Lets what goes on in the background end. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 50))

describe('keys of an issuer', () => {
  it('are fetched once, for all who wait and for ten minutes', async () => {
    const keys = open()
    const found = await Promise.all(Array.from({ length: 50 }, () => keys.find('ES256', 'first')))
    expect(new Set(found).size).toBe(1)
    time += 10 * MINUTE - 1
    await keys.find('ES256', 'first')
    await settled()
    expect(endpoint.asked).toEqual(['/keys'])
  })

  it('are asked for again in passing after ten minutes, and waited for after an hour', async () => {
    const keys = open()
    await keys.find('ES256', 'first')
    endpoint.behave(rotated)
    time += 10 * MINUTE
    expect((await keys.find('ES256', 'first')).kid).toBe('first')
    const kid = () =>
      keys.find('ES256', 'second').then(
        (key) => key.kid,
        () => undefined,
      )
    await expect.poll(kid).toBe('second')
    expect(endpoint.asked).toHaveLength(2)
    await expect(keys.find('ES256', 'first')).rejects.toEqual(unknown)
    endpoint.behave(healthy)
    time += HOUR
    await expect(keys.find('ES256', 'second')).rejects.toEqual(unknown)
  })

  it('that were rotated are found at once, when the last question is half a minute old', async () => {
    const keys = open()
    await keys.find('ES256', 'first')
    endpoint.behave(rotated)
    await expect(keys.find('ES256', 'second')).rejects.toEqual(unknown)
    expect(endpoint.asked).toHaveLength(1)
    time += 30 * SECOND
    expect((await keys.find('ES256', 'second')).kid).toBe('second')
    expect(endpoint.asked).toHaveLength(2)
  })

  it('with 3,000 unknown ids in a minute and a half make four fetches at most', async () => {
    const keys = open()
    await keys.find('ES256', 'first')
    for (let times = 0; times < 90; times++) {
      const tries = Array.from({ length: 33 }, (_, index) =>
        keys.find('ES256', `${times}-${index}`).catch((error: unknown) => error),
      )
      expect(new Set(await Promise.all(tries))).toContainEqual(unknown)
      expect((await keys.find('ES256', 'first')).kid).toBe('first')
      time += SECOND
    }
    expect(endpoint.asked.length).toBeLessThanOrEqual(4)
  })

  it('work for a day without the issuer, and no longer', async () => {
    const keys = open()
    await keys.find('ES256', 'first')
    endpoint.behave(json({}, 503))
    for (let hours = 1; hours < 24; hours++) {
      time += HOUR
      expect((await keys.find('ES256', 'first')).kid).toBe('first')
    }
    time += HOUR
    await expect(keys.find('ES256', 'first')).rejects.toEqual(away)
    endpoint.behave(healthy)
    await expect(keys.find('ES256', 'first')).rejects.toEqual(away)
    time += 30 * SECOND
    expect((await keys.find('ES256', 'first')).kid).toBe('first')
  })

  it('that nobody can ask for are unavailable, never wrong (E28)', async () => {
    endpoint.behave(json({}, 500))
    const keys = open()
    await expect(keys.find('ES256', 'first')).rejects.toEqual(away)
    await expect(keys.find('ES256', 'first')).rejects.toEqual(away)
    expect(endpoint.asked).toHaveLength(1)
    endpoint.behave(healthy)
    time += 30 * SECOND
    expect((await keys.find('ES256', 'first')).kid).toBe('first')
  })

  it('of an unknown id, while the issuer is away, are unavailable', async () => {
    const keys = open()
    await keys.find('ES256', 'first')
    endpoint.behave(json({}, 500))
    time += MINUTE
    await expect(keys.find('ES256', 'second')).rejects.toEqual(away)
    expect((await keys.find('ES256', 'first')).kid).toBe('first')
  })

  it('are chosen by algorithm and id together', async () => {
    const [rsa, ed] = [rsaKey('same'), edKey('same')]
    endpoint.behave(json({ keys: [rsa.jwk, ed.jwk, first.jwk, { ...second.jwk, kid: 'first' }] }))
    const keys = open()
    expect((await keys.find('RS256', 'same')).jwk.kty).toBe('RSA')
    expect((await keys.find('EdDSA', 'same')).jwk.kty).toBe('OKP')
    await expect(keys.find('ES256', 'same')).rejects.toEqual(unknown)
    // Two keys under one id: nobody can say which.
    await expect(keys.find('ES256', 'first')).rejects.toEqual(unknown)
  })
})

/** What every endpoint in trouble has in common: the keys that are known go on. */
describe.each<readonly [string, Behaviour, string]>([
  ['closes the connection', (request) => request.socket.destroy(), 'fetch failed'],
  ['answers 404', json({ keys: [second.jwk] }, 404), 'the answer has status 404'],
  ['answers 204', (_, response) => void response.writeHead(204).end(), 'the answer has status 204'],
  ['sends no JSON', (_, response) => void response.end('<html>'), 'is not valid JSON'],
  [
    'sends bytes that are no text',
    (_, response) => void response.end(Buffer.from([0x22, 0xff, 0x22])),
    'encoded data was not valid',
  ],
  ['sends a list', json([second.jwk]), 'the answer is no JSON object'],
  ['sends null', json(null), 'the answer is no JSON object'],
  ['sends no keys', json({}), 'not a key set'],
  ['sends an empty key set', json({ keys: [] }), 'no usable key'],
  ['sends unusable keys only', json({ keys: [{ kty: 'oct', k: 'AA' }] }), 'no usable key'],
  ['sends 33 keys', json({ keys: Array.from({ length: 33 }, () => second.jwk) }), 'too many keys'],
  [
    'sends 10 MiB',
    (_, response) => void response.end(`{"keys":[],"x":"${'x'.repeat(10 * 2 ** 20)}"}`),
    'the answer is too large',
  ],
  [
    'sends without end',
    (_, response) => {
      const timer = setInterval(() => response.write('x'.repeat(4096)), 1)
      response.on('close', () => clearInterval(timer))
    },
    'the answer is too large',
  ],
  [
    'redirects to another host',
    (_, response) => void response.writeHead(302, { location: 'https://evil.example/keys' }).end(),
    'redirected to another host',
  ],
  [
    'redirects to another port of this machine',
    (_, response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/keys' }).end(),
    'redirected to another host',
  ],
  [
    'redirects to a file',
    (_, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    'redirected to another host',
  ],
  [
    'redirects in a circle',
    (_, response) => void response.writeHead(302, { location: '/keys' }).end(),
    'redirected too often',
  ],
  [
    'ends in the middle',
    (_, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('{"keys":')
      response.socket?.destroySoon()
    },
    'terminated',
  ],
])('an endpoint that %s', (_, behaviour, message) => {
  it('changes nothing for keys that are known, and gives none', async () => {
    const keys = open()
    await keys.find('ES256', 'first')
    endpoint.behave(behaviour)
    time += HOUR
    expect((await keys.find('ES256', 'first')).kid).toBe('first')
    expect(failures).toEqual([expect.stringContaining(message)])
    await expect(open().find('ES256', 'second')).rejects.toEqual(away)
  })
})

describe('an endpoint that is slow', () => {
  it('is given five seconds, once for all who wait', async () => {
    const keys = open()
    await keys.find('ES256', 'first')
    endpoint.behave(() => undefined)
    time += MINUTE
    const begun = performance.now()
    const tries = Array.from({ length: 20 }, (_, index) =>
      keys.find('ES256', `unknown-${index}`).catch((error: unknown) => error),
    )
    // Whoever has a known key does not wait.
    expect((await keys.find('ES256', 'first')).kid).toBe('first')
    expect(performance.now() - begun).toBeLessThan(4000)
    for (const answer of await Promise.all(tries)) expect(answer).toEqual(away)
    const taken = performance.now() - begun
    expect(taken).toBeGreaterThan(4500)
    expect(taken).toBeLessThan(8000)
    expect(endpoint.asked).toHaveLength(2)
  })

  it('is given five seconds for the body, too', async () => {
    endpoint.behave((_, response) => {
      response.write('{"keys":')
      const timer = setInterval(() => response.write(' '), 500)
      response.on('close', () => clearInterval(timer))
    })
    const begun = performance.now()
    await expect(open().find('ES256', 'first')).rejects.toEqual(away)
    expect(performance.now() - begun).toBeLessThan(8000)
  })
})

describe('an endpoint that moved on its own host', () => {
  it('is followed', async () => {
    endpoint.behave((request, response) => {
      if (request.url === '/new') return healthy(request, response)
      response.writeHead(301, { location: '/new' }).end()
    })
    expect((await open().find('ES256', 'first')).kid).toBe('first')
    expect(endpoint.asked).toEqual(['/keys', '/new'])
  })
})

describe('discovery', () => {
  const document = (change: object = {}) => ({
    issuer: endpoint.origin,
    jwks_uri: `${endpoint.origin}/found`,
    ...change,
  })
  const discovering = (said: () => unknown) =>
    endpoint.behave((request, response) => {
      const found = request.url === '/.well-known/openid-configuration'
      return (found ? json(said()) : healthy)(request, response)
    })

  it('finds the keys', async () => {
    discovering(document)
    expect((await open({ jwksUri: undefined }).find('ES256', 'first')).kid).toBe('first')
    expect(endpoint.asked).toEqual(['/.well-known/openid-configuration', '/found'])
  })

  it.each([
    ['another issuer', { issuer: 'https://evil.example' }],
    ['no issuer', { issuer: undefined }],
    ['the issuer with a slash', () => ({ issuer: `${endpoint.origin}/` })],
    ['no keys', { jwks_uri: undefined }],
    ['keys over plain http elsewhere', { jwks_uri: 'http://issuer.example/keys' }],
    ['keys in a file', { jwks_uri: 'file:///etc/passwd' }],
    ['keys in the document', { jwks_uri: 'data:application/json,{}' }],
    ['keys behind a password', { jwks_uri: 'https://user:password@issuer.example/keys' }],
    ['keys that are no URL', { jwks_uri: 'keys' }],
    ['a list of keys', { jwks_uri: ['https://issuer.example/keys'] }],
  ])('takes no document with %s', async (_, change) => {
    discovering(() => document(typeof change === 'function' ? change() : change))
    await expect(open({ jwksUri: undefined }).find('ES256', 'first')).rejects.toEqual(away)
    expect(endpoint.asked).toEqual(['/.well-known/openid-configuration'])
    expect(failures).toHaveLength(1)
  })
})

describe('plain http', () => {
  it('is not spoken without the flag, not even to this machine', async () => {
    const keys = new IssuerKeys({
      issuer: {
        issuer: endpoint.origin,
        jwksUri: `${endpoint.origin}/keys`,
        insecureLoopback: false,
      },
      monotonic: () => time,
    })
    await expect(keys.find('ES256', 'first')).rejects.toEqual(away)
    expect(endpoint.asked).toEqual([])
  })
})
