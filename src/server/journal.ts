/**
 * The journal: every act and every refusal becomes one entry of the log, whichever way the call came.
 *
 * @module
 */
import type { RouteName } from '../protocol/route-table.ts'
import { stackOf } from './audit.ts'
import type { EventName } from './audit.ts'
import { OPERATIONS } from './operations.ts'
import type { Reply } from './operations/operation.ts'
import { Refusal } from './refusal.ts'
import type { Services } from './services.ts'
import { StoreError } from './store/errors.ts'

/** Which call an entry is about. */
export interface CallSubject {
  readonly requestId: string
  /** Absent when the request was refused before it had a route. */
  readonly route?: RouteName | undefined
  /** What it is called when it is no operation of a route. */
  readonly event?: EventName | undefined
  /** The caller's network, if there is one. */
  readonly network?: string | undefined
  /** When the call came, by `performance.now()`; absent when nobody measures. */
  readonly began?: number | undefined
}

/** Where it is noted how calls ended: the log, the measurements, and the host's hook. */
export type Journal = Pick<Services, 'log' | 'telemetry' | 'tell'>

/** Notes that an operation was done, if it is one that does something. */
export function noteAct(journal: Journal, subject: CallSubject, reply: Reply): void {
  const { requestId, route, network } = subject
  if (route === undefined) return
  const { purpose, granted = false } = reply
  const seconds = secondsSince(subject)
  journal.telemetry?.call({ route, outcome: 'accepted', seconds, purpose, granted })
  // Acts are noted when they succeed, too; mere questions only when they are refused.
  const { event, isAct } = OPERATIONS[route]
  if (isAct !== true) return
  const { accountId, credentialId } = reply
  journal.tell?.({
    event,
    requestId,
    ...(accountId !== undefined && { accountId }),
    ...(credentialId !== undefined && { credentialId }),
  })
  journal.log({
    level: 'info',
    event,
    outcome: 'accepted',
    requestId,
    accountId,
    credentialId,
    network,
  })
}

/** Notes what was thrown, and gives it back as the refusal it is. */
export function noteRefusal(journal: Journal, subject: CallSubject, error: unknown): Refusal {
  const refusal = toRefusal(error)
  const { requestId, route, network } = subject
  const { code, reason } = refusal
  const { accountId, credentialId } = refusal.details
  const broken = code === 'internal_error' || code === 'unavailable'
  const outcome = broken ? 'failed' : 'refused'
  const seconds = secondsSince(subject)
  journal.telemetry?.call({ route, outcome, code, reason, seconds })
  journal.log({
    level: broken ? 'error' : 'info',
    event: route === undefined ? (subject.event ?? 'request') : OPERATIONS[route].event,
    outcome,
    reason,
    code,
    requestId,
    accountId,
    credentialId,
    network,
    stack: broken ? stackOf(refusal.cause ?? refusal) : undefined,
  })
  return refusal
}

function secondsSince({ began }: CallSubject): number | undefined {
  return began === undefined ? undefined : (performance.now() - began) / 1000
}

/** What is not a refusal is the database's fault, or a bug. */
function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof StoreError) return new Refusal('unavailable', error.code, { cause: error })
  return new Refusal('internal_error', 'bug', { cause: error })
}
