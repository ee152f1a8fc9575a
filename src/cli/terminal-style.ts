/**
 * What a stream shows beside plain text: colours, and lines that are drawn anew.
 *
 * @module
 */
import type { Environment } from './configuration.ts'

/** A stream that may lead to a terminal. */
export interface MaybeTerminal {
  readonly isTTY?: boolean
}

/**
 * Whether to write in colours: on a terminal that knows them, unless `NO_COLOR` says otherwise, and with
 * `FORCE_COLOR` anywhere. `NO_COLOR` has the last word.
 */
export function isColored({ isTTY }: MaybeTerminal, environment: Environment): boolean {
  if ((environment['NO_COLOR'] ?? '') !== '') return false
  const forced = environment['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  return isTTY === true && environment['TERM'] !== 'dumb'
}

/** Whether a line can be drawn anew: on a terminal that moves its cursor. */
export function isRedrawable({ isTTY }: MaybeTerminal, environment: Environment): boolean {
  return isTTY === true && environment['TERM'] !== 'dumb'
}
