/**
 * The session: who am I, and signing out.
 *
 * @module
 */
import type { RouteName } from '../../protocol/routes.ts'
import { acceptedEvent } from '../audit.ts'
import { toSignedInMessage } from '../views.ts'
import { required } from './operation.ts'
import type { Operation } from './operation.ts'

/** The operations, by the names of their routes. */
export const SESSION_OPERATIONS = {
  readSession: {
    event: 'session.read',
    run: async ({ live }) => ({ status: 200, body: toSignedInMessage(required(live)) }),
  },
  endSession: {
    event: 'session.end',
    isAct: true,
    async run({ services, caller, live }) {
      const { session, account } = required(live)
      const audit = acceptedEvent({
        at: services.now(),
        requestId: caller.requestId,
        event: 'session.end',
        accountId: account.id,
      })
      await services.store.endSession(session.id, audit)
      return { status: 204, signedOut: true, accountId: account.id }
    },
  },
} satisfies Partial<Record<RouteName, Operation>>
