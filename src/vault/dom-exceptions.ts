/**
 * The software authenticator's refusals under their Credential Manager names.
 *
 * @module
 */
import { AuthenticatorError } from '../authenticator/errors.ts'
import { CreatePublicKeyCredentialDomException } from '../client/create-exceptions.ts'
import { domError } from '../client/dom-error.ts'
import { GetPublicKeyCredentialDomException } from '../client/get-exceptions.ts'

/** A refusal of a sign-in. */
export const getDomException = (name: string, message: string, options?: ErrorOptions) =>
  new GetPublicKeyCredentialDomException(domError(name), message, options)

/** A refusal of a new passkey. */
export const createDomException = (name: string, message: string, options?: ErrorOptions) =>
  new CreatePublicKeyCredentialDomException(domError(name), message, options)

/** Names what the authenticator threw; anything else stays what it is. */
export function asDomException(
  error: unknown,
  make: typeof getDomException | typeof createDomException,
): unknown {
  if (error instanceof AuthenticatorError) {
    return make(error.domName, error.message, { cause: error })
  }
  // Options that no browser would take.
  if (error instanceof TypeError) return make('DataError', error.message, { cause: error })
  return error
}
