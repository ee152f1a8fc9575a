/**
 * DOM errors by their Credential Manager names.
 *
 * A browser rejects with a `DOMException`; Android names the same errors with type strings. This is the
 * bridge: the name stays the DOM's, the type string is derived from it.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/exceptions/domerrors/package-summary}
 * @module
 */
import { androidxType } from './androidx-type.ts'

/** The DOM errors that Credential Manager has a class for. */
export const DOM_ERROR_NAMES = [
  'AbortError',
  'ConstraintError',
  'DataCloneError',
  'DataError',
  'EncodingError',
  'HierarchyRequestError',
  'InUseAttributeError',
  'InvalidCharacterError',
  'InvalidModificationError',
  'InvalidNodeTypeError',
  'InvalidStateError',
  'NamespaceError',
  'NetworkError',
  'NoModificationAllowedError',
  'NotAllowedError',
  'NotFoundError',
  'NotReadableError',
  'NotSupportedError',
  'OperationError',
  'OptOutError',
  'QuotaExceededError',
  'ReadOnlyError',
  'SecurityError',
  'SyntaxError',
  'TimeoutError',
  'TransactionInactiveError',
  'UnknownError',
  'VersionError',
  'WrongDocumentError',
] as const

/** See {@link DOM_ERROR_NAMES}. */
export type DomErrorName = (typeof DOM_ERROR_NAMES)[number]

/** Which DOM error a provider answered with. */
export interface DomError {
  /** The DOM's name, such as `InvalidStateError`. Newer browsers may know names that are not listed. */
  readonly name: DomErrorName | (string & Record<never, never>)
  /** The androidx name, such as `androidx.credentials.TYPE_INVALID_STATE_ERROR`. */
  readonly type: string
}

/** Names a DOM error the androidx way: `NotAllowedError` becomes `…TYPE_NOT_ALLOWED_ERROR`. */
export function domError(name: DomError['name']): DomError {
  return { name, type: androidxType(name) }
}
