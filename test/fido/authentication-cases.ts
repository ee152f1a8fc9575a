/**
 * The FIDO server case list for sign-ins, in our words. See the registration cases.
 *
 * Two cases of the old list are left out on purpose: they accept an answer with both user-present and
 * user-verified clear. WebAuthn requires user presence always, and so does this verifier.
 *
 * @module
 */
import type { Faults } from '../../src/authenticator/faults.ts'
import type { CeremonyErrorCode } from '../../src/webauthn/errors.ts'
import type { WantedAuthentication } from '../webauthn/ceremony.ts'
import { CLIENT_DATA_CASES } from './registration-cases.ts'

/** What has to pass, by what it is. */
export type Accepted = readonly [what: string, wanted: WantedAuthentication]

/** What has to be refused, and the code it ends in. */
export type Refused = readonly [what: string, code: CeremonyErrorCode, wanted: WantedAuthentication]

const COUNTING = { backupEligible: false, signCount: 'increment' } as const

const json = (change: NonNullable<Faults['json']>): WantedAuthentication => ({
  faults: { json: change },
})
const response = (change: Readonly<Record<string, string | number | undefined>>) =>
  json({ response: change })

/** Groups Resp-1 to Resp-3: what passes. */
export const ACCEPTED: readonly Accepted[] = [
  ['a whole answer', {}],
  ['a counter that is always zero', { settings: { signCount: 'zero' } }],
  ['a counter that grows', { settings: COUNTING }],
  ['a person who was verified, as required', { settings: { userVerified: true } }],
  [
    'extension data, with its flag',
    {
      faults: {
        authenticatorData: { flags: { ed: true }, extensions: new Map([['uvm', true]]) },
      },
    },
  ],
  ...(['preferred', 'discouraged'] as const).flatMap((userVerification): Accepted[] => [
    [
      `a person who was verified, though only ${userVerification}`,
      { expected: { userVerification }, options: { userVerification } },
    ],
    [
      `a person who was not verified and only ${userVerification} to be`,
      {
        settings: { userVerified: false },
        registration: {
          options: { userVerification },
          expected: { userVerification },
        },
        options: { userVerification },
        expected: { userVerification },
      },
    ],
  ]),
]

/** Groups Resp-1 to Resp-3: what is refused, and why. */
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
  ...(['clientDataJSON', 'authenticatorData', 'signature'] as const).flatMap((name): Refused[] => [
    [`${name} absent`, 'response_malformed', response({ [name]: undefined })],
    [`${name} a number`, 'response_malformed', response({ [name]: 7 })],
    [`${name} not base64url`, 'response_malformed', response({ [name]: 'a+b/c=' })],
    [`${name} empty`, 'response_malformed', response({ [name]: '' })],
  ]),
  ['signature that does not verify', 'signature_invalid', { faults: { signature: 'bit_flipped' } }],
  ['userHandle a number', 'response_malformed', response({ userHandle: 7 })],

  ...CLIENT_DATA_CASES('webauthn.create').map(([what, code, change]): Refused => [
    what,
    code,
    { faults: { clientData: change } },
  ]),

  [
    'bytes left over',
    'authenticator_data_malformed',
    { faults: { authenticatorData: { tail: Uint8Array.of(0) } } },
  ],
  [
    'wrong RP ID hash',
    'rp_id_mismatch',
    { faults: { authenticatorData: { rpId: 'evil-example.com' } } },
  ],
  [
    'wrong client data hash',
    'signature_invalid',
    { faults: { clientDataHash: new Uint8Array(32) } },
  ],
  [
    'counter not increased',
    'sign_count_regressed',
    { settings: COUNTING, faults: { authenticatorData: { signCount: 1 } } },
  ],
  [
    'person not verified though required',
    'user_not_verified',
    { faults: { authenticatorData: { flags: { uv: false } } } },
  ],
]
