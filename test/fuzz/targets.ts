/**
 * What is fuzzed, what it is started from, and what it may end in.
 *
 * @module
 */
import { decodeBase64url, encodeBase64url } from '../../src/bytes/base64url.ts'
import { decodeCbor } from '../../src/bytes/cbor.ts'
import { derChildren, readDer } from '../../src/bytes/der.ts'
import { BytesError } from '../../src/bytes/errors.ts'
import { parseAttestationObject } from '../../src/webauthn/attestation-object.ts'
import { verifyAuthentication } from '../../src/webauthn/authentication.ts'
import { parseAuthenticatorData } from '../../src/webauthn/authenticator-data.ts'
import { parseCertificate } from '../../src/webauthn/certificate/certificate.ts'
import { checkClientData } from '../../src/webauthn/client-data.ts'
import { CeremonyError } from '../../src/webauthn/errors.ts'
import { decodeCoseKey } from '../../src/webauthn/keys/cose-key.ts'
import { verifyRegistration } from '../../src/webauthn/registration.ts'
import { W3C_RELYING_PARTY, W3C_ROOT, W3C_VECTORS } from '../vectors/w3c.ts'
import type { W3cVector } from '../vectors/w3c.ts'

/** Something that takes hostile input. */
export interface Target {
  readonly name: string
  readonly kind: 'bytes' | 'json'
  /** Good inputs; bytes as base64url text. */
  readonly seeds: readonly unknown[]
  /** Takes the input and may throw a coded error; `context` is the seed it came from. */
  readonly run: (input: unknown, seed: number) => unknown
}

const objects = W3C_VECTORS.map(
  ({ registration }) => registration.response.response.attestationObject,
)
const parsed = objects.map((text) => parseAttestationObject(decodeBase64url(text)))
const authData = [
  ...parsed.map((object) => encodeBase64url(object.authData)),
  ...W3C_VECTORS.map(({ authentication }) => authentication.response.response.authenticatorData),
]
const clientData = W3C_VECTORS.map(
  ({ authentication }) => authentication.response.response.clientDataJSON,
)

/** Takes bytes as they are, or as the text that a finding keeps. */
const bytes = (run: (input: Uint8Array) => unknown) => (input: unknown) =>
  run(input instanceof Uint8Array ? input : decodeBase64url(input as string))

/** Everything that meets bytes or JSON from outside. */
export const TARGETS: readonly Target[] = [
  { name: 'cbor', kind: 'bytes', seeds: objects, run: bytes(decodeCbor) },
  {
    name: 'der',
    kind: 'bytes',
    seeds: [encodeBase64url(W3C_ROOT)],
    run: bytes((input) => derChildren(readDer(input))),
  },
  {
    name: 'certificate',
    kind: 'bytes',
    seeds: [encodeBase64url(W3C_ROOT)],
    run: bytes(parseCertificate),
  },
  {
    name: 'cose-key',
    kind: 'bytes',
    seeds: W3C_VECTORS.map(({ publicKey }) => publicKey),
    run: bytes(decodeCoseKey),
  },
  {
    name: 'authenticator-data',
    kind: 'bytes',
    seeds: authData,
    run: bytes(parseAuthenticatorData),
  },
  {
    name: 'client-data',
    kind: 'bytes',
    seeds: clientData,
    run: bytes((input) =>
      checkClientData(input, 'webauthn.get', { ...W3C_RELYING_PARTY, challenge: 'AAAA' }),
    ),
  },
  { name: 'attestation-object', kind: 'bytes', seeds: objects, run: bytes(parseAttestationObject) },
  {
    name: 'registration',
    kind: 'json',
    seeds: W3C_VECTORS.map(({ registration }) => registration.response),
    run: (response, seed) => register(response, W3C_VECTORS[seed]!),
  },
  {
    name: 'authentication',
    kind: 'json',
    seeds: W3C_VECTORS.map(({ authentication }) => authentication.response),
    run: (response, seed) => authenticate(response, W3C_VECTORS[seed]!),
  },
]

/** Whether an error is one that hostile input may end in. */
export function isExpected(error: unknown): boolean {
  return error instanceof CeremonyError || error instanceof BytesError
}

function register(response: unknown, { registration, algorithm }: W3cVector): Promise<unknown> {
  return verifyRegistration({
    response,
    expected: {
      ...W3C_RELYING_PARTY,
      challenge: registration.challenge,
      algorithms: [algorithm],
      attestation: { trustAnchors: [W3C_ROOT] },
    },
  })
}

function authenticate(
  response: unknown,
  { authentication, publicKey }: W3cVector,
): Promise<unknown> {
  return verifyAuthentication({
    response,
    credential: { id: authentication.response.id, publicKey, signCount: 0 },
    expected: { ...W3C_RELYING_PARTY, challenge: authentication.challenge },
  })
}
