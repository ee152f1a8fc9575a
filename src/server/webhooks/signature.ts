/**
 * Signed webhooks, by the rules of Standard Webhooks: who sends them, and how whoever gets them can tell.
 *
 * @see {@link https://www.standardwebhooks.com/} Standard Webhooks
 * @module
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { LatchkeyError } from '../../errors.ts'
import type { AuditLine } from '../audit-log/chain.ts'

/** What a webhook's body says: one event of the audit log. */
export interface WebhookMessage {
  /** The event's name, such as `authentication`. */
  readonly type: string
  /** When it happened: ISO 8601, UTC. */
  readonly timestamp: string
  readonly data: AuditLine
}

/** Why a webhook is not to be believed. */
export type WebhookErrorCode =
  | 'webhook_header_missing'
  | 'webhook_timestamp_out_of_range'
  | 'webhook_signature_mismatch'
  | 'webhook_body_malformed'

/** Thrown by {@link verifyWebhook}. Answer 400 to what it refuses. */
export class WebhookError extends LatchkeyError<WebhookErrorCode> {
  override readonly name = 'WebhookError'
}

/** A webhook as it arrived. */
export interface IncomingWebhook {
  /** The secret, `whsec_…`; while it is being changed, both of them. */
  readonly secret: string | readonly string[]
  readonly headers: Pick<Headers, 'get'> | Readonly<Record<string, string | string[] | undefined>>
  /** The body byte for byte, before anything parsed it. */
  readonly body: string
  /** Milliseconds since the epoch. Default: the clock of this machine. */
  readonly now?: number
}

/** How old or how new a webhook may be. Milliseconds. */
const TOLERANCE = 5 * 60_000

/**
 * Checks that a webhook comes from who knows the secret and is not an old one sent again, and gives its
 * message. The same message may come more than once: remember `data.position`, or the header `webhook-id`.
 *
 * @throws {@link WebhookError} with `webhook_header_missing`, `webhook_timestamp_out_of_range`,
 * `webhook_signature_mismatch` or `webhook_body_malformed`.
 * @throws TypeError when the secret is none.
 *
 * @example
 * ```ts
 * const message = verifyWebhook({
 *   secret: process.env.WEBHOOK_SECRET ?? '',
 *   headers: request.headers,
 *   body: await request.text(),
 * })
 * ```
 */
export function verifyWebhook({
  secret,
  headers,
  body,
  now = Date.now(),
}: IncomingWebhook): WebhookMessage {
  const id = header(headers, 'webhook-id')
  const timestamp = header(headers, 'webhook-timestamp')
  const given = header(headers, 'webhook-signature').split(' ')
  const sentAt = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) * 1000 : Number.NaN
  // Not a number is not in range either.
  if (!(Math.abs(now - sentAt) <= TOLERANCE)) {
    throw new WebhookError('webhook_timestamp_out_of_range', 'too old, or from the future')
  }
  const secrets = typeof secret === 'string' ? [secret] : secret
  const right = secrets.map((one) => Buffer.from(signature(readSecret(one), id, timestamp, body)))
  const signed = given.some((text) => {
    const bytes = Buffer.from(text)
    return right.some((one) => one.length === bytes.length && timingSafeEqual(one, bytes))
  })
  if (!signed) throw new WebhookError('webhook_signature_mismatch', 'signed by somebody else')
  return readMessage(body)
}

/** The headers of a webhook that is sent now. */
export function signWebhook(
  secrets: readonly Uint8Array[],
  { id, body, now }: { readonly id: string; readonly body: string; readonly now: number },
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000))
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((secret) => signature(secret, id, timestamp, body)).join(' '),
  }
}

/**
 * The key of a secret: `whsec_` and base64 of 24 to 64 bytes.
 *
 * @throws TypeError when it is not that. The value never gets into the message.
 */
export function readSecret(text: unknown): Uint8Array {
  const encoded = typeof text === 'string' ? /^whsec_([\w+/-]+={0,2})$/.exec(text)?.[1] : undefined
  const bytes = Buffer.from(encoded ?? '', 'base64')
  if (bytes.length >= 24 && bytes.length <= 64) return bytes
  throw new TypeError('a webhook secret is whsec_ and base64 of 24 to 64 random bytes')
}

function signature(secret: Uint8Array, id: string, timestamp: string, body: string): string {
  const mac = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')
  return `v1,${mac}`
}

function header(headers: IncomingWebhook['headers'], name: string): string {
  const { get } = headers
  const value = typeof get === 'function' ? get.call(headers, name) : Object(headers)[name]
  if (typeof value === 'string' && value !== '') return value
  throw new WebhookError('webhook_header_missing', `no header ${name}`)
}

function readMessage(body: string): WebhookMessage {
  try {
    const message = JSON.parse(body) as Partial<WebhookMessage> | null
    if (typeof message?.type === 'string' && typeof message.data?.position === 'number') {
      return message as WebhookMessage
    }
  } catch {
    // Said below.
  }
  throw new WebhookError('webhook_body_malformed', 'not a message of Latchkey')
}
