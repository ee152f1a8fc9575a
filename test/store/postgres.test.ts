/**
 * The PostgreSQL store keeps the contract of a store, on a real server.
 *
 * `LATCHKEY_TEST_POSTGRES=postgres://… npx vitest run test/store/postgres.test.ts` asks the same of any
 * server, or of a cluster that speaks its protocol; the user has to be allowed to make databases.
 */
import { openPostgresStore } from '../../src/server/store/postgres-store.ts'
import type { AuditEvent } from '../../src/server/store/store.ts'
import { freshDatabase, giveBack, withClient } from './postgres.ts'
import type { Subject } from './subject.ts'
import { storeSuite } from './suite.ts'

storeSuite('PostgreSQL', open)

async function open(): Promise<Subject> {
  const url = await freshDatabase()
  const rows = <Row>(text: string, ...values: string[]): Promise<readonly Row[]> =>
    withClient(url, async (client) => (await client.query(text, values)).rows as Row[])
  const number = async (text: string, ...values: string[]) => {
    const [row] = await rows<Record<string, unknown>>(text, ...values)
    return Number(Object.values(row ?? {})[0])
  }
  // The records of the suite are from an instant of their own.
  const store = await openPostgresStore(url, { clock: 'caller' })
  let closing: Promise<void> | undefined
  const close = () => (closing ??= store.close().then(() => giveBack(url)))
  return {
    store: { ...store, close },
    auditEvents: async () => {
      const events = await rows<Record<'event' | 'outcome' | 'reason', string | null>>(
        'select event, outcome, reason from audit_events order by ctid',
      )
      return events.map(({ event, outcome, reason }) => ({
        event: event!,
        outcome: outcome as AuditEvent['outcome'],
        reason: reason ?? undefined,
      }))
    },
    countSessions: () => number('select count(*) from sessions'),
    countUsedChallenges: () => number('select count(*) from used_challenges'),
    disableAccount: async (id) => {
      await rows('update accounts set disabled = 1 where id = $1', id)
    },
    raiseSessionEpoch: async (id) => {
      await rows('update accounts set session_epoch = session_epoch + 1 where id = $1', id)
    },
    isCloneSuspected: async (id) =>
      (await number(
        'select (clone_suspected_at is not null)::int from credentials where id = $1',
        id,
      )) === 1,
  }
}
