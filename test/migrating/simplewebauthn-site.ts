/**
 * A site with SimpleWebAuthn that keeps what its documentation recommends.
 *
 * @module
 */
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type {
  AuthenticationResponseJSON as TheirAuthentication,
  RegistrationResponseJSON as TheirRegistration,
  WebAuthnCredential,
} from '@simplewebauthn/server'
import type { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '../../src/protocol/webauthn-json.ts'
import { ORIGIN } from '../server/site.ts'

const RP_ID = 'example.com'

/** A row of the table that the documentation recommends. */
export interface StoredPasskey extends WebAuthnCredential {
  readonly user: { readonly id: number; readonly username: string }
  readonly webauthnUserID: string
  readonly deviceType: string
  readonly backedUp: boolean
}

/** Registers a passkey as the documentation does it. */
export async function registerThere(
  user: StoredPasskey['user'],
  authenticator: SoftwareAuthenticator,
): Promise<StoredPasskey> {
  const options = await generateRegistrationOptions({
    rpName: 'The old site',
    rpID: RP_ID,
    userName: user.username,
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
  })
  const { registrationInfo } = await verifyRegistrationResponse({
    response: (await authenticator.create(
      options as unknown as PublicKeyCredentialCreationOptionsJSON,
      {
        origin: ORIGIN,
      },
    )) as unknown as TheirRegistration,
    expectedChallenge: options.challenge,
    expectedOrigin: ORIGIN,
    expectedRPID: RP_ID,
  })
  const { credential, credentialDeviceType, credentialBackedUp } = registrationInfo!
  return {
    ...credential,
    user,
    webauthnUserID: options.user.id,
    deviceType: credentialDeviceType,
    backedUp: credentialBackedUp,
  }
}

/** Signs in there, and answers whether that worked. */
export async function signInThere(
  passkey: StoredPasskey,
  authenticator: SoftwareAuthenticator,
): Promise<boolean> {
  const options = await generateAuthenticationOptions({ rpID: RP_ID })
  const { verified } = await verifyAuthenticationResponse({
    response: (await authenticator.get(
      options as unknown as PublicKeyCredentialRequestOptionsJSON,
      {
        origin: ORIGIN,
      },
    )) as TheirAuthentication,
    expectedChallenge: options.challenge,
    expectedOrigin: ORIGIN,
    expectedRPID: RP_ID,
    credential: passkey,
  })
  return verified
}

/** A row as a line of an export: the key in base64url. */
export function lineOf(passkey: StoredPasskey): string {
  const publicKey = Buffer.from(passkey.publicKey).toString('base64url')
  return `${JSON.stringify({ ...passkey, publicKey })}\n`
}
