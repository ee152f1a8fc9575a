/**
 * The examination that operators see: at most one at a time, and of this very deployment only. Nothing in a
 * request says what is looked at.
 *
 * @module
 */
import type { Finding } from '../doctor/finding.ts'

/** An examination that ended. */
export interface Examined {
  readonly findings: readonly Finding[]
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** Examines, and keeps the last result. */
export interface Examiner {
  readonly last: Examined | undefined
  /** Joins an examination under way; one that has just ended is not repeated. */
  run(): Promise<Examined>
}

/** Milliseconds for which a result is new. */
const NEW = 5_000

/** Makes an examiner. */
export function createExaminer(
  examine: () => Promise<readonly Finding[]>,
  now: () => number,
): Examiner {
  let last: Examined | undefined
  let running: Promise<Examined> | undefined

  async function begin(): Promise<Examined> {
    try {
      last = { findings: await examine(), at: now() }
      return last
    } finally {
      running = undefined
    }
  }

  return {
    get last() {
      return last
    },
    run() {
      if (last !== undefined && now() - last.at < NEW) return Promise.resolve(last)
      running ??= begin()
      return running
    },
  }
}
