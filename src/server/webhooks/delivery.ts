/**
 * One try to tell a webhook of one event.
 *
 * @module
 */
import type { AuditLine } from '../audit-log/chain.ts'
import type { WebhookSettings } from './check-webhooks.ts'
import { signWebhook } from './signature.ts'
import type { WebhookMessage } from './signature.ts'

/** How a try ended: `taken`, or why not. */
export type DeliveryOutcome = 'taken' | 'refused' | 'redirected' | 'timeout' | 'unreachable'

/**
 * Sends an event. Never throws: everything but an answer of 2xx within `timeout` milliseconds is a failure.
 * A redirect is one, too: it could lead anywhere.
 */
export async function deliver(
  { url, secrets }: WebhookSettings,
  line: AuditLine,
  { now, timeout }: { readonly now: number; readonly timeout: number },
): Promise<DeliveryOutcome> {
  const message: WebhookMessage = { type: line.event, timestamp: line.time, data: line }
  const body = JSON.stringify(message)
  // The hash is the event's own: it stays the same however often it is sent, and no other event has it.
  const signed = signWebhook(secrets, { id: line.hash, body, now })
  const signal = AbortSignal.timeout(timeout)
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal,
      headers: { 'content-type': 'application/json', 'user-agent': 'Latchkey', ...signed },
    })
    // Nothing of it is read: it could be endless.
    await answer.body?.cancel()
    if (answer.ok) return 'taken'
    return answer.status >= 300 && answer.status < 400 ? 'redirected' : 'refused'
  } catch {
    return signal.aborted ? 'timeout' : 'unreachable'
  }
}
