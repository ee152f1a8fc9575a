/**
 * What every operation of the server works with, and who is calling it.
 *
 * @module
 */
import { randomFillSync } from 'node:crypto'
import type { LogEntry } from './audit.ts'
import type { CeremonySecret } from './ceremony-secret.ts'
import type { ChallengeClock } from './clock.ts'
import type { Settings } from './config.ts'
import type { IssuerKeys } from './federation/issuer-keys.ts'
import type { Tell } from './host-hooks.ts'
import type { AddressLimits } from './limits/address-limits.ts'
import type { Postbox } from './mail/postbox.ts'
import type { Notify } from './notices.ts'
import type { PasswordHasher } from './passwords/password-hasher.ts'
import type { Keyring } from './secrets.ts'
import type { LiveSession, Store } from './store/store.ts'
import type { Spans } from './telemetry/opentelemetry.ts'
import type { Telemetry } from './telemetry/telemetry.ts'

/** The parts of one running relying party. */
export interface Services {
  readonly settings: Settings
  readonly store: Store
  readonly keys: Keyring
  readonly challengeClock: ChallengeClock
  readonly addressLimits: AddressLimits
  readonly passwords: PasswordHasher
  /** The keys of each configured issuer, by its name. */
  readonly issuerKeys: ReadonlyMap<string, IssuerKeys>
  /** The wall clock, in whole milliseconds since the epoch. */
  readonly now: () => number
  /** Writes one event to the log. */
  readonly log: (entry: Omit<LogEntry, 'time'>) => void
  /** Absent unless somebody measures. */
  readonly telemetry: Telemetry | undefined
  /** Runs an operation inside a span; absent unless OpenTelemetry is configured. */
  readonly spans: Spans | undefined
  /** Tells the host of what was done. Never throws, never waits. Absent when it does not want to hear. */
  readonly tell: Tell | undefined
  /** Tells the owner of an account of a change to it, after its commit. Never throws, never waits. */
  readonly notify: Notify
  /** Absent when no mails are configured. */
  readonly postbox: Postbox | undefined
  /**
   * Takes work whose answer is not waited for, so that the time it takes tells nothing (R114). Answers
   * whether there was room for it.
   */
  readonly later: (errand: () => Promise<void>) => boolean
  /** Ends what is under way beside the answers: errands, notices, mails. Then nothing uses the store. */
  readonly settle: () => Promise<void>
}

/** Who is calling, as far as the transport can tell. */
export interface Caller {
  readonly requestId: string
  /** Where the call came from, for limits; absent when it came through the programming interface. */
  readonly address: string | undefined
  /** Coarse text such as `Chrome on Windows`. */
  readonly device: string | undefined
  /** What an app calls the device it is on: any text that stays the same there. */
  readonly deviceId?: string | undefined
  /** What the browser or app keeps since its options call. */
  readonly ceremony: CeremonySecret | undefined
  /** The live session of that token. Asks the database at most once. */
  readonly session: () => Promise<LiveSession | undefined>
  /** The bearer token, when the call came with one; it need not be a session's. */
  readonly bearer?: string | undefined
}

/** Asking the platform costs more than the bytes, so they are fetched for many calls at once. */
const pool = new Uint8Array(4096)
let used = pool.length

/** Random bytes from the platform (R160), none of them given out twice. At most 4096. */
export function random(length: number): Uint8Array<ArrayBuffer> {
  if (length > pool.length) throw new RangeError('more random bytes than are fetched at once')
  if (used + length > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const bytes = pool.slice(used, used + length)
  // What was given out does not stay here as well.
  pool.fill(0, used, used + length)
  used += length
  return bytes
}
