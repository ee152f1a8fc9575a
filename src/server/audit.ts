/**
 * The audit trail: one event for each security-relevant act, in the database and in the log (security.md
 * R161–R165).
 *
 * An event is made of words and internal ids only. Nothing a client sent gets into one, so no secret and
 * no line break of a stranger can.
 *
 * @module
 */
import type { ProblemCode } from '../protocol/problem.ts'
import type { AuditEvent } from './store/store.ts'

/** What happened. */
export type EventName =
  | 'authentication'
  | 'authentication.options'
  | 'registration'
  | 'registration.automatic'
  | 'registration.options'
  | 'session.read'
  | 'session.end'
  | 'session.list'
  | 'session.end_others'
  | 'session.end_one'
  | 'session.token'
  | 'reauthentication'
  | 'reauthentication.options'
  | 'proof.use'
  | 'restore.registration'
  | 'account.read'
  | 'account.update'
  | 'account.delete'
  | 'signals'
  | 'passkey.list'
  | 'passkey.rename'
  | 'passkey.delete'
  | 'federated'
  | 'federated.options'
  | 'identity.list'
  | 'identity.link'
  | 'identity.unlink'
  | 'issuer.keys'
  | 'issuer.end_sessions'
  | 'password.authentication'
  | 'password.registration'
  | 'password.set'
  | 'password.remove'
  | 'password.breach_check'
  | 'sign_count.regressed'
  | 'request'
  | 'server.started'
  | 'server.stopped'
  | 'clock.astray'
  | 'sweep'
  | 'session.touch'
  | 'email.read'
  | 'email.change'
  | 'email.remove'
  | 'email.confirm'
  | 'email.undo'
  | 'email.proof'
  | 'recovery'
  | 'recovery.options'
  | 'recovery.codes'
  | 'recovery.codes.read'
  | 'account.enrol_link'
  | 'import.account'
  | 'import.passkey'
  | 'mail'
  | 'notice'
  | 'errand'
  | 'keys.retired'
  | 'audit.pruned'
  | 'audit.seal'
  | 'webhook'
  | 'hook'

/** One line of the log. */
export interface LogEntry {
  /** ISO 8601, UTC. */
  readonly time: string
  readonly level: 'info' | 'warn' | 'error'
  readonly event: EventName
  readonly outcome: 'accepted' | 'refused' | 'failed'
  /** Why it was refused or failed; finer than the wire code. */
  readonly reason?: string | undefined
  /** The wire code of a refusal. */
  readonly code?: ProblemCode | undefined
  readonly requestId?: string | undefined
  readonly accountId?: string | undefined
  /** Row id, never the credential id. */
  readonly credentialId?: string | undefined
  /** The caller's network: addresses are cut to /24 and /48. */
  readonly network?: string | undefined
  /** Places in our code, without the message, which may hold anything. */
  readonly stack?: readonly string[] | undefined
}

/** What an audit event is about. */
export interface AuditSubject {
  readonly at: number
  readonly requestId: string
  readonly event: EventName
  readonly accountId?: string | undefined
  readonly credentialId?: string | undefined
}

/** The event of an act that succeeds; stored in the transaction of the act. */
export function acceptedEvent(subject: AuditSubject): AuditEvent {
  const { at, requestId, event, accountId, credentialId } = subject
  return { at, requestId, event, outcome: 'accepted', reason: undefined, accountId, credentialId }
}

/** The event of an act that was refused after it had used something up. */
export function refusedEvent(subject: AuditSubject, reason: string): AuditEvent {
  return { ...acceptedEvent(subject), outcome: 'refused', reason }
}

/** Writes an entry as one line of JSON to the standard error stream. */
export function writeLogLine(entry: LogEntry): void {
  process.stderr.write(`${JSON.stringify(entry)}\n`)
}

/** The network an address belongs to; enough to see a pattern, not enough to find a person. */
export function networkOf(address: string | undefined): string | undefined {
  if (address === undefined) return undefined
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  const plain = mapped?.[1] ?? address
  const four = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(plain)
  if (four !== null) return `${four[1]}.0/24`
  if (!/^[\da-f:]{2,39}$/i.test(plain)) return undefined
  const head = plain.split('::')[0]!.split(':').slice(0, 3).join(':')
  return `${head}::/48`
}

/** Where an error came from, without a word of what it says. */
export function stackOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [typeof error]
  const { name, message, stack = '' } = error
  // The stack begins with the message, and that may look like anything, even like a stack.
  const behind = stack.slice(Math.max(0, stack.indexOf(message)) + message.length)
  const places = behind.split('\n').filter((line) => /^ {4}at /.test(line))
  return [name, ...places.slice(0, 12).map((line) => line.trim())]
}
