/**
 * What each failure means to the person, in words they can act on.
 *
 * @module
 */
import {
  CreateCredentialCancellationException,
  CreateCredentialException,
  CreateCredentialInterruptedException,
  CreateCredentialNoCreateOptionException,
  CreateCredentialUnsupportedException,
  CreatePublicKeyCredentialDomException,
} from '../client/create-exceptions.ts'
import { CredentialManagerException } from '../client/exception.ts'
import {
  GetCredentialCancellationException,
  GetCredentialInterruptedException,
  GetCredentialUnsupportedException,
  NoCredentialException,
} from '../client/get-exceptions.ts'
import { ServerRefusedError } from '../client/latchkey-server.ts'
import { NoAnswerError } from './auth-calls.ts'
import type { ElementWords, FailureWord } from './element-words.ts'

/** Something to be said. `bad` is a failure; `quiet` is no failure, only how it ended. */
export interface Message {
  readonly tone: 'good' | 'quiet' | 'bad'
  readonly text: string
}

const QUIET: ReadonlySet<FailureWord> = new Set<FailureWord>([
  'taken_back',
  'not_used',
  'no_passkey',
  'other_site',
  'interrupted',
  'not_created',
  'already_here',
  'stale',
  'not_found',
])

/** Refusals whose word is not their code. */
const WORD_OF: Readonly<Record<string, FailureWord>> = {
  challenge_expired: 'stale',
  challenge_invalid: 'stale',
  challenge_used: 'stale',
  malformed_credential: 'registration_failed',
  reauthentication_required: 'sign_in_again',
}

/** Of a username and a password. */
export const PASSWORD_WORDS: Readonly<Record<string, FailureWord>> = {
  authentication_failed: 'wrong_password',
}

/** Says what went wrong, whatever it was. `instead` has other words for some. */
export function explain(
  { failures }: ElementWords,
  error: unknown,
  instead: Readonly<Record<string, FailureWord>> = {},
): Message {
  const meant = meaning(error)
  const words = { ...WORD_OF, ...instead }
  const said = Object.hasOwn(words, meant) ? words[meant]! : meant
  const word = Object.hasOwn(failures, said) ? (said as FailureWord) : 'later'
  return { tone: QUIET.has(word) ? 'quiet' : 'bad', text: failures[word] }
}

function meaning(error: unknown): string {
  if (error instanceof NoAnswerError || error instanceof ServerRefusedError) return error.code
  return error instanceof CredentialManagerException ? browserWord(error) : 'browser'
}

function browserWord(error: CredentialManagerException): FailureWord {
  const isCreate = error instanceof CreateCredentialException
  if (error.diagnosis?.isPermitted === false) return 'blocked'
  if (
    error instanceof GetCredentialCancellationException ||
    error instanceof CreateCredentialCancellationException
  ) {
    // A browser does not say whether the person declined, waited too long or has no passkey.
    return isCreate ? 'not_created' : 'not_used'
  }
  if (error instanceof NoCredentialException) return 'no_passkey'
  if (
    error instanceof GetCredentialInterruptedException ||
    error instanceof CreateCredentialInterruptedException
  ) {
    return 'interrupted'
  }
  if (
    error instanceof GetCredentialUnsupportedException ||
    error instanceof CreateCredentialUnsupportedException
  ) {
    return 'unsupported'
  }
  if (error instanceof CreateCredentialNoCreateOptionException) return 'no_place'
  const isExcluded =
    error instanceof CreatePublicKeyCredentialDomException &&
    error.domError.name === 'InvalidStateError'
  return isExcluded ? 'already_here' : 'browser'
}
