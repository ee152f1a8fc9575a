/**
 * From what a browser rejects with to what Credential Manager throws.
 *
 * A browser hides on purpose why there is no passkey: cancelled, timed out, none there, not verified
 * are all one `NotAllowedError`. Nothing here claims to know more than that; only what the page itself
 * did wrong is told apart. The browser's error is kept as `cause`.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-privacy-considerations-client} WebAuthn L3 §14.5
 * @module
 */
import {
  CreateCredentialCancellationException,
  type CreateCredentialException,
  CreateCredentialInterruptedException,
  CreateCredentialNoCreateOptionException,
  CreateCredentialUnknownException,
  CreateCredentialUnsupportedException,
  CreatePublicKeyCredentialDomException,
} from '../create-exceptions.ts'
import { type DomError, domError } from '../dom-error.ts'
import {
  GetCredentialCancellationException,
  type GetCredentialException,
  GetCredentialInterruptedException,
  GetCredentialUnknownException,
  GetCredentialUnsupportedException,
  GetPublicKeyCredentialDomException,
  NoCredentialException,
} from '../get-exceptions.ts'

/** What is known about a failed call besides the browser's error. */
export interface Circumstances {
  /** Nothing was shown that a person could have cancelled. */
  readonly silent?: boolean
  /** The page was not allowed to ask at all, whatever is there. */
  readonly blocked?: boolean
}

type Exception<E> = new (message?: string, options?: ErrorOptions) => E

interface Family<E> {
  readonly absent: Exception<E>
  readonly cancelled: Exception<E>
  readonly interrupted: Exception<E>
  readonly unsupported: Exception<E>
  readonly unknown: Exception<E>
  readonly dom: new (domError: DomError, message?: string, options?: ErrorOptions) => E
  /** Besides these, what says that another request is in the way. */
  readonly busy?: string
}

const GET: Family<GetCredentialException> = {
  absent: NoCredentialException,
  cancelled: GetCredentialCancellationException,
  interrupted: GetCredentialInterruptedException,
  unsupported: GetCredentialUnsupportedException,
  unknown: GetCredentialUnknownException,
  dom: GetPublicKeyCredentialDomException,
  // Of a password. Of a new passkey it says that there is one already.
  busy: 'InvalidStateError',
}

const CREATE: Family<CreateCredentialException> = {
  absent: CreateCredentialNoCreateOptionException,
  cancelled: CreateCredentialCancellationException,
  interrupted: CreateCredentialInterruptedException,
  unsupported: CreateCredentialUnsupportedException,
  unknown: CreateCredentialUnknownException,
  dom: CreatePublicKeyCredentialDomException,
}

/** Names the failure of a sign-in. */
export function getFailure(error: unknown, circumstances: Circumstances): GetCredentialException {
  return failure(GET, error, circumstances)
}

/** Names the failure of a registration. */
export function createFailure(
  error: unknown,
  circumstances: Circumstances,
): CreateCredentialException {
  return failure(CREATE, error, circumstances)
}

function failure<E>(family: Family<E>, cause: unknown, { silent, blocked }: Circumstances): E {
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause))
  const rest = [message, { cause }] as const
  switch (name) {
    case 'NotAllowedError':
      if (blocked) break
      return new family[silent ? 'absent' : 'cancelled'](...rest)
    case 'NotSupportedError':
      return new family.unsupported(...rest)
    case 'OperationError':
    case 'AbortError':
    case family.busy:
      return new family.interrupted(...rest)
    // The request JSON does not hold what it should.
    case 'TypeError':
    case 'RangeError':
      return new family.dom(domError('DataError'), ...rest)
    // How `atob` says what the browser's own converter calls an EncodingError.
    case 'InvalidCharacterError':
      return new family.dom(domError('EncodingError'), ...rest)
  }
  return cause instanceof DOMException
    ? new family.dom(domError(name), ...rest)
    : new family.unknown(...rest)
}
