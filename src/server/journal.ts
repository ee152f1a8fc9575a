/**
 * The journal: every act and every refusal becomes one entry of the log, whichever way the call came.
 *
 * @module
 */
import type { RouteName } from '../protocol/routes.ts'
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
}

/** Notes that an operation was done, if it is one that does something. */
export function noteAct(log: Services['log'], subject: CallSubject, reply: Reply): void {
  const { requestId, route, network } = subject
  if (route === undefined) return
  // Acts are noted when they succeed, too; mere questions only when they are refused.
  const { event, isAct } = OPERATIONS[route]
  if (isAct !== true) return
  const { accountId, credentialId } = reply
  log({
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
export function noteRefusal(log: Services['log'], subject: CallSubject, error: unknown): Refusal {
  const refusal = toRefusal(error)
  const { requestId, route, network } = subject
  const { accountId, credentialId } = refusal.details
  const broken = refusal.code === 'internal_error' || refusal.code === 'unavailable'
  log({
    level: broken ? 'error' : 'info',
    event: route === undefined ? (subject.event ?? 'request') : OPERATIONS[route].event,
    outcome: broken ? 'failed' : 'refused',
    reason: refusal.reason,
    code: refusal.code,
    requestId,
    accountId,
    credentialId,
    network,
    stack: broken ? stackOf(refusal.cause ?? refusal) : undefined,
  })
  return refusal
}

/** What is not a refusal is the database's fault, or a bug. */
function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof StoreError) return new Refusal('unavailable', error.code, { cause: error })
  return new Refusal('internal_error', 'bug', { cause: error })
}
