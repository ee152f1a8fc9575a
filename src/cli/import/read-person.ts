/**
 * Reading one person of another server: which name they get here, and who they are the next time.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto'
import { encodeBase64url } from '../../bytes/base64url.ts'
import { plainText, TEXT_LIMITS, username as usernameText } from '../../protocol/messages.ts'
import { emailKey, isEmailAddress } from '../../server/email-addresses.ts'
import { lengthPrefixed } from '../../server/fields.ts'
import type { ImportedPerson } from '../../server/store/acts/import-acts.ts'
import { refuseUsername, usernameKey } from '../../server/usernames.ts'
import { looseFlag, looseText, looseTime } from './loose-values.ts'
import type { SourcePerson } from './source.ts'

/** Why a person cannot be brought. */
export type PersonFault =
  | 'user_id_missing'
  | 'username_missing'
  | 'username_not_allowed'
  | 'email_missing'
  | 'email_not_allowed'
  | 'email_not_verified'

/** What the accounts of the server are keyed by, and where people come from. */
export interface PersonSettings {
  readonly accounts: 'username' | 'email'
  /** The other server's kind: part of who somebody is. */
  readonly from: string
  readonly now: number
}

const DISPLAY_NAME = plainText(TEXT_LIMITS.displayNameCodePoints)

/** A person without passkeys yet, or why they cannot be brought. */
export function readPerson(
  source: SourcePerson,
  settings: PersonSettings,
): Omit<ImportedPerson, 'passkeys'> | PersonFault {
  const { accounts, from, now } = settings
  const id = looseText(source.id)
  if (id === undefined) return 'user_id_missing'
  const address = looseText(source.email)
  const proved =
    address !== undefined && looseFlag(source.emailVerified) && isEmailAddress(address)
      ? { address, addressKey: emailKey(address), verifiedAt: now, id: newId(16) }
      : undefined
  const username = accounts === 'email' ? address : looseText(source.username)
  if (username === undefined) return accounts === 'email' ? 'email_missing' : 'username_missing'
  if (accounts === 'email') {
    if (!isEmailAddress(username)) return 'email_not_allowed'
    // R114: nobody has an account under an address that is not theirs.
    if (proved === undefined) return 'email_not_verified'
  } else if (!usernameText.safeParse(username).success || refuseUsername(username) !== undefined) {
    return 'username_not_allowed'
  }
  const key = usernameKey(username)
  const displayName = looseText(source.displayName)?.trim() ?? ''
  const isShown = displayName !== '' && DISPLAY_NAME.safeParse(displayName).success
  return {
    account: {
      id: accountIdFor(from, id, key),
      username,
      usernameKey: key,
      displayName: isShown ? displayName : username,
      userHandle: newId(32),
      sessionEpoch: 0,
      disabled: false,
      createdAt: Math.min(looseTime(source.createdAt) ?? now, now),
    },
    // Where accounts are keyed by it, the name is the address.
    email: accounts === 'email' ? undefined : proved,
  }
}

/**
 * The same person gets the same id each time. The name is part of it: should two sites have a user 17, one
 * never gets the passkeys of the other.
 */
function accountIdFor(from: string, id: string, key: string): string {
  const who = lengthPrefixed('import', from, id, key)
  return encodeBase64url(createHash('sha256').update(who).digest().subarray(0, 16))
}

function newId(length: number): string {
  return encodeBase64url(randomBytes(length))
}
