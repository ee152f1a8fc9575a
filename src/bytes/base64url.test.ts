import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64url, encodeBase64url } from './base64url.ts'

describe('base64url', () => {
  it.each([
    ['', ''],
    ['f', 'Zg'],
    ['fo', 'Zm8'],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg'],
    ['fooba', 'Zm9vYmE'],
    ['foobar', 'Zm9vYmFy'],
  ])('writes %j as the vectors of RFC 4648 do', (text, encoded) => {
    expect(encodeBase64url(new TextEncoder().encode(text))).toBe(encoded)
    expect(new TextDecoder().decode(decodeBase64url(encoded))).toBe(text)
  })

  it('agrees with the platform on every byte string', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = encodeBase64url(bytes)
        expect(text).toBe(Buffer.from(bytes).toString('base64url'))
        expect(decodeBase64url(text)).toEqual(bytes)
      }),
    )
  })

  it.each([
    ['padding', 'Zg=='],
    ['the other alphabet', 'a+/b'],
    ['white space', 'Zm9v '],
    ['a line break', 'Zm9v\nZm9v'],
    ['an impossible length', 'Zm9vY'],
    ['unused bits in a tail of two', 'Zh'],
    ['unused bits in a tail of three', 'Zm9'],
    ['a letter beyond ASCII', 'Zm9é'],
    ['a letter beyond the basic plane', 'Zm😀'],
    ['NUL', 'Zm9\u0000'],
  ])('refuses %s', (_, text) => {
    expect(() => decodeBase64url(text)).toThrow(
      expect.objectContaining({ code: 'base64url_malformed' }),
    )
  })

  it('reads a text only if it is the one text of its bytes', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        let bytes: Uint8Array
        try {
          bytes = decodeBase64url(text)
        } catch (error) {
          expect(error).toMatchObject({ name: 'BytesError', code: 'base64url_malformed' })
          return
        }
        expect(encodeBase64url(bytes)).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })
})
