/**
 * Keeps a pending request offered in the page's autofill suggestions.
 *
 * A conditional `get` waits for a pick, maybe for hours: longer than its challenge lives. So it is armed
 * in rounds. A round ends when its challenge grows old, when another request takes the slot, or when
 * the page goes away; the next one starts with a fresh request, when the page is seen and the slot is
 * free. A browser that has nothing to offer is asked again only when the next round is due anyway.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#dom-credentialmediationrequirement-conditional}
 * @module
 */
import { GetCredentialInterruptedException, NoCredentialException } from '../get-exceptions.ts'
import { type GetCredentialRequest, lifetimeOf } from '../get-request.ts'
import type { GetCredentialResponse } from '../get-response.ts'
import type { PendingGetCredentialRequest } from '../pending-request.ts'
import type { AttachOptions } from '../platform.ts'
import type { BrowserPage } from './page.ts'
import { on, watch } from './presence.ts'
import { type CeremonySlot, NEXT } from './slot.ts'

/** The part of a challenge's lifetime after which a fresh one is fetched. */
const RENEWAL = 0.8
/** Milliseconds: bounds of a round, so that no `timeout` makes it spin or overflows a timer. */
const SHORTEST = 250
const LONGEST = 2 ** 31 - 1
/** Milliseconds: the first pause after a failure. It doubles with each one. */
const PAUSE = 250
/** Milliseconds: how long another way of signing in may take to get through to the server. */
const AWAY = 10_000

/** What the rounds are run with. */
export interface AutofillPorts {
  readonly page: BrowserPage
  readonly slot: CeremonySlot
  /** One conditional `get`. */
  readonly get: (
    request: GetCredentialRequest,
    signal: AbortSignal,
  ) => Promise<GetCredentialResponse>
}

/**
 * Offers `pending` until its callback resolves, or until `signal` ends it.
 *
 * @throws a {@link GetCredentialException} that no other round can mend, or
 * `GetCredentialInterruptedException` when another request is attached in its place.
 */
export async function offerInAutofill(
  pending: PendingGetCredentialRequest,
  { page, slot, get }: AutofillPorts,
  { signal, onError = page.reportError }: AttachOptions,
): Promise<void> {
  if (signal?.aborted) return
  const stop = new AbortController()
  slot.attach(stop, new GetCredentialInterruptedException('another request was attached'))
  let round = new AbortController()
  // A pending request would keep the page out of the back/forward cache.
  const presence = watch(page, stop.signal, () => round.abort(NEXT))
  const stopped = new Promise<never>((_, reject) => {
    stop.signal.addEventListener('abort', () => {
      round.abort(NEXT)
      reject(stop.signal.reason)
    })
  })
  if (signal) on(signal, 'abort', stop.signal, () => stop.abort(NEXT))
  const now = () => page.Date.now()

  const rounds = async () => {
    let lifetime = LONGEST
    let failures = 0
    let due = 0
    while (!stop.signal.aborted) {
      try {
        await presence.seenAt(due, stop.signal)
        // Somebody has just picked a credential by another way. If that signs in, this is never needed
        // again; until the server has said so, fetching options could spoil it.
        if (await slot.free()) due = now() + AWAY
        if (due > now() || stop.signal.aborted) continue
        const request = await pending.source()
        if (presence.isGone() || slot.occupant || stop.signal.aborted) continue

        lifetime = Math.min(Math.max(lifetimeOf(request) * RENEWAL, SHORTEST), LONGEST)
        due = now() + lifetime
        const current = (round = new AbortController())
        const { signal } = current
        void presence.seenAt(due, signal).then(() => current.abort(NEXT))
        const response = await slot
          .take((signal) => get(request, signal), undefined, signal)
          .catch((error: unknown) => {
            if (error === NEXT) due = 0
            // Nothing to offer, or a stranger's request is pending: the next round is soon enough.
            else if (!isQuiet(error)) stop.abort(error)
          })
        current.abort(NEXT)
        if (response) {
          await pending.callback(response)
          return
        }
      } catch (error) {
        due = now() + Math.min(PAUSE * 2 ** failures++, lifetime)
        if (!stop.signal.aborted) onError?.(error)
      }
    }
  }

  try {
    await Promise.race([stopped, rounds()])
  } catch (error) {
    if (error !== NEXT) throw error
  } finally {
    stop.abort()
  }
}

function isQuiet(error: unknown): boolean {
  return (
    error instanceof NoCredentialException || error instanceof GetCredentialInterruptedException
  )
}
