/**
 * The queries about accounts and their credentials.
 *
 * @module
 */
import type { DatabaseSync } from 'node:sqlite'
import { type Kysely, sql } from 'kysely'
import type { AccountTable, CredentialTable, StoreSchema } from './schema.ts'
import { statement } from './sqlite-statement.ts'

/**
 * How exact a credential's last use is, in milliseconds. SQLite does not write a page whose row comes out
 * as it was, so a person who signs in often costs one random page less each time.
 */
const LAST_USED_PRECISION = 60_000

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
  Exclude<keyof CredentialTable, 'clone_suspected_at' | 'deleted_at'>
>

/** An interface as a plain record type, which is what values of a statement are. */
type Fields<Row> = { readonly [Column in keyof Row]: Row[Column] }

const CREDENTIAL = [
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
] as const

/** Builds and prepares them for one connection. */
export function accountQueries(database: DatabaseSync, db: Kysely<StoreSchema>) {
  return {
    accountByUsernameKey: statement(database, (given: { readonly key: string }) =>
      db.selectFrom('accounts').select(ACCOUNT).where('username_key', '=', given.key),
    ),
    /** Changes no row when the name is taken. */
    insertAccount: statement(database, (given: Fields<AccountTable>) =>
      db
        .insertInto('accounts')
        .values({
          id: given.id,
          username: given.username,
          username_key: given.username_key,
          display_name: given.display_name,
          user_handle: given.user_handle,
          session_epoch: given.session_epoch,
          disabled: given.disabled,
          created_at: given.created_at,
        })
        .onConflict((conflict) => conflict.column('username_key').doNothing()),
    ),
  }
}

/** Builds and prepares them for one connection. */
export function credentialQueries(database: DatabaseSync, db: Kysely<StoreSchema>) {
  const live = db.selectFrom('credentials').where('credentials.deleted_at', 'is', null)
  return {
    /** In the order of the random row id, which no outsider knows. */
    credentialsOfAccount: statement(database, (given: { readonly account: string }) =>
      live
        .select(CREDENTIAL)
        .where('account_id', '=', given.account)
        .where('kind', '=', sql.lit('passkey'))
        .orderBy('credentials.id'),
    ),
    credentialWithAccount: statement(database, (given: { readonly credential: string }) =>
      live
        .innerJoin('accounts', 'accounts.id', 'credentials.account_id')
        .select([...CREDENTIAL, ...ACCOUNT])
        .where('credentials.credential_id', '=', given.credential),
    ),
    credentialOfAccount: statement(
      database,
      (given: { readonly account: string; readonly id: string }) =>
        live
          .select('credentials.id')
          .where('id', '=', given.id)
          .where('account_id', '=', given.account),
    ),
    countPasskeys: statement(database, (given: { readonly account: string }) =>
      live
        .select((query) => query.fn.countAll<number>().as('count'))
        .where('account_id', '=', given.account)
        .where('kind', '=', sql.lit('passkey')),
    ),
    /** Changes no row when the credential id is known, to anyone and even if deleted (R50, R93). */
    insertCredential: statement(database, (given: CredentialRow) =>
      db
        .insertInto('credentials')
        .values({
          id: given.id,
          account_id: given.account_id,
          kind: given.kind,
          credential_id: given.credential_id,
          public_key: given.public_key,
          algorithm: given.algorithm,
          sign_count: given.sign_count,
          transports: given.transports,
          aaguid: given.aaguid,
          uv_initialized: given.uv_initialized,
          backup_eligible: given.backup_eligible,
          backup_state: given.backup_state,
          attestation_format: given.attestation_format,
          name: given.name,
          created_at: given.created_at,
          last_used_at: given.last_used_at,
          clone_suspected_at: null,
          deleted_at: null,
        })
        .onConflict((conflict) => conflict.column('credential_id').doNothing()),
    ),
    /** R27's guarded update: owner, not deleted, owner enabled, and the counter rule of R62. */
    useCredential: statement(
      database,
      (given: {
        readonly id: string
        readonly account: string
        readonly sign_count: number
        readonly any_count: number
        readonly backup_state: number
        readonly now: number
      }) =>
        db
          .updateTable('credentials')
          .set({
            clone_suspected_at: sql`case when sign_count >= ${given.sign_count} and sign_count > 0 then ${given.now} else clone_suspected_at end`,
            sign_count: sql`max(sign_count, ${given.sign_count})`,
            backup_state: given.backup_state,
            last_used_at: sql`case when last_used_at > ${given.now} - ${LAST_USED_PRECISION} then last_used_at else ${given.now} end`,
          })
          .where('id', '=', given.id)
          .where('account_id', '=', given.account)
          .where('deleted_at', 'is', null)
          .where(
            sql<boolean>`(${given.sign_count} > sign_count or (${given.sign_count} = 0 and sign_count = 0) or ${given.any_count})`,
          )
          .where((query) =>
            query.exists(
              query
                .selectFrom('accounts')
                .select('accounts.id')
                .where('accounts.id', '=', given.account)
                .where('accounts.disabled', '=', sql.lit(0)),
            ),
          ),
    ),
    /** Why the guarded update found nothing. */
    credentialState: statement(
      database,
      (given: { readonly id: string; readonly account: string }) =>
        live
          .innerJoin('accounts', 'accounts.id', 'credentials.account_id')
          .select('accounts.disabled')
          .where('credentials.id', '=', given.id)
          .where('credentials.account_id', '=', given.account),
    ),
    suspectClone: statement(database, (given: { readonly id: string; readonly now: number }) =>
      db
        .updateTable('credentials')
        .set({ clone_suspected_at: given.now })
        .where('id', '=', given.id),
    ),
    renameCredential: statement(
      database,
      (given: { readonly account: string; readonly id: string; readonly name: string }) =>
        db
          .updateTable('credentials')
          .set({ name: given.name })
          .where('id', '=', given.id)
          .where('account_id', '=', given.account)
          .where('deleted_at', 'is', null)
          .returning(CREDENTIAL),
    ),
    /** Leaves a tombstone: the credential id stays taken, nothing is left to verify with. */
    buryCredential: statement(
      database,
      (given: { readonly account: string; readonly id: string; readonly now: number }) =>
        db
          .updateTable('credentials')
          .set({ deleted_at: given.now, public_key: '', name: null, transports: '[]' })
          .where('id', '=', given.id)
          .where('account_id', '=', given.account)
          .where('deleted_at', 'is', null),
    ),
  }
}
