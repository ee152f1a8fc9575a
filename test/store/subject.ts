/** What a store's test brings. */
import type { AuditEvent, Store } from '../../src/server/store/store.ts'

/** An open store, and what the tests do behind its back. */
export interface Subject {
  readonly store: Store
  /** Every audit event, oldest first. */
  auditEvents(): Promise<readonly Pick<AuditEvent, 'event' | 'outcome' | 'reason'>[]>
  countSessions(): Promise<number>
  countUsedChallenges(): Promise<number>
  disableAccount(id: string): Promise<void>
  raiseSessionEpoch(accountId: string): Promise<void>
  isCloneSuspected(credentialId: string): Promise<boolean>
}
