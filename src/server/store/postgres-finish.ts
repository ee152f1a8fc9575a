/**
 * A sign-in's finish on PostgreSQL: one statement, which is one transaction and one round trip.
 *
 * R27–R30 in one piece of SQL. Its parts run in the order in which they need each other: the mark decides
 * who was first (a second copy waits there, holding nothing), then account and credential are locked, the
 * account first as everywhere, and what the locked rows say decides the rest. Should the credential turn
 * out not to do, mark and refused event are all that is kept.
 *
 * @module
 */
import { type Compilable, type Kysely, type RawBuilder, sql } from 'kysely'
import { type Template, template } from './query-template.ts'
import {
  AUDIT_COLUMNS,
  type AuditValues,
  fromAudit,
  fromSession,
  SESSION_COLUMNS,
  sessionIdBytes,
  type SessionValues,
} from './records.ts'
import type { StoreSchema } from './schema.ts'
import type { AuthenticationConflict, AuthenticationFinish } from './store.ts'

/** How exact a credential's last use is, in milliseconds. */
const LAST_USED_PRECISION = 60_000

type Given = {
  readonly digest: Uint8Array
  readonly key_id: number
  readonly issued_at: number
  readonly challenge_expires_at: number
  readonly credential: string
  readonly account: string
  readonly sign_count: number
  readonly any_count: number
  readonly backup_state: number
  readonly now: number
  readonly end_session: Uint8Array | null
} & { readonly [Column in keyof SessionValues as `session_${Column}`]: SessionValues[Column] } & {
  readonly [Column in keyof AuditValues as `audit_${Column}`]: AuditValues[Column]
}

/** What the statement answers. */
export interface Verdict {
  readonly conflict: AuthenticationConflict | null
}

/** Builds the statement. `databaseTime` is what its clock says, where that decides (R25). */
export function finishStatement(
  db: Kysely<StoreSchema>,
  databaseTime: RawBuilder<number> | undefined,
): Template {
  return template((given: Given): Compilable<Verdict> => {
    const text = sql<Verdict>`with ${limits(given, databaseTime)}, ${mark(given)}, ${state(given)},
      ${used(given)}, ${made(given)}, ${ended(given)}, ${verdict(given)}, ${recorded(given)}
      select conflict from verdict`
    return { compile: () => text.compile(db) }
  })
}

/** The values of a finish. */
export function finishValues(finish: AuthenticationFinish): Given {
  const { challenge, session, audit, endSessionId } = finish
  const ended = endSessionId === undefined ? undefined : sessionIdBytes(endSessionId)
  const values = {
    digest: challenge.digest,
    key_id: challenge.keyId,
    issued_at: challenge.issuedAt,
    challenge_expires_at: challenge.expiresAt,
    credential: finish.credentialId,
    account: finish.accountId,
    sign_count: finish.signCount,
    any_count: finish.signCountPolicy === 'report' ? 1 : 0,
    backup_state: Number(finish.backupState),
    now: session.createdAt,
    end_session: ended ?? null,
    ...prefixed('session_', fromSession(session)),
    ...prefixed('audit_', fromAudit(audit)),
  }
  return values as unknown as Given
}

function prefixed(prefix: string, values: object): object {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]))
}

const bigint = (value: number) => sql`cast(${value} as bigint)`

/** R25, R26: a challenge that expires at or before this instant is over. */
function limits(given: Given, databaseTime: RawBuilder<number> | undefined) {
  return sql`limits as (
    select greatest(coalesce(max(floor), 0), ${databaseTime ?? sql.lit(0)}) as expired
    from challenge_floors where key_id = ${given.key_id})`
}

function mark(given: Given) {
  return sql`mark as (
    insert into used_challenges (issued_at, digest, key_id, expires_at)
    select ${bigint(given.issued_at)}, cast(${given.digest} as bytea),
      cast(${given.key_id} as integer), ${bigint(given.challenge_expires_at)}
    from limits where ${bigint(given.challenge_expires_at)} > limits.expired
    on conflict do nothing
    returning key_id)`
}

/** Account and credential as they are now and stay until the commit, and what the counter rule of R62 says. */
function state(given: Given) {
  const count = bigint(given.sign_count)
  const grown = sql`(${count} > credentials.sign_count or (${count} = 0 and credentials.sign_count = 0))`
  return sql`state as (
    select credentials.id, accounts.session_epoch, accounts.disabled <> 0 as disabled,
      ${grown} as grown, (${grown} or cast(${given.any_count} as integer) = 1) as accepted
    from mark
      cross join accounts
      join credentials on credentials.account_id = accounts.id
    where accounts.id = ${given.account} and credentials.id = ${given.credential}
      and credentials.deleted_at is null
    for share of accounts for no key update of credentials)`
}

function used(given: Given) {
  const now = bigint(given.now)
  return sql`used as (
    update credentials set
      clone_suspected_at = case when state.grown then clone_suspected_at else ${now} end,
      sign_count = greatest(sign_count, ${bigint(given.sign_count)}),
      backup_state = case when state.accepted then cast(${given.backup_state} as integer) else backup_state end,
      last_used_at = case
        when state.accepted and coalesce(last_used_at, 0) + ${sql.lit(LAST_USED_PRECISION)} <= ${now} then ${now}
        else last_used_at end
    from state where credentials.id = state.id and not state.disabled)`
}

function made(given: Given) {
  const columns = SESSION_COLUMNS.map((column) => sql.ref(column))
  const values = SESSION_COLUMNS.map((column) => sql`${given[`session_${column}`]}`)
  return sql`made as (
    insert into sessions (${sql.join(columns)}, epoch)
    select ${sql.join(values)}, state.session_epoch
    from state where state.accepted and not state.disabled)`
}

function ended(given: Given) {
  return sql`ended as (
    delete from sessions using state
    where sessions.id = cast(${given.end_session} as bytea) and state.accepted and not state.disabled)`
}

function verdict(given: Given) {
  return sql`verdict as (
    select case
      when ${bigint(given.challenge_expires_at)} <= limits.expired then 'challenge_expired'
      when not exists (select from mark) then 'challenge_used'
      when not exists (select from state) then 'credential_gone'
      when exists (select from state where state.disabled) then 'account_disabled'
      when exists (select from state where not state.accepted) then 'sign_count_regressed'
    end as conflict from limits)`
}

/** Nothing is recorded of a challenge that was not this one's to use. */
function recorded(given: Given) {
  const columns = AUDIT_COLUMNS.map((column) => sql.ref(column))
  const values = AUDIT_COLUMNS.map((column) => {
    const value = sql`${given[`audit_${column}`]}`
    if (column === 'outcome') {
      return sql`case when conflict is null then cast(${value} as text) else 'refused' end`
    }
    return column === 'reason' ? sql`coalesce(conflict, ${value})` : value
  })
  return sql`recorded as (
    insert into audit_events (${sql.join(columns)})
    select ${sql.join(values)} from verdict where exists (select from mark))`
}
