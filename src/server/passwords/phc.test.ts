import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPasswordHash, writePasswordHash } from './phc.ts'

const bytes = fc.uint8Array({ minLength: 8, maxLength: 64 })
const written = fc.record({
  memory: fc.integer({ min: 8, max: 4_194_304 }),
  passes: fc.integer({ min: 1, max: 64 }),
  parallelism: fc.integer({ min: 1, max: 16 }),
  pepperId: fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined }),
  salt: bytes,
  hash: bytes,
})

describe('a password hash as text (R102)', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(written, (one) => {
        const { salt, hash, ...rest } = readPasswordHash(writePasswordHash(one))!
        expect(rest).toEqual({
          memory: one.memory,
          passes: one.passes,
          parallelism: one.parallelism,
          pepperId: one.pepperId,
        })
        expect([...salt, ...hash]).toEqual([...one.salt, ...one.hash])
      }),
    )
  })

  it('ends in a hash or in nothing, whatever is read', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readPasswordHash(text)?.memory).not.toBe(0)
      }),
    )
  })

  const good = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA'
  it.each([
    ['another algorithm', good.replace('argon2id', 'argon2i')],
    ['another version', good.replace('v=19', 'v=16')],
    ['no memory', good.replace('m=19456', 'm=0')],
    ['a key id of another length', good.replace('p=1', 'p=1,keyid=AAAA')],
    ['something behind it', `${good}\n`],
    ['no salt', good.replace('c2FsdHNhbHRzYWx0', '')],
  ])('is none with %s', (_, text) => {
    expect(readPasswordHash(good)?.memory).toBe(19_456)
    expect(readPasswordHash(text)).toBe(undefined)
  })
})
