/**
 * A passkey of each algorithm this runtime can verify: registered, self-attested, and signed in with.
 */
import { describe, expect, it } from 'vitest'
import { authenticate, verifiedRegistration } from '../../test/webauthn/ceremony.ts'
import { verifyAuthentication } from './authentication.ts'
import { supportedAlgorithms } from './options.ts'

describe('a passkey', () => {
  it.each(supportedAlgorithms())('under algorithm %i registers and signs in', async (algorithm) => {
    const settings = { algorithms: [algorithm] }
    const { credential, attestation } = await verifiedRegistration({ settings })
    expect([credential.algorithm, attestation.type]).toEqual([algorithm, 'self'])
    const request = await authenticate({ settings })
    const { credentialId } = await verifyAuthentication(request)
    expect(credentialId).toBe(request.credential.id)
  })
})
