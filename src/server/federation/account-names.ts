/**
 * Names for an account that a federated sign-in makes: what its owner is called there, in a form that is
 * allowed here, and the same with something behind it for when that is taken.
 *
 * @module
 */
import { encodeBase64url } from '../../bytes/base64url.ts'
import { TEXT_LIMITS } from '../../protocol/messages.ts'
import { refuseUsername, usernameKey } from '../usernames.ts'
import type { VerifiedIdentity } from './verify-id-token.ts'

/** Random bytes that {@link accountNames} takes. */
export const NAME_RANDOM_BYTES = 15

/** Leaves room for what is put behind it. Bytes. */
const MAX_BASE = 40

/** A name, and the key by which it is unique. */
export interface AccountName {
  readonly username: string
  readonly usernameKey: string
}

/** Names to try in this order. The last one is free for all that anyone can tell. */
export function accountNames(
  { email, name }: Pick<VerifiedIdentity, 'email' | 'name'>,
  random: Uint8Array,
): readonly AccountName[] {
  const wish = [email?.split('@')[0], name].map(allowed).find((base) => base !== undefined)
  const tails = [2, 4, 9].map((length) => wordOf(random.subarray(15 - length)))
  const names = [
    ...(wish === undefined ? [] : [wish]),
    ...tails.map((tail) => `${wish ?? 'user'}-${tail}`),
  ]
  return names.map((username) => ({ username, usernameKey: usernameKey(username) }))
}

/** What the account is called on the screen. */
export function displayNameOf({ name }: Pick<VerifiedIdentity, 'name'>, username: string): string {
  const clean = (name ?? '').replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim()
  const cut = Array.from(clean).slice(0, TEXT_LIMITS.displayNameCodePoints).join('').trim()
  return cut === '' ? username : cut
}

/** Letters, digits and a few marks of a text; nothing when none are left. */
function allowed(text: string | undefined): string | undefined {
  const plain = (text ?? '')
    .slice(0, 256)
    .normalize('NFKC')
    .trim()
    .replaceAll(/\s+/g, '.')
    .replaceAll(/[^\p{L}\p{M}\p{N}._+-]/gu, '')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
  let base = ''
  for (const letter of plain) {
    const longer = base + letter
    if (Buffer.byteLength(usernameKey(longer)) > MAX_BASE || Buffer.byteLength(longer) > MAX_BASE)
      break
    base = longer
  }
  if (!/[\p{L}\p{N}]/u.test(base) || refuseUsername(base) !== undefined) return undefined
  return base
}

/** Small letters and digits: a tail that can be read out loud. */
function wordOf(bytes: Uint8Array): string {
  return encodeBase64url(bytes).toLowerCase().replaceAll(/[-_]/g, 'x')
}
