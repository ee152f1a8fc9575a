/**
 * The W3C's test vectors, as the dictionaries a relying party gets.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeBase64url } from '../../src/bytes/base64url.ts'
import { decodeCbor } from '../../src/bytes/cbor.ts'
import type { CborMap } from '../../src/bytes/cbor.ts'
import { parseAuthenticatorData } from '../../src/webauthn/authenticator-data.ts'

interface Fields {
  readonly challenge: string
  readonly clientDataJSON: string
  readonly attestationObject: string
  readonly authenticatorData: string
  readonly signature: string
  readonly credential_id: string
}

interface VectorFile {
  readonly name: string
  readonly kind: string
  readonly cose_algorithm: number
  readonly fields: { readonly attestation_ca_cert: string }
  readonly registration: Fields
  readonly authentication: Fields
}

/** One ceremony of the file: a registration, and a sign-in with what it made. */
export interface W3cVector {
  readonly name: string
  readonly algorithm: number
  readonly registration: { readonly challenge: string; readonly response: RegistrationJSON }
  readonly authentication: { readonly challenge: string; readonly response: AuthenticationJSON }
  /** Base64url text of the COSE key, read from the attestation object. */
  readonly publicKey: string
}

interface Outer {
  readonly id: string
  readonly rawId: string
  readonly type: string
  readonly clientExtensionResults: object
}

type RegistrationJSON = Outer & {
  readonly response: { readonly clientDataJSON: string; readonly attestationObject: string }
}
type AuthenticationJSON = Outer & {
  readonly response: {
    readonly clientDataJSON: string
    readonly authenticatorData: string
    readonly signature: string
  }
}

const file = JSON.parse(
  readFileSync(join(import.meta.dirname, 'webauthn-l3.json'), 'utf8'),
) as readonly VectorFile[]

const fromHex = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
const text = (hex: string) => encodeBase64url(fromHex(hex))

function publicKeyOf(attestationObject: string): string {
  const object = decodeCbor(fromHex(attestationObject)) as CborMap
  const { attestedCredential } = parseAuthenticatorData(object.get('authData') as Uint8Array)
  return encodeBase64url(attestedCredential!.publicKeyBytes)
}

function toVector({ name, cose_algorithm, registration, authentication }: VectorFile): W3cVector {
  const id = text(registration.credential_id)
  const outer = { id, rawId: id, type: 'public-key', clientExtensionResults: {} }
  return {
    name,
    algorithm: cose_algorithm,
    registration: {
      challenge: text(registration.challenge),
      response: {
        ...outer,
        response: {
          clientDataJSON: text(registration.clientDataJSON),
          attestationObject: text(registration.attestationObject),
        },
      },
    },
    authentication: {
      challenge: text(authentication.challenge),
      response: {
        ...outer,
        response: {
          clientDataJSON: text(authentication.clientDataJSON),
          authenticatorData: text(authentication.authenticatorData),
          signature: text(authentication.signature),
        },
      },
    },
    publicKey: publicKeyOf(registration.attestationObject),
  }
}

/** The fifteen ceremonies. */
export const W3C_VECTORS: readonly W3cVector[] = file
  .filter(({ kind }) => kind === 'ceremony')
  .map(toVector)

/** The ceremony of an editor's draft whose attestation has to be refused. */
export const W3C_DEFECTIVE: W3cVector = toVector(
  file.find(({ kind }) => kind === 'ceremony-defective')!,
)

/** The CA under which the attestation certificates were issued, as DER. */
export const W3C_ROOT: Uint8Array = fromHex(
  file.find(({ kind }) => kind === 'attestation-root')!.fields.attestation_ca_cert,
)

/** What the specification's relying party expects. */
export const W3C_RELYING_PARTY = {
  rpId: 'example.org',
  origins: ['https://example.org'],
  topOrigins: ['https://example.com'],
  userVerification: 'discouraged',
} as const
