import { describe, expect, it } from 'vitest'
import { authenticate, register } from '../../test/webauthn/ceremony.ts'
import { verifyAuthentication } from './authentication.ts'
import { verifyRegistration } from './registration.ts'

const registration = await register()
const authentication = await authenticate()

type Change = Readonly<Record<string, unknown>>

const BOTH: readonly (readonly [string, Change])[] = [
  ['challenge', { challenge: new Uint8Array(32) }],
  ['challenge', { challenge: '' }],
  ['rpId', { rpId: undefined }],
  ['origins', { origins: 'https://example.com' }],
  ['origins', { origins: [] }],
  ['origins', { origins: [/example/] }],
  ['topOrigins', { topOrigins: 'https://shop.example' }],
  ['topOrigins', { topOrigins: [undefined] }],
  ['userVerification', { userVerification: true }],
  ['userVerification', { userVerification: 'Required' }],
]

const OF_REGISTRATION: readonly (readonly [string, Change])[] = [
  ['userPresence', { userPresence: false }],
  ['algorithms', { algorithms: -7 }],
  ['algorithms', { algorithms: ['ES256'] }],
  ['algorithms', { algorithms: [-7, 'ES256'] }],
  ['credProtect', { credProtect: 'userVerificationRequired' }],
  ['now', { now: 1_700_000_000_000 }],
  ['now', { now: new Date('soon') }],
  ['attestation', { attestation: 'direct' }],
  ['attestation', { attestation: null }],
  ['attestation.require', { attestation: { require: 'Trusted' } }],
  ['attestation.certification', { attestation: { certification: 'L4' } }],
  ['attestation.allowSha1', { attestation: { allowSha1: 'no' } }],
  ['attestation.allowSafetyNet', { attestation: { allowSafetyNet: 1 } }],
  ['attestation.requireZeroU2fAaguid', { attestation: { requireZeroU2fAaguid: 'yes' } }],
  ['attestation.deviceBoundOnly', { attestation: { deviceBoundOnly: 'true' } }],
  ['attestation.allowAaguids', { attestation: { allowAaguids: 'any' } }],
  ['attestation.denyAaguids', { attestation: { denyAaguids: [new Uint8Array(16)] } }],
  [
    'attestation.denyAaguids',
    { attestation: { denyAaguids: ['EA9B8D66-4D01-1D21-3CE4-B6B48CB575D4'] } },
  ],
  [
    'attestation.denyAaguids',
    { attestation: { denyAaguids: ['ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4 '] } },
  ],
  [
    'attestation.allowAaguids',
    { attestation: { allowAaguids: [' ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4'] } },
  ],
  ['attestation.trustAnchors', { attestation: { trustAnchors: 'PEM' } }],
  ['attestation.trustAnchors', { attestation: { trustAnchors: [7] } }],
  ['attestation.revocationLists', { attestation: { revocationLists: ['PEM'] } }],
  ['attestation.revocationLists', { attestation: { revocationLists: new Uint8Array(9) } }],
  ['attestation.metadata', { attestation: { metadata: 'eyJ' } }],
  ['attestation.metadata', { attestation: { metadata: {} } }],
]

const OF_AUTHENTICATION: readonly (readonly [string, Change])[] = [
  ['userHandle', { userHandle: null }],
  ['userHandle', { userHandle: '' }],
  ['allowCredentials', { allowCredentials: authentication.credential.id }],
  ['allowCredentials', { allowCredentials: [{ id: authentication.credential.id }] }],
  ['appId', { appId: true }],
  ['signCount', { signCount: 0 }],
]

const OF_CREDENTIAL: readonly (readonly [string, Change])[] = [
  ['id', { id: new Uint8Array(32) }],
  ['publicKey', { publicKey: undefined }],
  ['signCount', { signCount: '1' }],
  ['signCount', { signCount: -1 }],
  ['signCount', { signCount: 0.5 }],
  ['userHandle', { userHandle: null }],
  ['backupEligible', { backupEligible: 1 }],
]

/** What the error says; nothing when there is none, or one of another kind. */
async function complaint(verification: Promise<unknown>): Promise<string> {
  const error: unknown = await verification.catch((reason: unknown) => reason)
  return error instanceof TypeError ? error.message : ''
}

// A response that is refused at first sight: what is reported all the same was found before it was looked at.
const response = undefined

describe('a mistake of the caller', () => {
  it.each([...BOTH, ...OF_REGISTRATION])(
    'is named: %s of a registration, %j',
    async (name, change) => {
      const expected = { ...registration.expected, ...change }
      expect(await complaint(verifyRegistration({ response, expected }))).toContain(
        `expected.${name} `,
      )
    },
  )

  it.each([...BOTH, ...OF_AUTHENTICATION])(
    'is named: %s of a sign-in, %j',
    async (name, change) => {
      const expected = { ...authentication.expected, ...change }
      const { credential } = authentication
      const said = await complaint(verifyAuthentication({ response, credential, expected }))
      expect(said).toContain(`expected.${name} `)
    },
  )

  it.each(OF_CREDENTIAL)('is named: %s of a credential, %j', async (name, change) => {
    const { expected } = authentication
    const credential = { ...authentication.credential, ...change }
    const said = await complaint(verifyAuthentication({ response, credential, expected }))
    expect(said).toContain(`credential.${name} `)
  })

  it.each<readonly [string, Change]>([
    ['of every kind', { require: 'any', certification: 'L1', deviceBoundOnly: false }],
    ['of lists with nothing in them', { allowAaguids: [], trustAnchors: [], revocationLists: [] }],
    ['that says nothing', { require: undefined, metadata: undefined, denyAaguids: undefined }],
  ])('is no policy %s', async (_, attestation) => {
    const expected = { ...registration.expected, attestation }
    expect(await complaint(verifyRegistration({ response, expected }))).toBe('')
  })
})

describe('what is said in full', () => {
  it('is no mistake: the words that are the defaults, and a handle of one character', async () => {
    const asked = { ...registration.expected, userPresence: 'required' } as const
    const { userVerified } = await verifyRegistration({ ...registration, expected: asked })
    const chosen = { ...authentication.expected, signCount: 'refuse', userHandle: 'A' } as const
    const answer = verifyAuthentication({ ...authentication, expected: chosen })
    expect(userVerified).toBe(true)
    await expect(answer).rejects.toMatchObject({ code: 'user_handle_mismatch' })
  })
})
