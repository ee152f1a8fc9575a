/**
 * The queries that read accounts and their credentials, the same for every database.
 *
 * @module
 */
import { type Kysely, sql } from 'kysely'
import type { CredentialTable, StoreSchema } from './schema.ts'

/** A row that holds an account's columns. */
export interface AccountRow {
  readonly account_id: string
  readonly username: string
  readonly display_name: string
  readonly user_handle: string
  readonly session_epoch: number
  readonly disabled: number
  readonly account_created_at: number
}

/** The columns of an {@link AccountRow}. */
export const ACCOUNT = [
  'accounts.id as account_id',
  'accounts.username',
  'accounts.display_name',
  'accounts.user_handle',
  'accounts.session_epoch',
  'accounts.disabled',
  'accounts.created_at as account_created_at',
] as const

/** A row that holds a credential's columns. */
export type CredentialRow = Pick<
  Fields<CredentialTable>,
  Exclude<keyof CredentialTable, 'clone_suspected_at' | 'deleted_at' | 'device_key'>
>

/** An interface as a plain record type, which is what values of a statement are. */
type Fields<Row> = { readonly [Column in keyof Row]: Row[Column] }

/** The columns of a {@link CredentialRow}. */
export const CREDENTIAL = [
  'credentials.id',
  'credentials.account_id',
  'credentials.kind',
  'credentials.credential_id',
  'credentials.public_key',
  'credentials.algorithm',
  'credentials.sign_count',
  'credentials.transports',
  'credentials.aaguid',
  'credentials.uv_initialized',
  'credentials.backup_eligible',
  'credentials.backup_state',
  'credentials.attestation_format',
  'credentials.name',
  'credentials.created_at',
  'credentials.last_used_at',
  'credentials.imported_handle',
] as const

/** Builds them, around holes for their values. */
export function accountQueries(db: Kysely<StoreSchema>) {
  const live = db.selectFrom('credentials').where('credentials.deleted_at', 'is', null)
  return {
    accountByUsernameKey: (given: { readonly key: string }) =>
      db.selectFrom('accounts').select(ACCOUNT).where('username_key', '=', given.key),
    /** In the order of the random row id, which no outsider knows. */
    credentialsOfAccount: (given: { readonly account: string }) =>
      live
        .select(CREDENTIAL)
        .where('account_id', '=', given.account)
        .where('kind', '=', sql.lit('passkey'))
        .orderBy('credentials.id'),
    credentialWithAccount: (given: { readonly credential: string }) =>
      live
        .innerJoin('accounts', 'accounts.id', 'credentials.account_id')
        .select([...CREDENTIAL, ...ACCOUNT])
        .where('credentials.credential_id', '=', given.credential),
  }
}
