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

/**
 * What a `NotAllowedError` means: nothing was there and nothing was shown; a person may have left the
 * dialog; the page was not allowed to ask at all.
 */
export type Denial = 'absent' | 'cancelled' | 'blocked'

type Exception<E> = new (message?: string, options?: ErrorOptions) => E

/** The exceptions of one flow. */
export interface Family<E> {
  readonly absent: Exception<E>
  readonly cancelled: Exception<E>
  readonly interrupted: Exception<E>
  readonly unsupported: Exception<E>
  readonly unknown: Exception<E>
  readonly dom: new (domError: DomError, message?: string, options?: ErrorOptions) => E
  /** Besides these, what says that another request is in the way. */
  readonly busy?: string
}

/** What a sign-in fails with. */
export const GET: Family<GetCredentialException> = {
  absent: NoCredentialException,
  cancelled: GetCredentialCancellationException,
  interrupted: GetCredentialInterruptedException,
  unsupported: GetCredentialUnsupportedException,
  unknown: GetCredentialUnknownException,
  dom: GetPublicKeyCredentialDomException,
  // Of a password. Of a new passkey it says that there is one already.
  busy: 'InvalidStateError',
}

/** What a registration fails with. */
export const CREATE: Family<CreateCredentialException> = {
  absent: CreateCredentialNoCreateOptionException,
  cancelled: CreateCredentialCancellationException,
  interrupted: CreateCredentialInterruptedException,
  unsupported: CreateCredentialUnsupportedException,
  unknown: CreateCredentialUnknownException,
  dom: CreatePublicKeyCredentialDomException,
}

/** Names what a browser rejected with. `denial` is asked what a `NotAllowedError` means. */
export function failure<E>(family: Family<E>, cause: unknown, denial: () => Denial): E {
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause))
  const rest = [message, { cause }] as const
  const dom = (known: string) => new family.dom(domError(known), ...rest)
  switch (name) {
    case 'NotAllowedError': {
      const meaning = denial()
      return meaning === 'blocked' ? dom(name) : new family[meaning](...rest)
    }
    case 'NotSupportedError':
      return new family.unsupported(...rest)
    case 'OperationError':
    case 'AbortError':
    case family.busy:
      return new family.interrupted(...rest)
    // The request JSON does not hold what it should.
    case 'TypeError':
    case 'RangeError':
      return dom('DataError')
    // How `atob` says what the browser's own converter calls an EncodingError.
    case 'InvalidCharacterError':
      return dom('EncodingError')
  }
  return cause instanceof DOMException ? dom(name) : new family.unknown(...rest)
}
