/**
 * E-mail addresses: which texts can be one, and when two of them are the same.
 *
 * Nothing here knows whether a mailbox exists. Only a mail that is answered proves that.
 *
 * @module
 */
import { usernameKey } from './usernames.ts'

/** Longest address, in bytes (RFC 5321 §4.5.3.1.3, without the brackets). */
export const EMAIL_BYTES = 254

/** Longest part before the `@`, in bytes (RFC 5321 §4.5.3.1.1). */
const LOCAL_BYTES = 64

// Atoms only. Quoted local parts and address literals exist on paper, and in attacks.
const SHAPE = /^[^\s@"(),:;<>[\]\\]+@(?:[^\s@"(),:;<>[\]\\.]+\.)+[^\s@"(),:;<>[\]\\.]{2,}$/

/**
 * Control characters, half letters, marks that turn the direction of text, and what a domain loses on the way to
 * its mail server: letters that nobody sees (but for the two that some words need) and dots of other scripts. One
 * mailbox would have as many addresses as anybody likes.
 */
const FORBIDDEN =
  /[\p{Cc}\p{Cs}\p{Bidi_C}\u3002\uff61]|(?![\u200c\u200d])\p{Default_Ignorable_Code_Point}/u

/** Whether a text can be the address of a mailbox. */
export function isEmailAddress(text: string): boolean {
  if (Buffer.byteLength(text) > EMAIL_BYTES || !SHAPE.test(text)) return false
  if (FORBIDDEN.test(text)) return false
  const local = text.slice(0, text.indexOf('@'))
  const dots = local.startsWith('.') || local.endsWith('.') || local.includes('..')
  return !dots && Buffer.byteLength(local) <= LOCAL_BYTES
}

/**
 * The key by which addresses are compared: that of usernames. Two mailboxes that differ in case only would
 * share it, and no mail server of today has such.
 */
export function emailKey(address: string): string {
  return usernameKey(address)
}
