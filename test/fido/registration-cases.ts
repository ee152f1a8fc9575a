/**
 * The FIDO server case list for registrations, in our words: what a server has to accept, and what it has
 * to refuse and for which reason. Each refused case is a sound answer with one thing changed.
 *
 * @module
 */
import type { Faults } from '../../src/authenticator/faults.ts'
import { createAttestationAuthority } from '../../src/authenticator/attestation-authority.ts'
import type { CeremonyErrorCode } from '../../src/webauthn/errors.ts'
import type { WantedRegistration } from '../webauthn/ceremony.ts'

/** What has to pass, by what it is. */
export type Accepted = readonly [what: string, wanted: WantedRegistration]

/** What has to be refused, and the code it ends in. */
export type Refused = readonly [what: string, code: CeremonyErrorCode, wanted: WantedRegistration]

/** The CA of the model under test, and one with an intermediate. */
export const AUTHORITY = createAttestationAuthority()
export const LONG_AUTHORITY = createAttestationAuthority({ intermediate: 'one' })

const trusted = { trustAnchors: [AUTHORITY.certificate], require: 'trusted' } as const
const longTrusted = { trustAnchors: [LONG_AUTHORITY.pem], require: 'trusted' } as const

const PACKED: WantedRegistration = {
  settings: { attestation: 'packed', attestationAuthority: AUTHORITY },
  expected: { attestation: trusted },
}
const PACKED_LONG: WantedRegistration = {
  settings: { attestation: 'packed', attestationAuthority: LONG_AUTHORITY },
  expected: { attestation: longTrusted },
}
const SELF: WantedRegistration = { settings: { attestation: 'packed-self' } }
const NONE: WantedRegistration = { settings: { attestation: 'none' } }
const U2F: WantedRegistration = {
  settings: { attestation: 'fido-u2f', attestationAuthority: AUTHORITY },
  expected: { attestation: trusted },
}
const TPM: WantedRegistration = {
  settings: { attestation: 'tpm', attestationAuthority: AUTHORITY },
  expected: { attestation: trusted },
}
const ANDROID: WantedRegistration = {
  settings: { attestation: 'android-key', attestationAuthority: AUTHORITY },
  expected: { attestation: trusted },
}
const NOW = Date.UTC(2026, 0, 15)
const SAFETYNET: WantedRegistration = {
  settings: {
    attestation: 'android-safetynet',
    attestationAuthority: AUTHORITY,
    now: () => NOW,
  },
  expected: { attestation: { ...trusted, allowSafetyNet: true }, now: new Date(NOW + 1000) },
}

const json = (change: NonNullable<Faults['json']>): WantedRegistration => ({
  faults: { json: change },
})
const response = (change: Readonly<Record<string, string | number | undefined>>) =>
  json({ response: change })
const client = (change: NonNullable<Faults['clientData']>): WantedRegistration => ({
  faults: { clientData: change },
})
const statement = (change: NonNullable<Faults['statement']>): WantedRegistration => ({
  ...PACKED,
  faults: { statement: change },
})
const object = (change: NonNullable<Faults['attestationObject']>): WantedRegistration => ({
  faults: { attestationObject: change },
})

/** Seventeen changes of client data, for either ceremony. */
export const CLIENT_DATA_CASES = (
  other: string,
): readonly (readonly [string, CeremonyErrorCode, NonNullable<Faults['clientData']>])[] => [
  ['type absent', 'client_data_malformed', { type: undefined }],
  ['type a number', 'client_data_malformed', { type: 7 }],
  ['type empty', 'client_data_type_mismatch', { type: '' }],
  ['type another word', 'client_data_type_mismatch', { type: 'webauthn.other' }],
  ['type of the other ceremony', 'client_data_type_mismatch', { type: other }],
  ['challenge absent', 'client_data_malformed', { challenge: undefined }],
  ['challenge a number', 'client_data_malformed', { challenge: 7 }],
  ['challenge empty', 'client_data_malformed', { challenge: '' }],
  ['challenge not base64url', 'client_data_malformed', { challenge: 'a+b/c=' }],
  ['challenge of another ceremony', 'challenge_mismatch', { challenge: 'A'.repeat(43) }],
  ['origin absent', 'client_data_malformed', { origin: undefined }],
  ['origin a number', 'client_data_malformed', { origin: 7 }],
  ['origin empty', 'origin_not_allowed', { origin: '' }],
  ['origin another', 'origin_not_allowed', { origin: 'https://evil-example.com' }],
  ['tokenBinding a text', 'client_data_malformed', { tokenBinding: 'supported' }],
  ['tokenBinding without status', 'client_data_malformed', { tokenBinding: {} }],
  [
    'tokenBinding of unknown status',
    'client_data_malformed',
    { tokenBinding: { status: 'unknown' } },
  ],
]

/** Groups Resp-1 to Resp-B: what passes. */
export const ACCEPTED: readonly Accepted[] = [
  ['a whole answer', {}],
  [
    'extension data, with its flag',
    { options: { extensions: { minPinLength: true } }, settings: { minPinLength: 6 } },
  ],
  ...([-7, -8, -257, -35, -36, -37, -38, -39, -258, -259, -47] as const).map((alg): Accepted => [
    `self attestation with algorithm ${alg}`,
    { settings: { ...SELF.settings, algorithms: [alg] } },
  ]),
  [
    'self attestation with RS1, where SHA-1 is allowed',
    {
      settings: { ...SELF.settings, algorithms: [-65535] },
      expected: { attestation: { allowSha1: true } },
    },
  ],
  ['packed, issued by the root', PACKED],
  ['packed, issued by an intermediate', PACKED_LONG],
  ['packed, self', SELF],
  ['none', NONE],
  ['none, although a statement was asked for', { ...NONE, options: { attestation: 'direct' } }],
  ['fido-u2f', U2F],
  ['tpm, SHA-256', TPM],
  [
    'tpm, SHA-1',
    {
      settings: { ...TPM.settings, attestationAlgorithm: -65535 },
      expected: { attestation: { ...trusted, allowSha1: true } },
    },
  ],
  ['tpm with an RSA credential', { ...TPM, settings: { ...TPM.settings, algorithms: [-257] } }],
  ['android-key', ANDROID],
  ['android-safetynet, where it is allowed', SAFETYNET],
]

/** Groups Resp-1 to Resp-B: what is refused, and why. */
export const REFUSED: readonly Refused[] = [
  ['id absent', 'response_malformed', json({ id: undefined })],
  ['id a number', 'response_malformed', json({ id: 7 })],
  [
    'id not base64url',
    'response_malformed',
    json({ id: `${'+'.repeat(43)}=`, rawId: `${'+'.repeat(43)}=` }),
  ],
  ['type absent', 'response_malformed', json({ type: undefined })],
  ['type a number', 'response_malformed', json({ type: 7 })],
  ['type another word', 'response_malformed', json({ type: 'password' })],
  ['response absent', 'response_malformed', json({ response: undefined })],
  ['response a text', 'response_malformed', json({ response: 'response' })],
  ['clientDataJSON absent', 'response_malformed', response({ clientDataJSON: undefined })],
  ['clientDataJSON a number', 'response_malformed', response({ clientDataJSON: 7 })],
  ['clientDataJSON empty', 'response_malformed', response({ clientDataJSON: '' })],
  ['attestationObject absent', 'response_malformed', response({ attestationObject: undefined })],
  ['attestationObject a number', 'response_malformed', response({ attestationObject: 7 })],
  ['attestationObject empty', 'response_malformed', response({ attestationObject: '' })],

  ...CLIENT_DATA_CASES('webauthn.get').map(([what, code, change]): Refused => [
    what,
    code,
    client(change),
  ]),

  [
    'attestation object not a map',
    'attestation_object_malformed',
    { faults: { attestationObjectBytes: Uint8Array.of(0x80) } },
  ],
  ['fmt absent', 'attestation_object_malformed', object({ fmt: undefined })],
  ['fmt a number', 'attestation_object_malformed', object({ fmt: 7 })],
  ['attStmt absent', 'attestation_object_malformed', object({ attStmt: undefined })],
  ['attStmt a text', 'attestation_object_malformed', object({ attStmt: 'none' })],
  ['authData absent', 'attestation_object_malformed', object({ authData: undefined })],
  ['authData a text', 'attestation_object_malformed', object({ authData: 'data' })],
  ['authData empty', 'authenticator_data_malformed', object({ authData: new Uint8Array() })],
  [
    'AT clear, data there',
    'authenticator_data_malformed',
    { faults: { authenticatorData: { flags: { at: false } } } },
  ],
  [
    'AT clear, data not there',
    'authenticator_data_malformed',
    {
      faults: { authenticatorData: { flags: { at: false }, attestedCredentialData: 'missing' } },
    },
  ],
  [
    'AT set, data not there',
    'authenticator_data_malformed',
    { faults: { authenticatorData: { attestedCredentialData: 'missing' } } },
  ],
  [
    'bytes left over',
    'authenticator_data_malformed',
    { faults: { authenticatorData: { tail: Uint8Array.of(0) } } },
  ],
  [
    'packed with an empty statement',
    'attestation_statement_malformed',
    { ...PACKED, faults: { attestationObject: { attStmt: new Map() } } },
  ],
  ['packed without alg', 'attestation_statement_malformed', statement({ alg: undefined })],
  ['packed, alg a text', 'attestation_statement_malformed', statement({ alg: 'ES256' })],
  ['packed, alg of another curve', 'attestation_algorithm_mismatch', statement({ alg: -35 })],
  ['packed without sig', 'attestation_statement_malformed', statement({ sig: undefined })],
  ['packed, sig a text', 'attestation_statement_malformed', statement({ sig: 'signature' })],
  ['packed, sig empty', 'attestation_statement_malformed', statement({ sig: new Uint8Array() })],

  [
    'packed in a format nobody knows',
    'attestation_format_unsupported',
    { ...PACKED, faults: { attestationObject: { fmt: 'Packed' } } },
  ],
  [
    'packed with a wrong signature',
    'attestation_signature_invalid',
    { ...PACKED, faults: { signature: 'bit_flipped' } },
  ],
  [
    'packed with the chain left out',
    'attestation_signature_invalid',
    statement({ x5c: undefined }),
  ],
  ['packed, x5c a text', 'attestation_statement_malformed', statement({ x5c: 'chain' })],
  ['packed, x5c empty', 'attestation_statement_malformed', statement({ x5c: [] })],
  [
    'packed, leaf expired',
    'certificate_expired',
    { ...PACKED, faults: { certificate: { notAfter: new Date('2021-01-01T00:00:00Z') } } },
  ],
  [
    'packed, leaf not yet valid',
    'certificate_expired',
    { ...PACKED, faults: { certificate: { notBefore: new Date('2049-01-01T00:00:00Z') } } },
  ],
  [
    'packed, key of an algorithm that alg does not name',
    'attestation_algorithm_mismatch',
    { ...PACKED, faults: { statement: { alg: -257 } } },
  ],
  [
    'packed, a chain that does not verify',
    'certificate_chain_invalid',
    { ...PACKED, faults: { chain: 'other_authority' } },
  ],
  [
    'packed, the root within the chain',
    'certificate_chain_invalid',
    { ...PACKED, faults: { chain: 'root_included' } },
  ],
  [
    'packed, a chain in the wrong order',
    'attestation_signature_invalid',
    { ...PACKED_LONG, faults: { chain: 'reversed' } },
  ],
  [
    'packed, intermediate expired',
    'certificate_expired',
    { ...PACKED_LONG, faults: { intermediate: { notAfter: new Date('2021-01-01T00:00:00Z') } } },
  ],
  [
    'packed, signed by a key that is not the leaf',
    'attestation_signature_invalid',
    { ...PACKED, faults: { signature: 'other_key' } },
  ],
  [
    'packed, signed by the credential instead',
    'attestation_signature_invalid',
    { ...PACKED, faults: { signature: 'credential_key' } },
  ],

  [
    'self with a wrong signature',
    'attestation_signature_invalid',
    { ...SELF, faults: { signature: 'bit_flipped' } },
  ],
  [
    'self with a chain',
    'attestation_signature_invalid',
    { ...SELF, faults: { statement: { x5c: [AUTHORITY.certificate] } } },
  ],
  [
    'self in a format nobody knows',
    'attestation_format_unsupported',
    { ...SELF, faults: { attestationObject: { fmt: 'self' } } },
  ],
  [
    'none with something in it',
    'attestation_statement_malformed',
    { ...NONE, faults: { attestationObject: { attStmt: new Map([['alg', -7]]) } } },
  ],
  [
    'fido-u2f with a wrong signature',
    'attestation_signature_invalid',
    { ...U2F, faults: { signature: 'bit_flipped' } },
  ],
  [
    'fido-u2f with a model, where none is to be named',
    'attestation_aaguid_mismatch',
    {
      settings: { ...U2F.settings, aaguid: '6c617463-686b-6579-0000-000000000001' },
      expected: { attestation: { ...trusted, requireZeroU2fAaguid: true } },
    },
  ],

  [
    'tpm, a chain in the wrong order',
    'attestation_certificate_invalid',
    {
      settings: { ...TPM.settings, attestationAuthority: LONG_AUTHORITY },
      expected: { attestation: longTrusted },
      faults: { chain: 'reversed' },
    },
  ],
  [
    'tpm, extraData of another ceremony',
    'attestation_challenge_mismatch',
    { ...TPM, faults: { tpm: { extraData: new Uint8Array(32) } } },
  ],
  [
    'tpm, another magic',
    'attestation_statement_malformed',
    { ...TPM, faults: { tpm: { magic: 0xff544348 } } },
  ],
  [
    'tpm, public area of another key',
    'attestation_key_mismatch',
    { ...TPM, faults: { tpm: { key: 'other' } } },
  ],

  [
    'android-key, made for another ceremony',
    'attestation_challenge_mismatch',
    { ...ANDROID, faults: { androidKey: { attestationChallenge: new Uint8Array(32) } } },
  ],
  [
    'android-key, leaf of another key',
    'attestation_key_mismatch',
    { ...ANDROID, faults: { androidKey: { key: 'other' } } },
  ],
  [
    'android-key, a chain in the wrong order',
    'attestation_signature_invalid',
    {
      settings: { ...ANDROID.settings, attestationAuthority: LONG_AUTHORITY },
      expected: { attestation: longTrusted },
      faults: { chain: 'reversed' },
    },
  ],

  [
    'safetynet, ver empty',
    'attestation_statement_malformed',
    { ...SAFETYNET, faults: { statement: { ver: '' } } },
  ],
  [
    'safetynet, response empty',
    'attestation_statement_malformed',
    { ...SAFETYNET, faults: { statement: { response: new Uint8Array() } } },
  ],
  [
    'safetynet, nonce of another ceremony',
    'attestation_challenge_mismatch',
    { ...SAFETYNET, faults: { safetyNet: { payload: { nonce: btoa('another') } } } },
  ],
  [
    'safetynet, an empty chain',
    'attestation_statement_malformed',
    { ...SAFETYNET, faults: { chain: 'empty' } },
  ],
  [
    'safetynet, profile does not match',
    'attestation_key_not_protected',
    { ...SAFETYNET, faults: { safetyNet: { payload: { ctsProfileMatch: false } } } },
  ],
  [
    'safetynet, of the future',
    'attestation_challenge_mismatch',
    { ...SAFETYNET, faults: { safetyNet: { payload: { timestampMs: NOW + 60_000 } } } },
  ],
  [
    'safetynet, older than a minute',
    'attestation_challenge_mismatch',
    { ...SAFETYNET, faults: { safetyNet: { payload: { timestampMs: NOW - 61_000 } } } },
  ],
]
