/**
 * What every operation of the server works with, and who is calling it.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import type { LogEntry } from './audit.ts'
import type { CeremonySecret } from './ceremony-secret.ts'
import type { ChallengeClock } from './clock.ts'
import type { Settings } from './config.ts'
import type { Keyring } from './secrets.ts'
import type { LiveSession, Store } from './store/store.ts'

/** The parts of one running relying party. */
export interface Services {
  readonly settings: Settings
  readonly store: Store
  readonly keys: Keyring
  readonly challengeClock: ChallengeClock
  /** The wall clock, in whole milliseconds since the epoch. */
  readonly now: () => number
  /** Writes one event to the log. */
  readonly log: (entry: Omit<LogEntry, 'time'>) => void
}

/** Who is calling, as far as the transport can tell. */
export interface Caller {
  readonly requestId: string
  /** Coarse text such as `Chrome on Windows`. */
  readonly device: string | undefined
  /** What the browser or app keeps since its options call. */
  readonly ceremony: CeremonySecret | undefined
  /** The live session of that token. Asks the database at most once. */
  readonly session: () => Promise<LiveSession | undefined>
}

/** Random bytes from the platform (R160). */
export function random(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(randomBytes(length))
}
