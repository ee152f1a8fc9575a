/**
 * The ways an account has to sign in, counted in one place: for the guard of the last one, and for saying
 * how somebody can prove once more who they are.
 *
 * @module
 */
import { type Act, rowOf, rowsOf, type Tables } from '../act.ts'
import { passwordHashOf } from './password-acts.ts'

/** How many there are of each kind. Recovery codes and restore credentials are no ways to sign in. */
export interface WaysToSignIn {
  /** Live passkeys. */
  readonly passkeys: number
  /** 1 when there is a password, and it opens the account. */
  readonly passwords: number
  /** Linked identities of issuers that are configured. */
  readonly identities: number
}

/**
 * Counts an account's ways to sign in. Whoever decides by it to take one away has locked the account
 * first (see `lockAccount`), or two of them would each count the other's (R92).
 */
export function* waysToSignIn(tables: Tables, accountId: string): Act<WaysToSignIn> {
  const { db, openWays } = tables
  const passkeys = yield* rowOf(
    db
      .selectFrom('credentials')
      .select((query) => query.fn.countAll().as('count'))
      .where('account_id', '=', accountId)
      .where('kind', '=', 'passkey')
      .where('deleted_at', 'is', null),
  )
  const linked = yield* rowsOf(
    db.selectFrom('identities').select('issuer').where('account_id', '=', accountId),
  )
  const { issuers } = openWays
  const identities = linked.filter(({ issuer }) => issuers === 'any' || issuers.includes(issuer))
  const hash = yield* passwordHashOf({ db }, accountId)
  // Some databases give a count as text.
  return {
    passkeys: Number(passkeys?.count),
    passwords: Number(openWays.passwords && hash !== undefined),
    identities: identities.length,
  }
}

/** How many ways that is in all. */
export function countWays({ passkeys, passwords, identities }: WaysToSignIn): number {
  return passkeys + passwords + identities
}
