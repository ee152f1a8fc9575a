/**
 * What the page before wants said on this one: a word in the address behind `#`, from a fixed list.
 *
 * @module
 */
import { say } from './message.ts'
import type { Message } from './message.ts'

const ARRIVALS = {
  'account-created': {
    tone: 'good',
    text: 'Your account is ready and your passkey is saved. Next time, it is all you need.',
  },
  'signed-out': { tone: 'good', text: 'You are signed out.' },
  'key-deleted': {
    tone: 'good',
    text: 'That passkey is deleted, and with it the session it had opened. Use another one to sign in.',
  },
  'session-ended': { tone: 'quiet', text: 'Your session has ended. Please sign in again.' },
} as const satisfies Record<string, Message>

/** One of them. */
export type Arrival = keyof typeof ARRIVALS

/** Goes to another page, which says why. */
export function goTo(path: '/' | '/account', arrival?: Arrival): void {
  location.assign(arrival === undefined ? path : `${path}#${arrival}`)
}

/** Says what this page was opened with, once. */
export function greetArrival(): void {
  const word = location.hash.slice(1)
  const arrival = Object.entries(ARRIVALS).find(([name]) => name === word)
  if (arrival === undefined) return
  history.replaceState(null, '', location.pathname)
  say(arrival[1])
}
