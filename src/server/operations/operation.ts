/**
 * What an operation is, and what several of them need.
 *
 * @module
 */
import type { z } from 'zod'
import { checkShape } from '../../protocol/shape.ts'
import type { EventName } from '../audit.ts'
import {
  CEREMONY_SECRET_LIFETIME,
  newCeremonySecret,
  outlivesChallenge,
  renewCeremonySecret,
} from '../ceremony-secret.ts'
import type { CeremonySecret } from '../ceremony-secret.ts'
import { Refusal } from '../refusal.ts'
import { random } from '../services.ts'
import type { Caller, Services } from '../services.ts'
import type { LiveSession } from '../store/store.ts'
import type { PasskeyPurpose } from '../telemetry/telemetry.ts'

/** What an operation gives back. */
export interface Reply {
  readonly status: 200 | 201 | 204 | 302
  readonly body?: unknown
  /** Headers that differ from, or go beyond, those of every answer; by lower-case name. */
  readonly headers?: Readonly<Record<string, string>>
  /** The ceremony secret the caller is to hold from now on. */
  readonly ceremony?: CeremonySecret
  /** Whether that differs from what the caller held. */
  readonly ceremonyChanged?: boolean
  /** How long the caller is to hold it, when it is longer than a ceremony. Milliseconds. */
  readonly ceremonyLifetime?: number
  /** The token of a new session. */
  readonly token?: string
  /** Whether the caller's session is over. */
  readonly signedOut?: boolean
  /** For the log. */
  readonly accountId?: string
  readonly credentialId?: string
  /** For the measurements: what a passkey is offered or was made for. */
  readonly purpose?: PasskeyPurpose
  /** For the measurements: whether a passkey may now be made without a question. */
  readonly granted?: boolean
  /** A body that is text already; the headers name its type. */
  readonly text?: string
}

/** A call of an operation. */
export interface Call {
  readonly caller: Caller
  /** The parsed body, still unchecked. */
  readonly body?: unknown
  /** The `{id}` of the path. */
  readonly id?: string | undefined
}

/** A call on its way through an operation. */
export interface Exchange extends Call {
  readonly services: Services
  /** There on every route that is not anonymous. */
  readonly live: LiveSession | undefined
}

/** One operation. */
export interface Operation {
  /** What the journal calls it. */
  readonly event: EventName
  /** Whether it changes something: then its success is noted, too, and not only a refusal. */
  readonly isAct?: true
  /** What its body has to look like. */
  readonly schema?: z.ZodType
  readonly run: (exchange: Exchange) => Promise<Reply>
}

/** The session that the route's authorization promised. */
export function required(live: LiveSession | undefined): LiveSession {
  if (live === undefined) throw new Refusal('session_required')
  return live
}

/** Checks a body, or refuses it member by member (E9). */
export function shaped<Value>(schema: z.ZodType<Value>, body: unknown): Value {
  const result = checkShape(schema, body)
  if ('value' in result) return result.value
  throw new Refusal('invalid_request', 'shape', { errors: result.errors })
}

/** Whether a body has a member. What is no object has none: a host's own route may hand on anything. */
export function hasMember(body: unknown, name: string): boolean {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, name)
}

/** The secret the caller holds if it lasts, else the same one renewed, else a fresh one (R19). */
export function holdCeremony(
  { keys, challengeClock }: Services,
  { ceremony: held }: Caller,
): { readonly ceremony: CeremonySecret; readonly ceremonyChanged: boolean } {
  const now = challengeClock.now()
  if (held === undefined || Math.abs(now - held.keptSince) > CEREMONY_SECRET_LIFETIME) {
    return { ceremony: newCeremonySecret(now, random(24)), ceremonyChanged: true }
  }
  if (outlivesChallenge(held, now)) return { ceremony: held, ceremonyChanged: false }
  return { ceremony: renewCeremonySecret(keys, held, now), ceremonyChanged: true }
}
