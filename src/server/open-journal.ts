/**
 * What a relying party writes to from its first moment on: the log, the measurements, and the host's hook.
 *
 * @module
 */
import type { Settings } from './config.ts'
import { openEventHook } from './host-hooks.ts'
import type { Journal } from './journal.ts'
import type { Services } from './services.ts'
import { Telemetry } from './telemetry/telemetry.ts'

/** A journal, and the way to its end. */
export type OpenJournal = Journal & {
  /** Waits for what the host's hook still does. */
  readonly drainHook: () => Promise<void>
}

/** The configured log, measurements and hook: all there before the database is. */
export function openJournal(settings: Settings): OpenJournal {
  const log = logger(settings)
  const measured = settings.metrics !== undefined || settings.telemetry === 'on'
  const { event } = settings.hooks
  const hook = event && openEventHook(event, { log, now: wallClock(settings) })
  return {
    log,
    telemetry: measured ? new Telemetry() : undefined,
    tell: hook?.tell,
    drainHook: async () => hook?.drain(),
  }
}

/** In whole milliseconds since the epoch. */
export function wallClock({ clock }: Settings): () => number {
  return () => Math.floor(clock.wall())
}

/** The configured log, with the time put in front of each entry. */
function logger({ log, clock }: Settings): Services['log'] {
  return (entry) => {
    try {
      log({ time: new Date(clock.wall()).toISOString(), ...entry })
    } catch {
      // A log that fails must not fail the request; what matters is in the database's audit table.
    }
  }
}
