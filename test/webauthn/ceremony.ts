/**
 * Whole ceremonies for the verifier's tests: what a relying party expects, and what the software
 * authenticator answers, with one thing wrong when a test says so.
 *
 * @module
 */
import { encodeBase64url } from '../../src/bytes/base64url.ts'
import type { ClientContext } from '../../src/authenticator/context.ts'
import type { Faults } from '../../src/authenticator/faults.ts'
import type { AuthenticatorSettings } from '../../src/authenticator/settings.ts'
import { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import { generatePrivateKey } from '../../src/authenticator/signing-key.ts'
import type {
  AuthenticationExpectations,
  StoredCredential,
} from '../../src/webauthn/authentication.ts'
import { verifyAuthentication } from '../../src/webauthn/authentication.ts'
import { creationOptions, requestOptions } from '../../src/webauthn/options.ts'
import type { CreationRequest, SignInRequest } from '../../src/webauthn/options.ts'
import { verifyRegistration } from '../../src/webauthn/registration.ts'
import type { RegistrationExpectations } from '../../src/webauthn/registration.ts'

/** The relying party of these tests. */
export const RELYING_PARTY = { rpId: 'example.com', origins: ['https://example.com'] } as const

export const ORIGIN = RELYING_PARTY.origins[0]

/** The account of these tests: base64url of 32 bytes. */
export const USER_HANDLE = encodeBase64url(new Uint8Array(32).fill(7))

/** What is to be different in a ceremony. */
export interface Wanted<Options, Expectations> {
  readonly settings?: AuthenticatorSettings
  readonly faults?: Faults
  readonly context?: Partial<ClientContext>
  readonly options?: Partial<Options>
  readonly expected?: Partial<Expectations>
}

export type WantedRegistration = Wanted<CreationRequest, RegistrationExpectations>
export type WantedAuthentication = Wanted<SignInRequest, AuthenticationExpectations> & {
  readonly credential?: Partial<StoredCredential>
  /** What is wrong in the registration before, which nobody verifies. */
  readonly registration?: WantedRegistration
}

const CHALLENGES = {
  create: encodeBase64url(new Uint8Array(32).fill(1)),
  get: encodeBase64url(new Uint8Array(32).fill(2)),
} as const

const RSA_ALGORITHMS = new Set([-37, -38, -39, -257, -258, -259, -65535])

/** RSA keys take long to make, and one will do for all of its algorithms. */
let rsaKey: Uint8Array | undefined

function generateKey(algorithm: number): Uint8Array {
  if (!RSA_ALGORITHMS.has(algorithm)) return generatePrivateKey(algorithm)
  rsaKey ??= generatePrivateKey(-257)
  return rsaKey
}

/** A registration: the answer, and what it is to be verified with. */
export async function register(wanted: WantedRegistration = {}) {
  const authenticator = new SoftwareAuthenticator({
    generatePrivateKey: generateKey,
    ...wanted.settings,
  })
  const algorithms = wanted.settings?.algorithms ?? [-7]
  const options = creationOptions({
    challenge: CHALLENGES.create,
    rp: { id: RELYING_PARTY.rpId },
    user: { id: USER_HANDLE, name: 'ada' },
    attestation: 'direct',
    ...wanted.options,
  })
  const response = await authenticator.create(
    // RS1 is never offered, and old TPMs were asked for it all the same.
    { ...options, pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })) },
    { origin: ORIGIN, ...wanted.context, ...(wanted.faults && { faults: wanted.faults }) },
  )
  const expected: RegistrationExpectations = {
    ...RELYING_PARTY,
    challenge: CHALLENGES.create,
    algorithms,
    ...wanted.expected,
  }
  return { authenticator, response, expected }
}

/** Registers and verifies. */
export async function verifiedRegistration(wanted: WantedRegistration = {}) {
  const { response, expected } = await register(wanted)
  return verifyRegistration({ response, expected })
}

/** A sign-in with a credential that was just registered. */
export async function authenticate(wanted: WantedAuthentication = {}) {
  const {
    authenticator,
    response: made,
    expected: asked,
  } = await register({
    ...wanted.registration,
    ...(wanted.settings && { settings: wanted.settings }),
  })
  const { credential: stored } = await verifyRegistration({ response: made, expected: asked })
  const options = requestOptions({
    challenge: CHALLENGES.get,
    rpId: RELYING_PARTY.rpId,
    ...wanted.options,
  })
  const response = await authenticator.get(options, {
    origin: ORIGIN,
    ...wanted.context,
    ...(wanted.faults && { faults: wanted.faults }),
  })
  const credential: StoredCredential = {
    id: stored.id,
    publicKey: stored.publicKey,
    signCount: stored.signCount,
    backupEligible: stored.backupEligible,
    userHandle: USER_HANDLE,
    ...wanted.credential,
  }
  const expected: AuthenticationExpectations = {
    ...RELYING_PARTY,
    challenge: CHALLENGES.get,
    ...wanted.expected,
  }
  return { authenticator, response, credential, expected }
}

/** Signs in and verifies. */
export async function verifiedAuthentication(wanted: WantedAuthentication = {}) {
  const { response, credential, expected } = await authenticate(wanted)
  return verifyAuthentication({ response, credential, expected })
}
