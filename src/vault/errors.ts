/**
 * The error of a vault.
 *
 * @module
 */
import { LatchkeyError } from '../errors.ts'

/**
 * What went wrong.
 * - `vault_missing`, `vault_exists`: there is none to open; there is one already.
 * - `vault_locked`: unlock it first.
 * - `wrong_password`: this password does not open it, or its header was changed.
 * - `vault_malformed`: these bytes are no vault, or ask for more than any vault does.
 * - `vault_version_unknown`: a vault of a later release.
 * - `vault_truncated`: the end is missing.
 * - `vault_tampered`: the password is right, the contents are not what was saved.
 * - `vault_replaced`: another process gave it another password meanwhile; it is locked now.
 * - `vault_unavailable`: the disk or the database did not do what it was asked. What was saved before is
 *   still there.
 * - `item_unknown`: there is no such item in it.
 */
export type VaultErrorCode =
  | 'item_unknown'
  | 'vault_exists'
  | 'vault_locked'
  | 'vault_malformed'
  | 'vault_missing'
  | 'vault_replaced'
  | 'vault_tampered'
  | 'vault_truncated'
  | 'vault_unavailable'
  | 'vault_version_unknown'
  | 'wrong_password'

/** Thrown by everything a vault does. */
export class VaultError extends LatchkeyError<VaultErrorCode> {
  override readonly name = 'VaultError'
}
