/**
 * Stands in for `vitest` in the tests that are run against mutants: keeps them in a list instead of running
 * them. `expect` is the real one.
 *
 * @module
 */
import { expect as realExpect } from 'vitest'

/** A test that can be run as often as one likes. */
export interface CollectedTest {
  readonly name: string
  readonly run: () => unknown
}

type Body = (...args: unknown[]) => unknown

interface Collection {
  tests: CollectedTest[]
  readonly path: string[]
}

/** Kept on the global object: this module is evaluated again with the others. */
const collection = ((globalThis as { latchkeyTests?: Collection }).latchkeyTests ??= {
  tests: [],
  path: [],
})

/** The tests since the last call. */
export function takeTests(): readonly CollectedTest[] {
  const { tests } = collection
  collection.tests = []
  return tests
}

/** As in vitest. */
export const expect = realExpect

/** As in vitest. */
export const it = Object.assign(
  (name: string, run: () => unknown) => {
    collection.tests.push({ name: [...collection.path, name].join(' > '), run })
  },
  { each: (rows: readonly unknown[]) => eachOf(rows, it) },
)

/** As in vitest. */
export const describe = Object.assign(
  (name: string, body: () => void) => {
    collection.path.push(name)
    body()
    collection.path.pop()
  },
  { each: (rows: readonly unknown[]) => eachOf(rows, describe) },
)

function eachOf(rows: readonly unknown[], make: (name: string, run: () => void) => void) {
  // As Vitest has it: rows are taken apart where each of them is a list, else a list is a value like any other.
  const areLists = rows.every((row) => Array.isArray(row))
  return (name: string, body: Body) => {
    for (const [index, row] of rows.entries()) {
      const values = areLists ? (row as readonly unknown[]) : [row]
      make(`${name} [${index}]`, () => body(...values) as void)
    }
  }
}
