/**
 * Proofs for a purpose: each belongs to one session, and is good for a few minutes or for one use (R88).
 *
 * @module
 */
import { decodeBase64url } from '../../../bytes/base64url.ts'
import { type Act, changesOf, rowOf, type Tables } from '../act.ts'

/** A proof that is asked for. */
export interface WantedProof {
  readonly sessionId: string
  /** Digest of 32 bytes. */
  readonly purpose: Uint8Array
  /** Older ones do not count. Milliseconds since the epoch. */
  readonly since: number
  /** Nor do later ones: a clock was ahead that made them. */
  readonly until: number
}

/** Keeps a proof, and forgets those of anybody that are too old to count. */
export function* keepProof(
  { db }: Tables,
  proof: Omit<WantedProof, 'until'> & { readonly at: number },
): Act<void> {
  yield* changesOf(db.deleteFrom('proofs').where('proved_at', '<', proof.since))
  yield* changesOf(
    db
      .insertInto('proofs')
      .values({
        session_id: decodeBase64url(proof.sessionId),
        purpose: proof.purpose,
        proved_at: proof.at,
      })
      .onConflict((conflict) =>
        conflict.columns(['session_id', 'purpose']).doUpdateSet({ proved_at: proof.at }),
      ),
  )
}

/** Takes a proof, so that it counts this once. Answers whether it was there. */
export function* takeProof({ db }: Tables, wanted: WantedProof): Act<boolean> {
  const taken = db
    .deleteFrom('proofs')
    .where('session_id', '=', decodeBase64url(wanted.sessionId))
    .where('purpose', '=', wanted.purpose)
    .where('proved_at', '>=', wanted.since)
    .where('proved_at', '<=', wanted.until)
  return (yield* changesOf(taken)) === 1
}

/** Whether a proof is there, which stays. */
export function* hasProof({ db }: Tables, wanted: WantedProof): Act<boolean> {
  const found = db
    .selectFrom('proofs')
    .select('proved_at')
    .where('session_id', '=', decodeBase64url(wanted.sessionId))
    .where('purpose', '=', wanted.purpose)
    .where('proved_at', '>=', wanted.since)
    .where('proved_at', '<=', wanted.until)
  return (yield* rowOf(found)) !== undefined
}

/** The proofs of a session go on with the session that takes its place. */
export function* moveProofs({ db }: Tables, from: string, to: string): Act<void> {
  yield* changesOf(
    db
      .updateTable('proofs')
      .set({ session_id: decodeBase64url(to) })
      .where('session_id', '=', decodeBase64url(from)),
  )
}
