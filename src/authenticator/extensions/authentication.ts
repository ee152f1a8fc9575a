/**
 * Extensions of a sign-in.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-defined-extensions} WebAuthn L3 §10
 * @module
 */
import { encodeBase64url } from '../../bytes/base64url.ts'
import type { CborValue } from '../../bytes/cbor.ts'
import type { PublicKeyCredentialDescriptorJSON } from '../../protocol/webauthn-json.ts'
import type { AuthenticatorCredential } from '../credential.ts'
import { AuthenticatorError } from '../errors.ts'
import { decodeMember } from '../options.ts'
import type { ExtensionInputs } from './inputs.ts'
import { checkEvalByCredential, encryptedOutput, evaluatePrf } from './prf.ts'

/** What the extensions need to know of the ceremony. */
export interface AuthenticationCircumstances {
  readonly credential: AuthenticatorCredential
  readonly userVerified: boolean
  /** Whether the credential is one of U2F, found under the AppID. */
  readonly found: 'by-rp-id' | 'by-appid'
  readonly randomBytes: (length: number) => Uint8Array
}

/** What came of the extensions. */
export interface AuthenticationOutcome {
  /** Client outputs, JSON. */
  readonly client: Readonly<Record<string, unknown>>
  /** Outputs in authenticator data. */
  readonly signed: ReadonlyMap<string, CborValue>
  /** The blob the credential has from now on. */
  readonly largeBlob: Uint8Array | undefined
}

/**
 * Checks extension inputs before a credential is chosen.
 *
 * @throws {@link AuthenticatorError} with `extension_unsupported` or `extension_malformed`.
 */
export function checkAuthenticationInputs(
  inputs: ExtensionInputs,
  allowed: readonly PublicKeyCredentialDescriptorJSON[],
): void {
  if (inputs.prf !== undefined) checkEvalByCredential(inputs.prf, allowed)
  const blob = inputs.largeBlob
  if (blob === undefined) return
  const both = blob.read === true && blob.write !== undefined
  if (both || blob.support !== undefined) {
    throw new AuthenticatorError('extension_unsupported', 'a sign-in reads or writes a large blob')
  }
  if (blob.write !== undefined && allowed.length !== 1) {
    throw new AuthenticatorError('extension_unsupported', 'a write needs one allowed credential')
  }
}

/** Processes extension inputs for the chosen credential. */
export function processAuthentication(
  inputs: ExtensionInputs,
  circumstances: AuthenticationCircumstances,
): AuthenticationOutcome {
  const { credential, found } = circumstances
  const client: Record<string, unknown> = {}
  const signed = new Map<string, CborValue>()
  const values = prfValues(inputs, credential)
  if (inputs.prf !== undefined) client['prf'] = {}
  if (values !== undefined && credential.prfSecret !== undefined && circumstances.userVerified) {
    client['prf'] = { results: evaluatePrf(credential.prfSecret, values) }
    signed.set('hmac-secret', encryptedOutput(values, circumstances.randomBytes))
  }
  if (inputs.getCredBlob === true) {
    signed.set('credBlob', credential.credBlob ?? new Uint8Array())
    client['getCredBlob'] = encodeBase64url(credential.credBlob ?? new Uint8Array())
  }
  if (inputs.appid !== undefined) client['appid'] = found === 'by-appid'
  const blob = largeBlob(inputs, credential)
  if (blob !== undefined) client['largeBlob'] = blob.output
  return { client, signed, largeBlob: blob === undefined ? credential.largeBlob : blob.stored }
}

function prfValues(inputs: ExtensionInputs, { id }: AuthenticatorCredential) {
  return inputs.prf?.evalByCredential?.[id] ?? inputs.prf?.eval
}

function largeBlob({ largeBlob: input }: ExtensionInputs, credential: AuthenticatorCredential) {
  if (input === undefined) return undefined
  const { largeBlob: stored } = credential
  if (input.write !== undefined) {
    if (stored === undefined) return { output: { written: false }, stored }
    return { output: { written: true }, stored: decodeMember('largeBlob.write', input.write) }
  }
  const there = input.read === true && stored !== undefined && stored.length > 0
  return { output: there ? { blob: encodeBase64url(stored) } : {}, stored }
}
