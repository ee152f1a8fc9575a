/**
 * Usernames: which ones are allowed, and when two of them are the same (security.md R14).
 *
 * @module
 */
import { TEXT_LIMITS } from '../protocol/messages.ts'
import type { InvalidMemberCode } from '../protocol/problem.ts'

/** The key by which usernames are compared: NFKC, then simple case folding. */
export function usernameKey(username: string): string {
  return Array.from(username.normalize('NFKC'), foldCase).join('').normalize('NFKC')
}

/**
 * Unicode's simple case folding: what the upper case of a letter has as its lower case, unless that takes
 * more than one letter. The dotless i is the one letter that has an upper case and no folding.
 */
function foldCase(letter: string): string {
  if (letter === 'ı') return letter
  return single(single(letter, letter.toUpperCase()), undefined)

  function single(from: string, to: string | undefined): string {
    const candidate = to ?? from.toLowerCase()
    return Array.from(candidate).length === 1 ? candidate : from
  }
}

/** Why a name cannot be taken by a new account; `undefined` when it can. */
export function refuseUsername(username: string): InvalidMemberCode | undefined {
  const key = usernameKey(username)
  if (Buffer.byteLength(key) > TEXT_LIMITS.usernameBytes) return 'too_long'
  // Nobody may take a mailbox for a name: its owner could never prove whose it is.
  if (key.includes('@')) return 'not_allowed'
  if (username !== username.trim()) return 'not_allowed'
  // Letters nobody can see would make two names that look the same.
  if (/\p{Default_Ignorable_Code_Point}/u.test(username)) return 'forbidden_character'
  return undefined
}
