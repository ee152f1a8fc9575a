/**
 * The audit event of an act, stored in the act's own transaction (R164).
 *
 * @module
 */
import { type Act, changesOf, type Tables } from '../act.ts'
import { fromAudit } from '../records.ts'
import type { AuditEvent } from '../store.ts'

/** Stores an event. */
export function* recordAudit({ db }: Tables, audit: AuditEvent): Act<void> {
  yield* changesOf(db.insertInto('audit_events').values(fromAudit(audit)))
}

/** Stores an event as refused, for this reason. */
export function* recordRefusal(tables: Tables, audit: AuditEvent, reason: string): Act<void> {
  yield* recordAudit(tables, { ...audit, outcome: 'refused', reason })
}
