import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64url, decodeBase64urlInto, encodeBase64url, isBase64url } from './base64url.ts'

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
    const code = 'base64url_malformed'
    const target = new Uint8Array(16)
    expect(() => decodeBase64url(text)).toThrow(expect.objectContaining({ code }))
    expect(() => decodeBase64urlInto(text, target)).toThrow(expect.objectContaining({ code }))
    expect(isBase64url(text)).toBe(false)
  })

  it.each([0x0100, 0x0141, 0x4141, 0xff41, 0x2d2d])(
    'does not take the character %i for the one in its low byte',
    (code) => {
      for (const text of [0, 1, 2, 3].map((at) =>
        'AAAA'.split('').with(at, letter(code)).join(''),
      )) {
        expect(() => decodeBase64url(text)).toThrow(
          expect.objectContaining({ code: 'base64url_malformed' }),
        )
        expect(isBase64url(text)).toBe(false)
      }
    },
  )

  it('writes into bytes that are there, and leaves those behind', () => {
    const target = new Uint8Array(6).fill(7)
    expect(decodeBase64urlInto('Zm9vYg', target)).toBe(4)
    expect([...target]).toEqual([0x66, 0x6f, 0x6f, 0x62, 7, 7])
  })

  it('reads a text only if it is the one text of its bytes', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        let bytes: Uint8Array
        try {
          bytes = decodeBase64url(text)
        } catch (error) {
          expect(error).toMatchObject({ name: 'BytesError', code: 'base64url_malformed' })
          expect(isBase64url(text)).toBe(false)
          return
        }
        expect(isBase64url(text)).toBe(true)
        expect(encodeBase64url(bytes)).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })
})

function letter(code: number): string {
  return String.fromCharCode(code)
}
