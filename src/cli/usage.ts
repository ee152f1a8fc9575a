/**
 * What a person typed that does not make sense.
 *
 * @module
 */
import { parseArgs } from 'node:util'
import type { ParseArgsConfig } from 'node:util'

/** Ends a command with exit code 2. The message says what would make sense. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
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
