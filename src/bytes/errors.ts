/**
 * The error of floor 0: bytes or text that do not follow their encoding.
 *
 * @module
 */
import { LatchkeyError } from '../errors.ts'

/** Which encoding the input broke. */
export type BytesErrorCode = 'base64url_malformed' | 'cbor_malformed' | 'der_malformed'

/** Thrown by the decoders of this floor, and by nothing else. */
export class BytesError extends LatchkeyError<BytesErrorCode> {
  override readonly name = 'BytesError'
}
