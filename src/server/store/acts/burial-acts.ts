/**
 * Burying credentials: what is left is a tombstone, so that a credential id is never free again (R93) and
 * there is nothing to sign in with.
 *
 * @module
 */
import { sql } from 'kysely'
import { type Act, changesOf, type Tables } from '../act.ts'

/** What a tombstone holds of a credential that could be used: nothing. */
export const EMPTIED = {
  public_key: '',
  name: null,
  transports: '[]',
  device_key: null,
  imported_handle: null,
} as const

/** Buries a live passkey of this account; answers whether it was there. */
export function* buryPasskey(
  { db }: Tables,
  { accountId, id, at }: { readonly accountId: string; readonly id: string; readonly at: number },
): Act<boolean> {
  const buried = db
    .updateTable('credentials')
    .set({ deleted_at: at, ...EMPTIED })
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .where('kind', '=', 'passkey')
    .where('deleted_at', 'is', null)
  return (yield* changesOf(buried)) === 1
}

/** Buries an account's restore credentials: all, that of one device, or those of all devices but one. */
export function* buryRestoreCredentials(
  { db }: Tables,
  accountId: string,
  which: { readonly device?: string; readonly exceptDevice?: string } = {},
): Act<void> {
  const live = db
    .updateTable('credentials')
    // That they are buried counts, not since when.
    .set({ deleted_at: sql.ref('created_at'), ...EMPTIED })
    .where('account_id', '=', accountId)
    .where('kind', '=', 'restore')
    .where('deleted_at', 'is', null)
  if (which.device !== undefined) {
    yield* changesOf(live.where('device_key', '=', which.device))
    return
  }
  const all = which.exceptDevice === undefined
  yield* changesOf(all ? live : live.where('device_key', '<>', which.exceptDevice))
}
