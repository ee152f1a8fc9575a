/**
 * Checking the audit log: that no sealed event was changed, taken out, put in or moved.
 *
 * @module
 */
import { decodeBase64url, encodeBase64url } from '../../bytes/base64url.ts'
import { equalBytes } from '../../bytes/equal.ts'
import { readHead } from '../store/acts/audit-chain-acts.ts'
import type { ChainHead } from '../store/acts/audit-chain-acts.ts'
import type { Store } from '../store/store.ts'
import { cutReason, sealAll, sealedEvents } from './audit-log.ts'
import { chainHash } from './chain.ts'

/** A place and its hash that were written down earlier, somewhere else. */
export interface KnownPlace {
  readonly position: number
  /** Base64url. */
  readonly hash: string
}

/** What is wrong, and at which place first. */
export type AuditFault =
  /** The event has another content than the one that was sealed, or is not the one that was there. */
  | 'changed'
  /** There is no event at this place. */
  | 'missing'
  /** The beginning was cut off, and no event of the log says so. */
  | 'cut'
  /** The place has another hash than the one that was written down elsewhere. */
  | 'rewritten'

/** What a check came to. */
export type AuditVerdict =
  | {
      readonly sound: true
      /** How many events were checked. */
      readonly events: number
      /** The last place and its hash: to be written down elsewhere. */
      readonly position: number
      readonly hash: string
    }
  | { readonly sound: false; readonly position: number; readonly fault: AuditFault }

/**
 * Seals what waits and checks the whole log, from the oldest event that is kept to the newest.
 *
 * With `known`, a place and its hash from an earlier export, it also notices a log that somebody rewrote to
 * its end, hashes and all; without one nobody can.
 */
export async function verifyAudit(
  store: Store,
  { known }: { readonly known?: KnownPlace } = {},
): Promise<AuditVerdict> {
  for (let before = -1; ;) {
    await sealAll(store)
    const head = await store.read(readHead)
    const verdict = await check(store, head, known)
    // Another process may be forgetting the oldest part meanwhile: a fault has to be found twice.
    if (verdict.sound || head.basePosition === before) return verdict
    before = head.basePosition
  }
}

async function check(
  store: Store,
  head: ChainHead,
  known: KnownPlace | undefined,
): Promise<AuditVerdict> {
  const wrong = (position: number, fault: AuditFault): AuditVerdict => ({
    sound: false,
    position,
    fault,
  })
  const cut = head.basePosition === 0 ? undefined : cutReason(head.basePosition, head.baseHash)
  let cutRecorded = cut === undefined
  let last = { position: head.basePosition, hash: head.baseHash }
  if (known !== undefined && !agrees(last, known)) return wrong(last.position, 'rewritten')
  // From the very first place: what lies before the cut should not be there.
  for await (const event of sealedEvents(store)) {
    const { position, hash } = event
    if (position > last.position + 1) return wrong(last.position + 1, 'missing')
    if (position > head.position) break
    const right = chainHash(last.hash, position, event)
    if (position <= last.position || !equalBytes(right, hash)) return wrong(position, 'changed')
    cutRecorded ||= event.event === 'audit.pruned' && event.reason === cut
    last = { position, hash }
    if (known !== undefined && !agrees(last, known)) return wrong(position, 'rewritten')
  }
  if (last.position < head.position) return wrong(last.position + 1, 'missing')
  if (!equalBytes(last.hash, head.hash)) return wrong(last.position, 'changed')
  if (!cutRecorded) return wrong(head.basePosition, 'cut')
  if (known !== undefined && known.position > last.position) {
    return wrong(last.position + 1, 'missing')
  }
  const events = last.position - head.basePosition
  return { sound: true, events, position: last.position, hash: encodeBase64url(last.hash) }
}

/** Whether a place has the hash that was written down; other places have nothing to do with it. */
function agrees(
  { position, hash }: { readonly position: number; readonly hash: Uint8Array },
  known: KnownPlace,
): boolean {
  if (position !== known.position) return true
  return equalBytes(hash, bytesOf(known.hash))
}

/** Whatever is no hash agrees with none. */
function bytesOf(text: string): Uint8Array {
  try {
    return decodeBase64url(text)
  } catch {
    return new Uint8Array()
  }
}
