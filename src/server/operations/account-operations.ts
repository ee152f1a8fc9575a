/**
 * The account of whoever is signed in.
 *
 * @module
 */
import type { z } from 'zod'
import { updateAccountRequest } from '../../protocol/account-messages.ts'
import type { RouteName } from '../../protocol/route-table.ts'
import { deleteOwnAccount, readOwnAccount, readSignals, updateOwnAccount } from '../accounts.ts'
import { required } from './operation.ts'
import type { Operation } from './operation.ts'

/** The operations, by the names of their routes. */
export const ACCOUNT_OPERATIONS = {
  readAccount: {
    event: 'account.read',
    run: async ({ services, live }) => ({
      status: 200,
      body: await readOwnAccount(services, required(live)),
    }),
  },
  updateAccount: {
    event: 'account.update',
    isAct: true,
    schema: updateAccountRequest,
    async run({ services, caller, live, body }) {
      const change = body as z.infer<typeof updateAccountRequest>
      const owner = { ...caller, live: required(live) }
      await updateOwnAccount(services, owner, change)
      const details = await readOwnAccount(services, owner.live)
      return { status: 200, body: details, accountId: owner.live.account.id }
    },
  },
  deleteAccount: {
    event: 'account.delete',
    isAct: true,
    async run({ services, caller, live }) {
      const owner = { ...caller, live: required(live) }
      await deleteOwnAccount(services, owner)
      return { status: 204, signedOut: true, accountId: owner.live.account.id }
    },
  },
  readSignals: {
    event: 'signals',
    run: async ({ services, live }) => ({
      status: 200,
      body: await readSignals(services, required(live)),
    }),
  },
} satisfies Partial<Record<RouteName, Operation>>
