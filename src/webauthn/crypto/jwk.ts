/**
 * Public keys as JWK, the one form both crypto libraries import.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7518#section-6} RFC 7518 §6
 * @module
 */
import { encodeBase64url } from '../../bytes/base64url.ts'
import type { PublicKey } from '../keys/public-key.ts'

/** A public key as JWK. */
export type PublicJwk =
  | { readonly kty: 'EC'; readonly crv: string; readonly x: string; readonly y: string }
  | { readonly kty: 'OKP'; readonly crv: string; readonly x: string }
  | { readonly kty: 'RSA'; readonly n: string; readonly e: string }
  | { readonly kty: 'AKP'; readonly alg: string; readonly pub: string }

/** Writes a key as JWK. */
export function toJwk(key: PublicKey): PublicJwk {
  switch (key.kty) {
    case 'EC':
      return {
        kty: 'EC',
        crv: key.curve,
        x: encodeBase64url(key.x),
        y: encodeBase64url(key.y),
      }
    case 'OKP':
      return { kty: 'OKP', crv: key.curve, x: encodeBase64url(key.x) }
    case 'RSA':
      return { kty: 'RSA', n: encodeBase64url(key.n), e: encodeBase64url(key.e) }
    default:
      return { kty: 'AKP', alg: key.variant, pub: encodeBase64url(key.pub) }
  }
}
