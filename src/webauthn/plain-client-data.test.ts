/**
 * The comparison that saves a parser: everything that differs in a byte goes the long way.
 */
import { describe, expect, it } from 'vitest'
import { isPlainClientData } from './plain-client-data.ts'

const ORIGIN = 'https://example.com'
const expected = { challenge: 'aXNzdWVkIGNoYWxsZW5nZQ', origins: ['https://example.org', ORIGIN] }

const write = (type: string, { challenge = expected.challenge, origin = ORIGIN } = {}) =>
  `{"type":"${type}","challenge":"${challenge}","origin":"${origin}","crossOrigin":false}`
/** One byte for each character. */
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const isPlain = (text: string, against = expected) =>
  isPlainClientData(latin1(text), 'webauthn.get', against)

const PLAIN = write('webauthn.get')

describe('isPlainClientData', () => {
  it.each(['webauthn.create', 'webauthn.get'] as const)('knows what browsers write: %s', (type) => {
    expect(isPlainClientData(latin1(write(type)), type, expected)).toBe(true)
  })

  it('knows each of the expected origins', () => {
    const ends = expected.origins.map((origin) => isPlain(write('webauthn.get', { origin })))
    expect(ends).toEqual([true, true])
  })

  it('knows it from whatever differs in a byte', () => {
    const alike = Array.from(PLAIN, (_, at) => {
      const bytes = latin1(PLAIN)
      bytes[at]! ^= 1
      return isPlainClientData(bytes, 'webauthn.get', expected)
    })
    expect(alike).not.toContain(true)
  })

  it.each([
    ['the other ceremony', write('webauthn.create')],
    ['a byte more', `${PLAIN} `],
    ['a byte less', PLAIN.slice(0, -1)],
    ['nothing', ''],
    ['another origin', write('webauthn.get', { origin: 'https://example.net' })],
    ['a longer origin', write('webauthn.get', { origin: `${ORIGIN}:8443` })],
    ['another challenge', write('webauthn.get', { challenge: 'b'.repeat(22) })],
  ])('knows it from %s', (_, text) => {
    expect(isPlain(text)).toBe(false)
  })

  it('has no origin to compare with when none is expected', () => {
    expect(isPlain(PLAIN, { ...expected, origins: [] })).toBe(false)
  })

  // An escaped character has another text in JSON than what was expected.
  it('compares only what is written as it is', () => {
    const ends = Array.from({ length: 256 }, (_, code) => {
      const origin = `https://${String.fromCharCode(code)}.example`
      return isPlain(write('webauthn.get', { origin }), { ...expected, origins: [origin] })
    })
    const plain = ends.flatMap((end, code) => (end ? [code] : []))
    const printable = Array.from({ length: 0x7f - 0x20 }, (_, index) => 0x20 + index)
    expect(plain).toEqual(printable.filter((code) => code !== 0x22 && code !== 0x5c))
  })
})
