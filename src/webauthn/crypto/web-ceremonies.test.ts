/**
 * Whole ceremonies on WebCrypto, as every runtime without `node:crypto` verifies them.
 */
import { describe, expect, it } from 'vitest'
import { authenticate } from '../../../test/webauthn/ceremony.ts'
import { W3C_RELYING_PARTY, W3C_ROOT, W3C_VECTORS } from '../../../test/vectors/w3c.ts'
import { verifyAuthenticationWith } from '../authentication.ts'
import { verifyRegistrationWith } from '../registration.ts'
import { CryptoRuntime } from './runtime.ts'
import { webEngine } from './web-engine.ts'

const RUNTIME = new CryptoRuntime(webEngine(globalThis.crypto.subtle))

/** Ed448 is left to runtimes that have `node:crypto`. */
const ED448 = 'packed-ed448'
const vectors = W3C_VECTORS.filter(({ name }) => name !== ED448)

describe('ceremonies on WebCrypto', () => {
  it.each(vectors)('register and authenticate: $name', async (vector) => {
    const trusted = !/^(none|packed-self)/.test(vector.name)
    const { attestation, credential } = await verifyRegistrationWith(RUNTIME, {
      response: vector.registration.response,
      expected: {
        ...W3C_RELYING_PARTY,
        challenge: vector.registration.challenge,
        algorithms: [vector.algorithm],
        attestation: { trustAnchors: [W3C_ROOT] },
      },
    })
    expect([attestation.trusted, credential.publicKey]).toEqual([trusted, vector.publicKey])
    const { credentialId } = await verifyAuthenticationWith(RUNTIME, {
      response: vector.authentication.response,
      credential: { id: credential.id, publicKey: credential.publicKey, signCount: 0 },
      expected: { ...W3C_RELYING_PARTY, challenge: vector.authentication.challenge },
    })
    expect(credentialId).toBe(credential.id)
  })

  it('say which algorithm is missing', async () => {
    const { registration, algorithm } = W3C_VECTORS.find(({ name }) => name === ED448)!
    const answer = verifyRegistrationWith(RUNTIME, {
      response: registration.response,
      expected: {
        ...W3C_RELYING_PARTY,
        challenge: registration.challenge,
        algorithms: [algorithm],
      },
    })
    await expect(answer).rejects.toMatchObject({ code: 'algorithm_unsupported' })
  })

  it.each(['bit_flipped', 'other_key', 'trailing_byte', 'not_der', 'r_zero'] as const)(
    'refuse a signature: %s',
    async (signature) => {
      const answer = verifyAuthenticationWith(
        RUNTIME,
        await authenticate({ faults: { signature } }),
      )
      await expect(answer).rejects.toMatchObject({ code: 'signature_invalid' })
    },
  )

  it('know another RP ID, the first time and again', async () => {
    const fresh = new CryptoRuntime(webEngine(globalThis.crypto.subtle))
    const { response, credential, expected } = await authenticate()
    for (const rpId of ['login.example.com', 'login.example.com', expected.rpId, expected.rpId]) {
      const answer = verifyAuthenticationWith(fresh, {
        response,
        credential,
        expected: { ...expected, rpId },
      })
      // The second time key and hash are in memory already.
      if (rpId === expected.rpId) expect((await answer).credentialId).toBe(credential.id)
      else await expect(answer).rejects.toMatchObject({ code: 'rp_id_mismatch' })
    }
  })

  it('refuse a stored key that is none', async () => {
    const answer = verifyAuthenticationWith(
      RUNTIME,
      await authenticate({ credential: { publicKey: 'oA' } }),
    )
    await expect(answer).rejects.toMatchObject({ code: 'public_key_malformed' })
  })
})
