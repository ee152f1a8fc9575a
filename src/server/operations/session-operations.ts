/**
 * Sessions: who am I, where else am I, and signing out.
 *
 * @module
 */
import type { RouteName } from '../../protocol/route-table.ts'
import {
  endOwnOtherSessions,
  endOwnSession,
  endOwnSessionById,
  listOwnSessions,
} from '../account-sessions.ts'
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
      const owner = { ...caller, live: required(live) }
      await endOwnSession(services, owner)
      return { status: 204, signedOut: true, accountId: owner.live.account.id }
    },
  },
  listSessions: {
    event: 'session.list',
    run: async ({ services, live }) => ({
      status: 200,
      body: { sessions: await listOwnSessions(services, required(live)) },
    }),
  },
  endOtherSessions: {
    event: 'session.end_others',
    isAct: true,
    async run({ services, caller, live }) {
      const owner = { ...caller, live: required(live) }
      await endOwnOtherSessions(services, owner)
      return { status: 204, accountId: owner.live.account.id }
    },
  },
  endSessionById: {
    event: 'session.end_one',
    isAct: true,
    async run({ services, caller, live, id = '' }) {
      const owner = { ...caller, live: required(live) }
      await endOwnSessionById(services, owner, id)
      const signedOut = id === owner.live.session.id
      return { status: 204, signedOut, accountId: owner.live.account.id }
    },
  },
} satisfies Partial<Record<RouteName, Operation>>
