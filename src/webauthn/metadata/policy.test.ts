import { describe, expect, it } from 'vitest'
import { register } from '../../../test/webauthn/ceremony.ts'
import type { WantedRegistration } from '../../../test/webauthn/ceremony.ts'
import { base64 } from '../../../test/webauthn/metadata-blob.ts'
import {
  AAGUID,
  entry,
  metadataOf,
  NOW,
  reported,
  SERVICE,
  VENDOR,
} from '../../../test/webauthn/metadata-service.ts'
import type { Json } from '../../authenticator/change.ts'
import { parseCertificate } from '../certificate/certificate.ts'
import { encodeHex } from '../hex.ts'
import { verifyRegistration } from '../registration.ts'
import { recheckCredentials } from './policy.ts'

const PACKED: WantedRegistration = {
  settings: { attestation: 'packed', attestationAuthority: VENDOR },
}

async function registerWith(
  model: Json,
  policy: NonNullable<WantedRegistration['expected']>['attestation'] = { require: 'trusted' },
  wanted: WantedRegistration = PACKED,
) {
  const metadata = await metadataOf(model)
  const { response, expected } = await register(wanted)
  const attestation = { metadata, ...policy }
  return verifyRegistration({ response, expected: { ...expected, attestation, now: NOW } })
}

describe('a registration with metadata', () => {
  it('is trusted through the roots of its model', async () => {
    const { attestation } = await registerWith(entry())
    expect(attestation.trusted).toBe(true)
  })

  it('finds U2F models by the key of their certificate', async () => {
    const U2F: WantedRegistration = {
      settings: { attestation: 'fido-u2f', attestationAuthority: VENDOR },
    }
    const { response, expected } = await register(U2F)
    const first = await verifyRegistration({ response, expected })
    const { publicKeyBits } = parseCertificate(first.attestation.trustPath[0]!)
    const digest = await globalThis.crypto.subtle.digest('SHA-1', Uint8Array.from(publicKeyBits))
    const identifier = encodeHex(new Uint8Array(digest)).toUpperCase()
    const statement = { attestationRootCertificates: [base64(VENDOR.certificate)] }
    const metadata = await metadataOf({
      attestationCertificateKeyIdentifiers: [identifier],
      metadataStatement: statement,
      statusReports: [{ status: 'REVOKED' }],
    })
    const answer = verifyRegistration({
      response,
      expected: { ...expected, attestation: { metadata }, now: NOW },
    })
    await expect(answer).rejects.toMatchObject({ code: 'authenticator_compromised' })
    const stored = { id: 'x', aaguid: '00000000-0000-0000-0000-000000000000' }
    const { trustPath } = first.attestation
    const flagged = await recheckCredentials(metadata, [{ ...stored, trustPath }], { now: NOW })
    expect(flagged).toEqual([{ id: 'x', status: 'REVOKED' }])
  })

  it.each([
    'REVOKED',
    'USER_VERIFICATION_BYPASS',
    'ATTESTATION_KEY_COMPROMISE',
    'USER_KEY_REMOTE_COMPROMISE',
    'USER_KEY_PHYSICAL_COMPROMISE',
  ])('is refused when the model is %s', async (status) => {
    const answer = registerWith(reported({ status, effectiveDate: '2025-01-01' }))
    await expect(answer).rejects.toMatchObject({ code: 'authenticator_compromised' })
  })

  it.each([
    ['that lies in the future', { status: 'REVOKED', effectiveDate: '2027-01-01' }],
    [
      'about another certificate',
      {
        status: 'ATTESTATION_KEY_COMPROMISE',
        effectiveDate: '2025-01-01',
        certificate: base64(SERVICE.certificate),
      },
    ],
    ['that only tells of an update', { status: 'UPDATE_AVAILABLE' }],
  ])('passes with a report %s', async (_, report) => {
    const { attestation } = await registerWith(reported(report))
    expect(attestation.trusted).toBe(true)
  })

  it('is refused when a later update followed the compromise', async () => {
    const answer = registerWith(
      reported({ status: 'USER_VERIFICATION_BYPASS' }, { status: 'UPDATE_AVAILABLE' }),
    )
    await expect(answer).rejects.toMatchObject({ code: 'authenticator_compromised' })
  })

  it('is refused when no root of its model fits', async () => {
    const statement = { attestationRootCertificates: ['AAAA', base64(SERVICE.certificate)] }
    const answer = registerWith(entry({ metadataStatement: statement }))
    await expect(answer).rejects.toMatchObject({ code: 'attestation_untrusted' })
  })

  it.each([
    ['the model is allowed', { allowAaguids: [AAGUID] }],
    ['the model is not denied', { denyAaguids: [] }],
    ['any certification will do', { certification: 'any' }],
    ['the certification is reached', { certification: 'L1' }],
  ] as const)('passes when %s', async (_, policy) => {
    const { attestation } = await registerWith(entry(), policy)
    expect(attestation.trusted).toBe(true)
  })

  it.each([
    ['the model is not allowed', { allowAaguids: [] }, 'authenticator_not_allowed'],
    ['the model is denied', { denyAaguids: [AAGUID] }, 'authenticator_not_allowed'],
    ['the certification is not reached', { certification: 'L2' }, 'authenticator_not_allowed'],
    ['it may be synced', { deviceBoundOnly: true }, 'backup_eligibility_not_allowed'],
  ] as const)('is refused when %s', async (_, policy, code) => {
    await expect(registerWith(entry(), policy)).rejects.toMatchObject({ code })
  })

  it.each([
    ['allow', { allowAaguids: [AAGUID] }],
    ['certify', { certification: 'any' }],
  ] as const)('is not believed about its model without a chain: %s', async (_, policy) => {
    const wanted = { settings: { attestation: 'none' } } as const
    const code = 'authenticator_not_allowed'
    await expect(registerWith(entry(), policy, wanted)).rejects.toMatchObject({ code })
  })
})

describe('recheckCredentials', () => {
  it('flags what newer metadata speaks against', async () => {
    const metadata = await metadataOf(reported({ status: 'REVOKED' }))
    const other = '00000000-0000-0000-0000-000000000009'
    const stored = [
      { id: 'a', aaguid: AAGUID },
      { id: 'b', aaguid: other },
      { id: 'c', aaguid: other, trustPath: [Uint8Array.of(0)] },
    ]
    expect(await recheckCredentials(metadata, stored, { now: NOW })).toEqual([
      { id: 'a', status: 'REVOKED' },
    ])
  })
})
