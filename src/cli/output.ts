/**
 * Where a command writes: results to one place, remarks to another.
 *
 * @module
 */
import type { Progress } from './progress.ts'

/** What commands that ask nothing write to. */
export interface Output {
  /** A line of the result: the standard output. */
  readonly print: (line: string) => void
  /** A line for the person at the terminal: the standard error stream. */
  readonly remark: (line: string) => void
  /** How far long work has come. Default: nobody is told. */
  readonly progress?: Progress
}
