/**
 * The audit log as a whole: sealing what waits, reading it from any place, checking it, forgetting its oldest
 * part. Each step is a short transaction of its own (security.md R154).
 *
 * @module
 */
import { encodeBase64url } from '../../bytes/base64url.ts'
import { acceptedEvent } from '../audit.ts'
import { recordAudit } from '../store/acts/audit-acts.ts'
import { forgetSealed, readHead, readSealed, sealEvents } from '../store/acts/audit-chain-acts.ts'
import type { Store } from '../store/store.ts'
import { toAuditLine } from './chain.ts'
import type { AuditLine, SealedEvent } from './chain.ts'

/** Events to a transaction: a few milliseconds in which nothing else is written. */
const BATCH = 250

/** Seals everything that waits; answers how many events that was. */
export async function sealAll(
  store: Store,
  { stop = () => false }: { readonly stop?: () => boolean } = {},
): Promise<number> {
  let sealed = 0
  while (!stop()) {
    const count = await store.transact((tables) => sealEvents(tables, BATCH))
    sealed += count
    if (count < BATCH) break
  }
  return sealed
}

/**
 * Every sealed event from `from` on (default: the oldest there is), in the order of the chain, up to the one
 * that was the last when this began.
 */
export async function* sealedEvents(
  store: Store,
  { from = 1 }: { readonly from?: number } = {},
): AsyncGenerator<SealedEvent, void, undefined> {
  const { position: end } = await store.read(readHead)
  let next = from
  while (next <= end) {
    const position = next
    const events = await store.read((tables) => readSealed(tables, { position, limit: BATCH }))
    for (const event of events) {
      if (event.position > end) return
      yield event
    }
    const last = events.at(-1)
    if (last === undefined) return
    next = last.position + 1
  }
}

/** Seals what waits, then gives every event from `from` on, ready to be written as lines of JSON. */
export async function* exportAudit(
  store: Store,
  options: { readonly from?: number } = {},
): AsyncGenerator<AuditLine, void, undefined> {
  await sealAll(store)
  for await (const event of sealedEvents(store, options)) yield toAuditLine(event)
}

/**
 * Forgets sealed events from before an instant, oldest first; answers how many. What was forgotten is itself
 * an event, `audit.pruned`, whose reason names the last place and its hash: who cuts the log without it is
 * found out by {@link verifyAudit}.
 */
export async function pruneAudit(
  store: Store,
  {
    before,
    now,
    requestId,
  }: { readonly before: number; readonly now: number; readonly requestId: string },
): Promise<number> {
  await sealAll(store)
  for (let total = 0; ;) {
    const count = await store.transact(function* (tables) {
      const { forgotten, head } = yield* forgetSealed(tables, { before, limit: BATCH })
      if (forgotten === 0) return 0
      const subject = { at: now, requestId, event: 'audit.pruned' } as const
      const reason = cutReason(head.basePosition, head.baseHash)
      yield* recordAudit(tables, { ...acceptedEvent(subject), reason })
      return forgotten
    })
    total += count
    if (count < BATCH) return total
  }
}

/** What the event of a cut has for its reason. */
export function cutReason(position: number, hash: Uint8Array): string {
  return `through ${position} ${encodeBase64url(hash)}`
}
