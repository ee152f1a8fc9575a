/**
 * The switch that instrumented modules ask: which mutant is active, and which were come by.
 *
 * It lives on the global object because modules are evaluated again and it must stay.
 *
 * @module
 */

/** What instrumented modules and the runner share. */
export interface MutationSwitch {
  /** 0 when the program is as it was written. */
  active: number
  /** Ids that were asked about since somebody emptied it; not kept when undefined. */
  met: Set<number> | undefined
  /** Counts the runs of tests. */
  time: number
  /** How many turns of loops are left. */
  turns: number
  readonly is: (id: number) => boolean
  readonly tick: () => void
  readonly onReset: (reset: () => void) => void
  readonly reset: () => void
  /** A value that is made once for each run of a test. */
  readonly lazy: <Value>(make: () => Value) => () => Value
}

/** Thrown when a mutant made a loop endless. */
export class EndlessError extends Error {
  override readonly name = 'EndlessError'
}

/** Puts the switch in its place. */
export function installSwitch(): MutationSwitch {
  const resets: (() => void)[] = []
  const made: MutationSwitch = {
    active: 0,
    met: undefined,
    time: 0,
    turns: Number.POSITIVE_INFINITY,
    is: (id) => {
      made.met?.add(id)
      return id === made.active
    },
    tick: () => {
      made.turns -= 1
      if (made.turns < 0) throw new EndlessError('too many turns')
    },
    onReset: (reset) => {
      resets.push(reset)
    },
    reset: () => {
      made.time += 1
      for (const reset of resets) reset()
    },
    lazy: (make) => {
      let kept: { readonly value: ReturnType<typeof make>; readonly time: number } | undefined
      return () => {
        if (made.met !== undefined) return make()
        if (kept?.time !== made.time) kept = { value: make(), time: made.time }
        return kept.value
      }
    },
  }
  Object.assign(globalThis, { latchkeyMutation: made })
  return made
}
