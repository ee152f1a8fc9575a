/**
 * The keys that access tokens are signed with: one Ed25519 key for each version of the master secret, so
 * that rotating the secret rotates them, and a new one is published before the first token under it.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8037} RFC 8037, Ed25519 in JWK and JWS
 * @module
 */
import { createPrivateKey, createPublicKey, hkdfSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Settings } from '../config.ts'
import type { MasterSecret } from '../secrets.ts'

/** One key. */
export interface SigningKey {
  /** The version of the secret, as text. */
  readonly kid: string
  readonly key: KeyObject
}

/** A public key as RFC 7517 writes it. */
export interface PublicJwk {
  readonly kty: 'OKP'
  readonly crv: 'Ed25519'
  readonly x: string
  readonly kid: string
  readonly alg: 'EdDSA'
  readonly use: 'sig'
}

/** What stands before the 32 bytes of a private Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

const active = new WeakMap<Settings, SigningKey>()

/** The key that tokens are signed with now. */
export function activeSigningKey(settings: Settings): SigningKey {
  const kept = active.get(settings)
  if (kept !== undefined) return kept
  const secret = settings.secrets.find(({ state }) => state === 'active')!
  const key = signingKey(secret)
  active.set(settings, key)
  return key
}

/** The public half of every key, the one in use first. */
export function publicKeys({ secrets }: Settings): readonly PublicJwk[] {
  return secrets
    .toSorted((a, b) => Number(b.state === 'active') - Number(a.state === 'active'))
    .map((secret) => {
      const { kid, key } = signingKey(secret)
      const { x = '' } = createPublicKey(key).export({ format: 'jwk' })
      return { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' }
    })
}

function signingKey({ id, value }: MasterSecret): SigningKey {
  const seed = Buffer.from(
    hkdfSync('sha256', value, new Uint8Array(0), 'latchkey v1 access token', 32),
  )
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  return { kid: String(id), key }
}
