/**
 * Progress of long work: one line on the standard error stream, drawn anew, and gone in the end. Where nobody
 * looks (a pipe, a file, a dumb terminal) there is none.
 *
 * @module
 */
import type { Environment } from './configuration.ts'
import { fitLine, type TerminalOutput } from './keys.ts'
import { isRedrawable } from './terminal-style.ts'

/** Tells how far long work has come. */
export interface Progress {
  /** What is being done now; the seconds it takes are added. */
  readonly update: (text: string) => void
  /** Takes the line away. May be called more than once. */
  readonly end: () => void
}

/** Work that is over sooner needs no line. Milliseconds. */
const PATIENCE = 150
/** Milliseconds between two drawings. */
const PACE = 100
const SECOND = 1000
const CLEAR_LINE = '\r\u001b[K'

/** Progress that nobody sees. */
export const noProgress: Progress = { update: () => undefined, end: () => undefined }

/** Progress on a stream; `undefined` environment variables count as unset. */
export function progressOn(output: TerminalOutput, environment: Environment): Progress {
  if (!isRedrawable(output, environment)) return noProgress
  let text: string | undefined
  let began = 0
  let drawn = false
  let timer: ReturnType<typeof setInterval> | undefined

  const draw = () => {
    const seconds = Math.floor((performance.now() - began) / SECOND)
    if (performance.now() - began < PATIENCE) return
    const line = seconds === 0 ? `${text!} …` : `${text!} … ${seconds} s`
    output.write(`${CLEAR_LINE}${fitLine(line, Math.max((output.columns || 80) - 1, 10))}`)
    drawn = true
  }
  return {
    update(now) {
      if (text === undefined) began = performance.now()
      text = now
      // The work goes on whether it is drawn or not.
      timer ??= setInterval(draw, PACE).unref()
    },
    end() {
      clearInterval(timer)
      timer = undefined
      text = undefined
      if (drawn) output.write(CLEAR_LINE)
      drawn = false
    },
  }
}
