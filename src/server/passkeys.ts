/**
 * Managing passkeys: the list an account's owner sees, renaming, removing (security.md R86–R95).
 *
 * @module
 */
import type { PasskeyMessage } from '../protocol/messages.ts'
import { acceptedEvent } from './audit.ts'
import { Refusal } from './refusal.ts'
import type { Caller, Services } from './services.ts'
import { askingSession } from './sessions.ts'
import { devicesOfPasskeys } from './store/acts/session-acts.ts'
import type { LiveSession } from './store/store.ts'
import { nameOf, toPasskeyMessage } from './views.ts'

/**
 * The passkeys of whoever is signed in, in the order they were made. Those that nobody named and that
 * would be called the same are numbered.
 */
export async function listPasskeys(
  { store }: Services,
  { account }: LiveSession,
): Promise<readonly PasskeyMessage[]> {
  const records = await store.listCredentials(account.id)
  const devices = await store.read((tables) => devicesOfPasskeys(tables, account.id))
  const counts = new Map<string, number>()
  return records
    .toSorted((a, b) => a.createdAt - b.createdAt)
    .map((record) => {
      const name = nameOf(record)
      const count = (counts.get(name) ?? 0) + 1
      counts.set(name, count)
      const isNumbered = count > 1 && record.name === undefined
      return toPasskeyMessage(record, {
        lastUsedDevice: devices.get(record.id),
        name: isNumbered ? `${name} ${count}` : name,
      })
    })
}

/**
 * Gives a passkey another name.
 *
 * @throws {@link Refusal} with `not_found`, alike for passkeys of others and for none at all.
 */
export async function renamePasskey(
  services: Services,
  caller: Caller & { readonly live: LiveSession },
  { id, name }: { readonly id: string; readonly name: string },
): Promise<PasskeyMessage> {
  const accountId = caller.live.account.id
  const audit = acceptedEvent({
    at: services.now(),
    requestId: caller.requestId,
    event: 'passkey.rename',
    accountId,
    credentialId: id,
  })
  const renamed = await services.store.renamePasskey(accountId, id, name, audit)
  if (renamed === undefined) throw new Refusal('not_found', 'passkey_not_found', { accountId })
  return toPasskeyMessage(renamed)
}

/**
 * Removes a passkey and ends the sessions it made.
 *
 * @throws {@link Refusal} with `not_found` or `last_sign_in_method`.
 */
export async function deletePasskey(
  services: Services,
  caller: Caller & { readonly live: LiveSession },
  id: string,
): Promise<void> {
  const accountId = caller.live.account.id
  const audit = acceptedEvent({
    at: services.now(),
    requestId: caller.requestId,
    event: 'passkey.delete',
    accountId,
    credentialId: id,
  })
  const outcome = await services.store.deletePasskey(
    askingSession(services, caller.live),
    id,
    audit,
  )
  if (outcome === 'session_gone') throw new Refusal('session_required', outcome, { accountId })
  if (outcome === 'not_found') throw new Refusal('not_found', 'passkey_not_found', { accountId })
  if (outcome === 'last_sign_in_method') throw new Refusal(outcome, outcome, { accountId })
  services.notify({ kind: 'passkey_removed', accountId, at: audit.at })
}
