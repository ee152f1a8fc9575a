/**
 * Why a metadata blob was not taken over.
 *
 * @module
 */
import { LatchkeyError } from '../../errors.ts'

/** Which rule the blob broke. */
export type MetadataErrorCode =
  | 'metadata_malformed'
  | 'metadata_signer_mismatch'
  | 'metadata_signature_invalid'
  | 'metadata_chain_invalid'
  | 'metadata_rolled_back'

/** Thrown when a metadata blob is refused. The one before it stays in use. */
export class MetadataError extends LatchkeyError<MetadataErrorCode> {
  override readonly name = 'MetadataError'
}
