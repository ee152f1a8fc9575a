import { describe, expect, it } from 'vitest'
import { W3C_DEFECTIVE, W3C_RELYING_PARTY, W3C_ROOT, W3C_VECTORS } from '../../test/vectors/w3c.ts'
import type { W3cVector } from '../../test/vectors/w3c.ts'
import { verifyAuthentication } from './authentication.ts'
import { verifyRegistration } from './registration.ts'

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

/** Names start with the format, but for self attestation, which has no chain. */
const hasChain = ({ name }: W3cVector) => !/^(none|packed-self)/.test(name)

describe('the vectors of the W3C', () => {
  it('are fifteen ceremonies', () => expect(W3C_VECTORS).toHaveLength(15))

  it.each(W3C_VECTORS)('register: $name', async (vector) => {
    const { credential } = await register(vector)
    expect(credential).toMatchObject({
      id: vector.registration.response.id,
      publicKey: vector.publicKey,
      algorithm: vector.algorithm,
    })
  })

  it.each(W3C_VECTORS.filter(hasChain))('lead to their root: $name', async (vector) => {
    const trust = { trustAnchors: [W3C_ROOT], require: 'trusted' }
    const { attestation } = await register(vector, { attestation: trust })
    expect(attestation.trusted).toBe(true)
    expect(vector.name.startsWith(attestation.format)).toBe(true)
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

  it("are refused where an editor's draft was wrong: android-key with empty lists", async () => {
    const code = 'attestation_key_not_protected'
    await expect(register(W3C_DEFECTIVE)).rejects.toMatchObject({ code })
  })
})
