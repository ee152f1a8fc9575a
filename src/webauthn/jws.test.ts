/**
 * Signed JSON: what is taken apart, and what is none.
 */
import { describe, expect, it } from 'vitest'
import { encodeBase64url } from '../bytes/base64url.ts'
import { parseCompactJws } from './jws.ts'

const UTF8 = new TextEncoder()
const part = (value: unknown) => encodeBase64url(UTF8.encode(JSON.stringify(value)))

const HEADER = { alg: 'RS256', x5c: ['AQID', 'BAUG'] }
const SIGNATURE = encodeBase64url(Uint8Array.of(7, 8, 9))
const good = { header: part(HEADER), payload: part({ no: 7 }), signature: SIGNATURE }

const parse = (change: Partial<typeof good> = {}) => {
  const { header, payload, signature } = { ...good, ...change }
  return parseCompactJws(`${header}.${payload}.${signature}`)
}
const withHeader = (change: object) => ({ header: part({ ...HEADER, ...change }) })
/** Digits of one half of a signature: so many bytes of 1, and zeros before them. */
const half = (size: number, digits: readonly number[]) => [
  ...new Uint8Array(size - digits.length),
  ...digits,
]
const ones = (length: number) => Array.from({ length }, () => 1)

describe('parseCompactJws', () => {
  it('takes header, payload and signature apart', () => {
    expect(parse()).toEqual({
      alg: -257,
      x5c: [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6)],
      payload: { no: 7 },
      signedBytes: UTF8.encode(`${good.header}.${good.payload}`),
      signature: Uint8Array.of(7, 8, 9),
    })
  })

  it.each([
    ['RS256', -257],
    ['RS384', -258],
    ['RS512', -259],
    ['PS256', -37],
    ['PS384', -38],
    ['PS512', -39],
  ])('knows %s, and leaves its signature as it is', (alg, id) => {
    const signature = Uint8Array.of(7, 8, 9)
    expect(parse(withHeader({ alg }))).toMatchObject({ alg: id, signature })
  })

  it.each([
    ['ES256', -7, 32],
    ['ES384', -35, 48],
    ['ES512', -36, 66],
  ] as const)('knows %s, and writes its signature as DER', (alg, id, size) => {
    const raw = Uint8Array.of(...half(size, [1]), ...half(size, [2]))
    const signature = Uint8Array.of(0x30, 6, 2, 1, 1, 2, 1, 2)
    expect(parse({ ...withHeader({ alg }), signature: encodeBase64url(raw) })).toMatchObject({
      alg: id,
      signature,
    })
  })

  it.each([
    ['a first digit below 0x80', [0x7f], [2, 1, 0x7f]],
    ['a first digit of 0x80', [0x80], [2, 2, 0, 0x80]],
    ['a first digit above it', [0x81, 0], [2, 3, 0, 0x81, 0]],
    ['nothing but zeros', [], [2, 32, ...new Uint8Array(32)]],
  ])('writes a number with %s', (_, digits, written) => {
    const raw = Uint8Array.of(...half(32, digits), ...half(32, [1]))
    const read = parse({ ...withHeader({ alg: 'ES256' }), signature: encodeBase64url(raw) })
    const numbers = [...written, 2, 1, 1]
    expect(read?.signature).toEqual(Uint8Array.of(0x30, numbers.length, ...numbers))
  })

  it.each([
    [127, [0x30, 127]],
    [128, [0x30, 0x81, 128]],
    [129, [0x30, 0x81, 129]],
  ])('writes a length of %i as DER does', (length, start) => {
    const [r, s] = [ones(66), ones(length - 66 - 4)]
    const raw = Uint8Array.of(...r, ...half(66, s))
    const read = parse({ ...withHeader({ alg: 'ES512' }), signature: encodeBase64url(raw) })
    expect(read?.signature).toEqual(Uint8Array.of(...start, 2, 66, ...r, 2, s.length, ...s))
  })

  it('takes ten certificates and no more', () => {
    const chain = Array.from({ length: 10 }, () => 'AQID')
    expect(parse(withHeader({ x5c: chain }))?.x5c).toHaveLength(10)
    expect(parse(withHeader({ x5c: [...chain, 'AQID'] }))).toBeUndefined()
  })

  const es256 = (length: number) => ({
    ...withHeader({ alg: 'ES256' }),
    signature: encodeBase64url(new Uint8Array(length).fill(1)),
  })
  const text = (bytes: readonly number[]) => encodeBase64url(Uint8Array.from(bytes))

  it.each<readonly [string, Partial<typeof good>]>([
    ['a part too many', { signature: `${SIGNATURE}.${SIGNATURE}` }],
    ['a signature that is no base64url', { signature: 'A' }],
    ['a header that is no base64url', { header: `${good.header}=` }],
    ['a header that is no JSON', { header: 'AAAA' }],
    ['a header of null', { header: part(null) }],
    ['a header that is a list', { header: part([HEADER]) }],
    ['a header that is not UTF-8', { header: text([0x7b, 0x22, 0xff, 0x22, 0x3a]) }],
    ['a payload of null', { payload: part(null) }],
    ['a payload that is a text', { payload: part('{}') }],
    ['a payload that is a list', { payload: part([]) }],
    [
      'a payload with a text that is not UTF-8',
      { payload: text([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) },
    ],
    ['no algorithm', withHeader({ alg: undefined })],
    ['an algorithm nobody signs with', withHeader({ alg: 'none' })],
    ['an algorithm with a shared key', withHeader({ alg: 'HS256' })],
    ['something that must be understood', withHeader({ crit: ['b64'] })],
    ['no chain', withHeader({ x5c: undefined })],
    ['an empty chain', withHeader({ x5c: [] })],
    ['a chain that is a text', withHeader({ x5c: 'AQID' })],
    ['a certificate that is no text', withHeader({ x5c: ['AQID', 7] })],
    ['a certificate that is no base64', withHeader({ x5c: ['AQID', 'AQ-_'] })],
    ['a signature of 63 bytes', es256(63)],
    ['a signature of 65 bytes', es256(65)],
    ['the signature of another curve', es256(96)],
  ])('does not take %s', (_, change) => {
    expect(parse(change)).toBeUndefined()
  })

  it.each(['', 'e30', `${good.header}.${good.payload}`])('does not take %j', (jws) => {
    expect(parseCompactJws(jws)).toBeUndefined()
  })
})
