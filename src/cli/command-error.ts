/**
 * The errors of the command's own making.
 *
 * @module
 */
import { LatchkeyError } from '../errors.ts'

/** What did not work. */
export type CommandErrorCode =
  'account_unknown' | 'account_disabled' | 'audit_log_broken' | 'secret_file_unusable'

/** Ends a command with exit code 1. */
export class CommandError extends LatchkeyError<CommandErrorCode> {
  override readonly name = 'CommandError'
}
