/**
 * Access tokens: signed, short-lived statements about a session, for services that cannot ask the database.
 *
 * Whoever takes one takes its word until it ends: a session that is ended lives on in its tokens for that
 * long. Latchkey itself never takes one.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9068} RFC 9068, JWT profile for access tokens
 * @module
 */
import { SignJWT } from 'jose'
import { encodeBase64url } from '../../bytes/base64url.ts'
import type { AccessTokenMessage } from '../../protocol/account-messages.ts'
import type { Settings } from '../config.ts'
import { Refusal } from '../refusal.ts'
import { random } from '../services.ts'
import type { Services } from '../services.ts'
import { assuranceOf } from '../sessions.ts'
import type { LiveSession } from '../store/store.ts'
import { activeSigningKey } from './signing-keys.ts'

/** What the configuration says of access tokens. */
export type AccessTokenSettings = NonNullable<Settings['accessTokens']>

/**
 * The settings of a server that gives out access tokens.
 *
 * @throws {@link Refusal} with `not_found` where it does not.
 */
export function demandAccessTokens({ accessTokens }: Settings): AccessTokenSettings {
  if (accessTokens === undefined) throw new Refusal('not_found', 'not_configured')
  return accessTokens
}

/**
 * Makes a token about a session. It ends with the session at the latest.
 *
 * @throws {@link Refusal} with `not_found` where there are none.
 */
export async function makeAccessToken(
  { settings, now }: Services,
  { session, account }: LiveSession,
): Promise<AccessTokenMessage> {
  const { audience, lifetime } = demandAccessTokens(settings)
  const at = now()
  const expires = Math.min(at + lifetime, session.expiresAt)
  const { kid, key } = activeSigningKey(settings)
  const claims = {
    sid: session.id,
    client_id: settings.rpId,
    amr: session.methods,
    acr: assuranceOf(session),
    ...(session.verifiedAt !== undefined && { auth_time: seconds(session.verifiedAt) }),
  }
  const accessToken = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'at+jwt' })
    .setIssuer(settings.origins[0]!)
    .setAudience(audience)
    .setSubject(account.id)
    .setIssuedAt(seconds(at))
    .setExpirationTime(seconds(expires))
    .setJti(encodeBase64url(random(16)))
    .sign(key)
  return { accessToken, tokenType: 'Bearer', expiresIn: seconds(expires) - seconds(at) }
}

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000)
