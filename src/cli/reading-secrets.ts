/**
 * Reading the file of the master secret, with an error that programs can tell from others.
 *
 * @module
 */
import { CommandError } from './command-error.ts'

/** Runs `read`. @throws {@link CommandError} with `secret_file_unusable` and the sentence of the reader. */
export function readingSecrets<Result>(read: () => Result): Result {
  try {
    return read()
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new CommandError('secret_file_unusable', message, { cause })
  }
}
