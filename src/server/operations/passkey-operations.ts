/**
 * The passkeys of whoever is signed in.
 *
 * @module
 */
import type { z } from 'zod'
import { renamePasskeyRequest } from '../../protocol/messages.ts'
import type { RouteName } from '../../protocol/route-table.ts'
import { deletePasskey, listPasskeys, renamePasskey } from '../passkeys.ts'
import { required } from './operation.ts'
import type { Operation } from './operation.ts'

/** The operations, by the names of their routes. */
export const PASSKEY_OPERATIONS = {
  listPasskeys: {
    event: 'passkey.list',
    async run({ services, live }) {
      return { status: 200, body: { passkeys: await listPasskeys(services, required(live)) } }
    },
  },
  renamePasskey: {
    event: 'passkey.rename',
    isAct: true,
    schema: renamePasskeyRequest,
    async run({ services, caller, live, body, id = '' }) {
      const { name } = body as z.infer<typeof renamePasskeyRequest>
      const owner = { ...caller, live: required(live) }
      const passkey = await renamePasskey(services, owner, { id, name })
      return {
        status: 200,
        body: passkey,
        accountId: owner.live.account.id,
        credentialId: passkey.id,
      }
    },
  },
  deletePasskey: {
    event: 'passkey.delete',
    isAct: true,
    async run({ services, caller, live, id = '' }) {
      const owner = { ...caller, live: required(live) }
      await deletePasskey(services, owner, id)
      return { status: 204, accountId: owner.live.account.id, credentialId: id }
    },
  },
} satisfies Partial<Record<RouteName, Operation>>
