import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkClientData } from './client-data.ts'
import { CeremonyError } from './errors.ts'

const expected = { challenge: 'aXNzdWVkIGNoYWxsZW5nZQ', origins: ['https://example.com'] }
const framed = { ...expected, topOrigins: ['https://shop.example'] }
const good = {
  type: 'webauthn.get',
  challenge: expected.challenge,
  origin: 'https://example.com',
  crossOrigin: false,
}
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const check = (value: unknown, against: Parameters<typeof checkClientData>[2] = expected) =>
  checkClientData(bytes(value), 'webauthn.get', against)

describe('checkClientData', () => {
  it.each<readonly [string, object]>([
    ['what was asked', good],
    ['another order of members', Object.fromEntries(Object.entries(good).reverse())],
    ['members nobody knows', { ...good, extraData: 'x', androidPackageName: 'com.example' }],
    ['no crossOrigin', { ...good, crossOrigin: undefined }],
    ['a token binding from before it was an object', { ...good, tokenBinding: 'unused' }],
    ['no token binding, said with null', { ...good, tokenBinding: null }],
    ...['present', 'supported', 'not-supported'].map(
      (status) =>
        [`a token binding of old: ${status}`, { ...good, tokenBinding: { status } }] as const,
    ),
  ])('accepts %s', (_, value) => {
    expect(check(value)).toBeUndefined()
  })

  it('accepts a byte order mark and escaped slashes', () => {
    const text = JSON.stringify(good).replaceAll('/', '\\/')
    const json = new TextEncoder().encode(`\uFEFF${text}`)
    expect(checkClientData(json, 'webauthn.get', expected)).toBeUndefined()
  })

  it.each([
    ['a replayed registration', { type: 'webauthn.create' }, 'client_data_type_mismatch'],
    ['a type in other case', { type: 'WebAuthn.get' }, 'client_data_type_mismatch'],
    ['another challenge', { challenge: 'b3RoZXI' }, 'challenge_mismatch'],
    ['the start of the challenge', { challenge: 'aXNzdWVkIGNo' }, 'challenge_mismatch'],
    ['no challenge', { challenge: '' }, 'client_data_malformed'],
    [
      'a challenge whose first character differs',
      { challenge: `b${expected.challenge.slice(1)}` },
      'challenge_mismatch',
    ],
    ['a longer challenge', { challenge: `${expected.challenge}AA` }, 'challenge_mismatch'],
    ['a padded challenge', { challenge: `${expected.challenge}==` }, 'client_data_malformed'],
    ['a challenge of null', { challenge: null }, 'client_data_malformed'],
    ['a look-alike origin', { origin: 'https://evil-example.com' }, 'origin_not_allowed'],
    ['a subdomain', { origin: 'https://a.example.com' }, 'origin_not_allowed'],
    ['another port', { origin: 'https://example.com:444' }, 'origin_not_allowed'],
    ['another scheme', { origin: 'http://example.com' }, 'origin_not_allowed'],
    ['an origin with a path', { origin: 'https://example.com/' }, 'origin_not_allowed'],
    ['an origin in other case', { origin: 'https://EXAMPLE.com' }, 'origin_not_allowed'],
    ['a list of origins', { origin: ['https://example.com'] }, 'client_data_malformed'],
    ['a frame', { crossOrigin: true }, 'cross_origin_not_allowed'],
    ['crossOrigin in words', { crossOrigin: 'true' }, 'client_data_malformed'],
    ['crossOrigin of null', { crossOrigin: null }, 'client_data_malformed'],
    [
      'a framing page',
      { crossOrigin: true, topOrigin: 'https://shop.example' },
      'cross_origin_not_allowed',
    ],
    ['topOrigin without a frame', { topOrigin: 'https://example.com' }, 'client_data_malformed'],
    ['a token binding nobody knows', { tokenBinding: { status: '' } }, 'client_data_malformed'],
    ['a token binding that is another text', { tokenBinding: 'used' }, 'client_data_malformed'],
  ])('refuses %s', (_, change, code) => {
    expect(() => check({ ...good, ...change })).toThrow(expect.objectContaining({ code }))
  })

  it.each([
    ['no JSON', new TextEncoder().encode('{"type":')],
    ['an array', bytes([good])],
    ['null', bytes(null)],
    ['bytes that are not UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d)],
    ['two byte order marks', new TextEncoder().encode(`\uFEFF\uFEFF${JSON.stringify(good)}`)],
  ])('refuses %s', (_, json) => {
    const code = 'client_data_malformed'
    expect(() => checkClientData(json, 'webauthn.get', expected)).toThrow(
      expect.objectContaining({ code }),
    )
  })

  // What a browser writes for a plain page is compared as a whole, so near misses have to be refused too.
  const plain = JSON.stringify(good)
  const invalidUtf8 = new TextEncoder().encode(plain.replace('}', ',"x":"?"}'))
  invalidUtf8[plain.length + 5] = 0xff

  it.each([
    ['something behind it', new TextEncoder().encode(`${plain}x`)],
    ['another first character', new TextEncoder().encode(`[${plain.slice(1)}`)],
    ['another last character', new TextEncoder().encode(`${plain.slice(0, -1)}]`)],
    ['a text inside that is not UTF-8', invalidUtf8],
  ])('refuses the plain form with %s', (_, json) => {
    const code = 'client_data_malformed'
    expect(() => checkClientData(json, 'webauthn.get', expected)).toThrow(
      expect.objectContaining({ code }),
    )
  })

  it.each([
    ['origin', { ...expected, origins: ['"https://example.com"'] }],
    ['challenge', { ...expected, challenge: `"${expected.challenge}"` }],
  ])('does not compare an %s that would be escaped', (_, wanted) => {
    const text = `{"type":"webauthn.get","challenge":"${wanted.challenge}","origin":"${wanted.origins[0]}","crossOrigin":false}`
    const code = 'client_data_malformed'
    expect(() => checkClientData(new TextEncoder().encode(text), 'webauthn.get', wanted)).toThrow(
      expect.objectContaining({ code }),
    )
  })

  it('accepts an origin that has to be escaped', () => {
    const origin = 'https://example.com/"'
    const wanted = { ...expected, origins: ['https://example.org', origin] }
    expect(check({ ...good, origin }, wanted)).toBeUndefined()
  })

  it('knows the members of Object.prototype from its own', () => {
    const json = new TextEncoder().encode('{"__proto__":{"type":"webauthn.get"}}')
    const code = 'client_data_malformed'
    expect(() => checkClientData(json, 'webauthn.get', expected)).toThrow(
      expect.objectContaining({ code }),
    )
  })

  it('ends in a coded error, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => bytes(text)),
        ),
        (json) => {
          expect(() => checkClientData(json, 'webauthn.get', expected)).toThrow(CeremonyError)
        },
      ),
    )
  })
})

describe('checkClientData where framing pages are expected', () => {
  it.each([
    ['no frame', {}],
    ['a client older than Level 3', { crossOrigin: true }],
    ['a page on the list', { crossOrigin: true, topOrigin: 'https://shop.example' }],
  ])('accepts %s', (_, change) => {
    expect(check({ ...good, ...change }, framed)).toBeUndefined()
  })

  it.each([
    [
      'a page not on it',
      { crossOrigin: true, topOrigin: 'https://evil.example' },
      'top_origin_not_allowed',
    ],
    [
      'the page itself',
      { crossOrigin: true, topOrigin: 'https://example.com' },
      'top_origin_not_allowed',
    ],
    [
      'a contradiction',
      { crossOrigin: false, topOrigin: 'https://shop.example' },
      'client_data_malformed',
    ],
    ['a number', { crossOrigin: true, topOrigin: 7 }, 'client_data_malformed'],
  ])('refuses %s', (_, change, code) => {
    expect(() => check({ ...good, ...change }, framed)).toThrow(expect.objectContaining({ code }))
  })

  it('takes an empty list for none', () => {
    const code = 'cross_origin_not_allowed'
    expect(() => check({ ...good, crossOrigin: true }, { ...expected, topOrigins: [] })).toThrow(
      expect.objectContaining({ code }),
    )
  })
})
