/**
 * The exceptions that a browser's errors become, by flow. What becomes which is in `ceremony.ts`.
 *
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
import type { DomError } from '../dom-error.ts'
import {
  GetCredentialCancellationException,
  type GetCredentialException,
  GetCredentialInterruptedException,
  GetCredentialUnknownException,
  GetCredentialUnsupportedException,
  GetPublicKeyCredentialDomException,
  NoCredentialException,
} from '../get-exceptions.ts'

type Exception<E> = new (message?: string, options?: ErrorOptions) => E

/** The exceptions of one flow. */
export interface Family<E> {
  /** The browser's method. */
  readonly method: 'get' | 'create'
  readonly absent: Exception<E>
  readonly cancelled: Exception<E>
  readonly interrupted: Exception<E>
  readonly unsupported: Exception<E>
  readonly unknown: Exception<E>
  readonly dom: new (domError: DomError, message?: string, options?: ErrorOptions) => E
  /** Besides these, what says that another request is in the way. */
  readonly busy?: string
}

/** A sign-in, and what it fails with. */
export const GET: Family<GetCredentialException> = {
  method: 'get',
  absent: NoCredentialException,
  cancelled: GetCredentialCancellationException,
  interrupted: GetCredentialInterruptedException,
  unsupported: GetCredentialUnsupportedException,
  unknown: GetCredentialUnknownException,
  dom: GetPublicKeyCredentialDomException,
  // Of a password. Of a new passkey it says that there is one already.
  busy: 'InvalidStateError',
}

/** A registration, and what it fails with. */
export const CREATE: Family<CreateCredentialException> = {
  method: 'create',
  absent: CreateCredentialNoCreateOptionException,
  cancelled: CreateCredentialCancellationException,
  interrupted: CreateCredentialInterruptedException,
  unsupported: CreateCredentialUnsupportedException,
  unknown: CreateCredentialUnknownException,
  dom: CreatePublicKeyCredentialDomException,
}
