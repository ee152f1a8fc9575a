/**
 * The methods of a store that are nothing but an act in a transaction.
 *
 * @module
 */
import { burnChallenge } from './acts/challenge-acts.ts'
import { deletePasskey, renamePasskey } from './acts/passkey-acts.ts'
import { finishRegistration } from './acts/registration-acts.ts'
import { signOut } from './acts/session-acts.ts'
import { sweep } from './acts/sweep-acts.ts'
import type { Store } from './store.ts'

/** They are the same for every database. */
export type ActMethods = Pick<
  Store,
  | 'finishRegistration'
  | 'burnChallenge'
  | 'endSession'
  | 'renamePasskey'
  | 'deletePasskey'
  | 'sweep'
>

/** Makes them of a store's way to run acts. */
export function actMethods(transact: Store['transact']): ActMethods {
  return {
    finishRegistration: (finish) => transact((tables) => finishRegistration(tables, finish)),
    burnChallenge: (challenge, audit) =>
      transact((tables) => burnChallenge(tables, challenge, audit)),
    endSession: (sessionId, audit) => transact((tables) => signOut(tables, sessionId, audit)),
    renamePasskey: (accountId, id, name, audit) =>
      transact((tables) => renamePasskey(tables, { accountId, id, name }, audit)),
    deletePasskey: (asking, id, audit) =>
      transact((tables) => deletePasskey(tables, { id, asking, audit })),
    sweep: (now, limit) => transact((tables) => sweep(tables, now, limit)),
  }
}
