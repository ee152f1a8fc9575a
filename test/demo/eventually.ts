/**
 * Waiting for a page, which takes its time on a busy machine.
 *
 * @module
 */
import { expect } from 'vitest'

/** Expects something of what `read` answers, sooner or later. */
export function eventually<Value>(read: () => Value) {
  return expect.poll(read, { interval: 25 })
}
