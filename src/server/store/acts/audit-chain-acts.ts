/**
 * Sealing the audit log, reading it, and forgetting its oldest part.
 *
 * An event is stored in the transaction of its act without looking at any other (R164); a chain computed
 * there would make all sign-ins of all processes wait for each other. It becomes part of the chain a moment
 * later, here: under the lock of the chain's one head row, so that two sealers never give out one place twice.
 *
 * @module
 */
import { CompiledQuery } from 'kysely'
import { chain } from '../../audit-log/chain.ts'
import type { SealedEvent } from '../../audit-log/chain.ts'
import { type Act, changesOf, rowOf, rowsOf, type Tables } from '../act.ts'
import { type Template, template } from '../query-template.ts'
import { AUDIT_COLUMNS, type AuditValues, fromAudit, toAudit } from '../records.ts'
import type { AuditLogTable } from '../schema.ts'

/** Where the chain ends, and where what is kept of it begins: behind `basePosition`. */
export interface ChainHead {
  readonly position: number
  readonly hash: Uint8Array
  readonly basePosition: number
  readonly baseHash: Uint8Array
}

/**
 * R154: seals at most `limit` of the events that are waiting; answers how many. The order of the chain is
 * that in which they were committed, as near as the database tells.
 */
export function* sealEvents(tables: Tables, limit: number): Act<number> {
  const { db, locked, rowAddress } = tables
  const head = toHead(yield* rowOf(locked(db.selectFrom('audit_chain').selectAll())))
  const waiting = db.selectFrom('audit_events').select(rowAddress.as('address')).limit(limit)
  const rows = yield* rowsOf(
    db.deleteFrom('audit_events').where(rowAddress, 'in', waiting).returning(AUDIT_COLUMNS),
  )
  const last = yield* append(
    tables,
    rows.toSorted((one, other) => one.at - other.at),
    head,
  )
  if (last !== undefined) {
    yield* changesOf(
      db.updateTable('audit_chain').set({ position: last.position, hash: last.hash }),
    )
  }
  return rows.length
}

/** The head of the chain. */
export function* readHead({ db }: Tables): Act<ChainHead> {
  return toHead(yield* rowOf(db.selectFrom('audit_chain').selectAll()))
}

/** At most `limit` sealed events from `position` on, in the order of the chain. */
export function* readSealed(
  { db }: Tables,
  { position, limit }: { readonly position: number; readonly limit: number },
): Act<readonly SealedEvent[]> {
  const rows = yield* rowsOf(
    db
      .selectFrom('audit_log')
      .selectAll()
      .where('position', '>=', position)
      .orderBy('position')
      .limit(limit),
  )
  return rows.map(toSealed)
}

/**
 * Forgets at most `limit` sealed events from before `before`, oldest first and without a gap; answers how
 * many. The hash of the last of them stays, so that what follows can still be checked.
 */
export function* forgetSealed(
  { db, locked }: Tables,
  { before, limit }: { readonly before: number; readonly limit: number },
): Act<{ readonly forgotten: number; readonly head: ChainHead }> {
  const head = toHead(yield* rowOf(locked(db.selectFrom('audit_chain').selectAll())))
  const oldest = yield* rowsOf(
    db.selectFrom('audit_log').select(['position', 'at', 'hash']).orderBy('position').limit(limit),
  )
  const kept = oldest.findIndex(({ at }) => at >= before)
  const gone = kept === -1 ? oldest : oldest.slice(0, kept)
  const last = gone.at(-1)
  if (last === undefined) return { forgotten: 0, head }
  yield* changesOf(db.deleteFrom('audit_log').where('position', '<=', last.position))
  const base = { base_position: last.position, base_hash: last.hash }
  yield* changesOf(db.updateTable('audit_chain').set(base))
  return {
    forgotten: gone.length,
    head: { ...head, basePosition: last.position, baseHash: last.hash },
  }
}

const LOG_COLUMNS = ['position', ...AUDIT_COLUMNS, 'hash'] as const

/** So many rows go into one insert: its text is made once, and Kysely is not asked for every row. */
const CHUNK = 25

function* append(
  { db }: Tables,
  rows: readonly AuditValues[],
  head: ChainHead,
): Act<SealedEvent | undefined> {
  const sealed = chain(rows.map(toAudit), head)
  for (let start = 0; start < sealed.length; start += CHUNK) {
    const chunk = sealed.slice(start, start + CHUNK)
    const { sql, fill } = insertOf(db, chunk.length)
    const values = chunk.flatMap((event, index) => {
      const row: AuditLogTable = { position: event.position, ...fromAudit(event), hash: event.hash }
      return LOG_COLUMNS.map((column) => [`${column}_${index}`, row[column]] as const)
    })
    yield CompiledQuery.raw(sql, fill(Object.fromEntries(values)))
  }
  return sealed.at(-1)
}

const inserts = new WeakMap<object, Map<number, Template>>()

/** The insert of so many rows. */
function insertOf(db: Tables['db'], size: number): Template {
  const known = inserts.get(db) ?? new Map<number, Template>()
  inserts.set(db, known)
  const made =
    known.get(size) ??
    template((given: Readonly<Record<string, never>>) =>
      db.insertInto('audit_log').values(
        Array.from({ length: size }, (_, index) => {
          const row = LOG_COLUMNS.map((column) => [column, given[`${column}_${index}`]])
          return Object.fromEntries(row) as AuditLogTable
        }),
      ),
    )
  known.set(size, made)
  return made
}

function toSealed(row: AuditLogTable): SealedEvent {
  return { ...toAudit(row), position: row.position, hash: row.hash }
}

function toHead(
  row:
    | {
        readonly position: number
        readonly hash: Uint8Array
        readonly base_position: number
        readonly base_hash: Uint8Array
      }
    | undefined,
): ChainHead {
  if (row === undefined) throw new Error('the audit chain has no head')
  const { position, hash, base_position: basePosition, base_hash: baseHash } = row
  return { position, hash, basePosition, baseHash }
}
