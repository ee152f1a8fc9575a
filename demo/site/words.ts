/**
 * Step 6 of the guide: what each failure means to the person, in words they can act on.
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
  GetCredentialCancellationException,
  GetCredentialException,
  GetCredentialInterruptedException,
  GetCredentialUnsupportedException,
  NoCredentialException,
} from 'latchkey/client'
import { ServerProblem } from './auth-server.ts'
import type { Message } from './message.ts'

const quiet = (text: string): Message => ({ tone: 'quiet', text })
const bad = (text: string): Message => ({ tone: 'bad', text })

/** Says what went wrong, whatever it was. */
export function explain(error: unknown): Message {
  if (error instanceof GetCredentialException) return explainGet(error)
  if (error instanceof CreateCredentialException) return explainCreate(error)
  if (error instanceof ServerProblem) return explainProblem(error)
  if (error instanceof DOMException && error.name === 'AbortError') {
    return quiet('Taken back. Nothing was changed.')
  }
  console.error(error)
  return bad('Something went wrong on this page. Please reload it and try again.')
}

function explainGet(error: GetCredentialException): Message {
  // A browser does not say whether the person declined, waited too long or has no passkey.
  if (error instanceof GetCredentialCancellationException) {
    return quiet('No passkey was used. Try again whenever you like.')
  }
  if (error instanceof NoCredentialException) {
    return quiet(
      'There is no passkey for this site here. Create an account, or use another device.',
    )
  }
  if (error instanceof GetCredentialInterruptedException) {
    return quiet('The browser was busy with another question. Please try again.')
  }
  if (error instanceof GetCredentialUnsupportedException) {
    return bad('This browser cannot use passkeys. Please open this page in another one.')
  }
  return bad('The browser could not ask for your passkey. Please reload the page and try again.')
}

function explainCreate(error: CreateCredentialException): Message {
  if (error instanceof CreateCredentialCancellationException) {
    return quiet('No passkey was created. Try again whenever you like.')
  }
  if (
    error instanceof CreatePublicKeyCredentialDomException &&
    error.domError.name === 'InvalidStateError'
  ) {
    return quiet(
      'You already have a passkey here. It opens this account; there is no need for two.',
    )
  }
  if (error instanceof CreateCredentialInterruptedException) {
    return quiet('The browser was busy with another question. Please try again.')
  }
  if (error instanceof CreateCredentialNoCreateOptionException) {
    return bad('Nothing on this device can keep a passkey. Turn on screen lock, or use a phone.')
  }
  if (error instanceof CreateCredentialUnsupportedException) {
    return bad('This browser cannot create passkeys. Please open this page in another one.')
  }
  return bad('The browser could not create a passkey. Please reload the page and try again.')
}

function explainProblem({ code, retryAfter }: ServerProblem): Message {
  switch (code) {
    case 'credential_unknown':
      return bad('This passkey is not known here any more. Please use another one.')
    case 'authentication_failed':
      return bad('That passkey does not open this account. Please use another one.')
    case 'challenge_expired':
    case 'challenge_invalid':
    case 'challenge_used':
      return quiet('That took too long, or this page was open twice. Please try again.')
    case 'username_taken':
      return bad('Somebody has this username already. Please choose another one.')
    case 'invalid_request':
      return bad('That is not something this site can keep. Please check what you typed.')
    case 'registration_failed':
    case 'malformed_credential':
      return bad('That passkey was not accepted. Please try again, perhaps in another place.')
    case 'credential_exists':
      return bad('This passkey is in use already. Please create another one.')
    case 'passkey_limit':
      return bad('This account has as many passkeys as it may have. Delete one first.')
    case 'last_sign_in_method':
      return bad('This is your only passkey. Create another one first, then delete this one.')
    case 'session_required':
      return bad('You are not signed in any more. Please sign in again.')
    case 'reauthentication_required':
      return bad('That needs a fresh sign-in. Please sign out and in again.')
    case 'not_found':
      return quiet('This passkey was deleted already.')
    case 'rate_limited':
      return bad(`Too many attempts. Please wait ${waitingTime(retryAfter)} and try again.`)
    case 'unreachable':
      return bad('The server cannot be reached. Is this device online?')
    default:
      return bad('The server could not do that just now. Please try again in a moment.')
  }
}

function waitingTime(seconds = 60): string {
  if (seconds < 90) return 'a minute'
  return `${Math.ceil(seconds / 60)} minutes`
}
