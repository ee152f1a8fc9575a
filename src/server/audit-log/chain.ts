/**
 * The chain of the audit log: every sealed event carries a hash of itself and of the event before it, so that
 * none can be changed, taken out, put in or moved without all that follow showing it.
 *
 * The hash takes no key: whoever has an export can check it, with any program. It therefore says nothing
 * about somebody who rewrites the log to its end; keep the last hash elsewhere (an export, a webhook) to
 * notice that, too.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { encodeBase64url } from '../../bytes/base64url.ts'
import type { AuditEvent } from '../store/store.ts'

/** The hash before the first event: 32 zero bytes. */
export const BEGINNING: Uint8Array = new Uint8Array(32)

/** An event with its place in the chain. */
export interface SealedEvent extends AuditEvent {
  /** 1, 2, 3 and so on, without a gap. */
  readonly position: number
  /** SHA-256, 32 bytes. */
  readonly hash: Uint8Array
}

/**
 * The hash of an event at its place: SHA-256 over the 32 bytes of the hash before it, followed by the UTF-8
 * text of the JSON array `["latchkey.audit.1", position, at, requestId, event, outcome, reason, accountId,
 * credentialId]`, written without spaces, with `null` for what is absent.
 */
export function chainHash(before: Uint8Array, position: number, event: AuditEvent): Uint8Array {
  const { at, requestId, event: name, outcome, reason, accountId, credentialId } = event
  const content = JSON.stringify([
    'latchkey.audit.1',
    position,
    at,
    requestId,
    name,
    outcome,
    reason ?? null,
    accountId ?? null,
    credentialId ?? null,
  ])
  return new Uint8Array(createHash('sha256').update(before).update(content).digest())
}

/** Gives events the places that follow `position`, and the hashes that follow `hash`. */
export function chain(
  events: readonly AuditEvent[],
  { position, hash }: { readonly position: number; readonly hash: Uint8Array },
): readonly SealedEvent[] {
  let last = { position, hash }
  return events.map((event) => {
    const next = last.position + 1
    last = { position: next, hash: chainHash(last.hash, next, event) }
    return { ...event, ...last }
  })
}

/** A sealed event as it is exported: one JSON object, words and internal ids only. */
export interface AuditLine {
  readonly position: number
  /** ISO 8601, UTC, to the millisecond. */
  readonly time: string
  readonly requestId: string
  readonly event: string
  readonly outcome: 'accepted' | 'refused'
  /** Why it was refused, or what goes with the event. */
  readonly reason?: string
  readonly accountId?: string
  /** Row id, never the credential id. */
  readonly credentialId?: string
  /** Base64url. */
  readonly hash: string
}

/** What is exported of a sealed event. */
export function toAuditLine(sealed: SealedEvent): AuditLine {
  const { position, at, requestId, event, outcome, reason, accountId, credentialId, hash } = sealed
  return {
    position,
    time: new Date(at).toISOString(),
    requestId,
    event,
    outcome,
    ...(reason !== undefined && { reason }),
    ...(accountId !== undefined && { accountId }),
    ...(credentialId !== undefined && { credentialId }),
    hash: encodeBase64url(hash),
  }
}
