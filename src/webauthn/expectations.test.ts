import { describe, expect, it } from 'vitest'
import { CeremonyError } from './errors.ts'
import { checkExpectations, checkRpIdHash } from './expectations.ts'
import type { CeremonyExpectations } from './expectations.ts'

const expected = { challenge: 'A', rpId: 'a', origins: ['https://a'] }

describe('checkExpectations', () => {
  it.each<readonly [string, object]>([
    ['the least there is', {}],
    ['pages that frame this one', { topOrigins: ['https://b'] }],
    ['none of them', { topOrigins: [] }],
    ...['required', 'preferred', 'discouraged', undefined].map(
      (userVerification) => [`a wish: ${userVerification}`, { userVerification }] as const,
    ),
  ])('takes %s', (_, change) => {
    const whole = { ...expected, ...change } as CeremonyExpectations
    expect(checkExpectations(whole)).toBeUndefined()
  })

  it.each([
    ['expected', undefined],
    ['expected', null],
    ['expected', 'challenge'],
    ['expected.challenge', { ...expected, challenge: '' }],
    ['expected.challenge', { ...expected, challenge: ['A'] }],
    ['expected.rpId', { ...expected, rpId: undefined }],
    ['expected.rpId', { ...expected, rpId: '' }],
    ['expected.origins', { ...expected, origins: [] }],
    ['expected.origins', { ...expected, origins: 'https://a' }],
    ['expected.topOrigins', { ...expected, topOrigins: 'https://b' }],
    ['expected.userVerification', { ...expected, userVerification: 'always' }],
    ['expected.userVerification', { ...expected, userVerification: '' }],
  ])('names %s when it is wrong', (name, wrong) => {
    const answer = () => checkExpectations(wrong as CeremonyExpectations)
    expect(answer).toThrow(TypeError)
    expect(answer).toThrow(new RegExp(`^${name} (must|is missing)`))
  })
})

describe('checkRpIdHash', () => {
  const hash = Uint8Array.from({ length: 32 }, (_, at) => at + 1)
  const data = Uint8Array.of(...hash, 1, 0, 0, 0, 0)

  it('takes the hash that was expected, whatever stands behind it', () => {
    expect(checkRpIdHash(data, hash)).toBeUndefined()
  })

  it.each(Array.from(hash.keys()))('compares byte %i', (at) => {
    const answer = () => checkRpIdHash(data.with(at, 0), hash)
    expect(answer).toThrow(CeremonyError)
    expect(answer).toThrow(expect.objectContaining({ code: 'rp_id_mismatch' }))
  })
})
