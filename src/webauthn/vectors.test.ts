import { describe, expect, it } from 'vitest'
import { W3C_RELYING_PARTY, W3C_VECTORS } from '../../test/vectors/w3c.ts'
import type { W3cVector } from '../../test/vectors/w3c.ts'
import { verifyAuthentication } from './authentication.ts'
import { verifyRegistration } from './registration.ts'

/** Formats and algorithms still to come; taking a name off this list is how one is turned on. */
const EXPECTED_FAILURES = ['tpm-es256', 'android-key-es256', 'apple-es256', 'fido-u2f-es256']

const register = ({ registration, algorithm }: W3cVector, change = {}) =>
  verifyRegistration({
    response: registration.response,
    expected: {
      ...W3C_RELYING_PARTY,
      challenge: registration.challenge,
      algorithms: [algorithm],
      ...change,
    },
  })

const authenticate = ({ authentication, publicKey }: W3cVector, change = {}) =>
  verifyAuthentication({
    response: authentication.response,
    credential: { id: authentication.response.id, publicKey, signCount: 0 },
    expected: { ...W3C_RELYING_PARTY, challenge: authentication.challenge, ...change },
  })

describe('the vectors of the W3C', () => {
  it('are fifteen ceremonies', () => expect(W3C_VECTORS).toHaveLength(15))

  const covered = W3C_VECTORS.filter(({ name }) => !EXPECTED_FAILURES.includes(name))
  const uncovered = W3C_VECTORS.filter(({ name }) => EXPECTED_FAILURES.includes(name))

  it.each(covered)('register: $name', async (vector) => {
    const { credential } = await register(vector)
    expect(credential).toMatchObject({
      id: vector.registration.response.id,
      publicKey: vector.publicKey,
      algorithm: vector.algorithm,
    })
  })

  it.fails.each(uncovered)('register: $name', async (vector) => {
    await register(vector)
  })

  it.each(W3C_VECTORS)('authenticate: $name', async (vector) => {
    const { signCount } = await authenticate(vector)
    expect(signCount).toBe(0)
  })

  it.each(W3C_VECTORS.filter(({ name }) => /crossOrigin|topOrigin/.test(name)))(
    'are refused when no framing page is expected: $name',
    async (vector) => {
      const code = 'cross_origin_not_allowed'
      await expect(register(vector, { topOrigins: undefined })).rejects.toMatchObject({ code })
      await expect(authenticate(vector, { topOrigins: undefined })).rejects.toMatchObject({ code })
    },
  )
})
