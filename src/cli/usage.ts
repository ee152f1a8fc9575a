/**
 * The two ways in which a person ends a command: by a mistake, and by backing out.
 *
 * @module
 */
import { parseArgs } from 'node:util'
import type { ParseArgsConfig } from 'node:util'

/** Ends a command with exit code 2. The message says what would make sense. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The person backed out: no failure, and nothing to explain. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}

/** Reads arguments by Node's own parser; its mistakes are the person's. */
export function parseArguments<const Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config)
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'wrong arguments', {
      cause: error,
    })
  }
}
