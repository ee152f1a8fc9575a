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
import { lifetimeOf } from '../get-request.ts'
import type { PendingGetCredentialRequest } from '../pending-request.ts'
import type { AttachOptions } from '../platform.ts'
import { REPLACED } from './capability.ts'
import { get } from './get.ts'
import type { BrowserPorts } from './ports.ts'
import { watch } from './presence.ts'
import { NEXT, type Retryable } from './slot.ts'

/** The part of a challenge's lifetime after which a fresh one is fetched. */
const RENEWAL = 0.8
/** Milliseconds: bounds of a round, so that no `timeout` makes it spin or overflows a timer. */
const SHORTEST = 250
const LONGEST = 1e9
/** Milliseconds: the first pause after a failure. It doubles with each one. */
const PAUSE = 250
/** Milliseconds: how long another way of signing in may take to get through to the server. */
const AWAY = 10_000

/**
 * Offers `pending` until its callback resolves, or until `signal` ends it.
 *
 * @throws a {@link GetCredentialException} that no other round can mend, or
 * `GetCredentialInterruptedException` when another request is attached in its place.
 */
export async function offerInAutofill(
  pending: PendingGetCredentialRequest,
  ports: BrowserPorts,
  { signal, onError = ports.page.reportError }: AttachOptions,
): Promise<void> {
  const { page, slot } = ports
  const now = () => page.Date.now()

  const offer = async (stopped: AbortSignal) => {
    let lifetime = LONGEST
    let failures = 0
    let due = 0
    let round = new AbortController()
    const endRound = () => round.abort(NEXT)
    // A pending request would keep the page out of the back/forward cache.
    const seenAt = watch(page, stopped, endRound)

    /** Does what may fail without ending it all: then it is `undefined`, and the next round is later. */
    const attempt = async <T>(act: () => T): Promise<Awaited<T> | undefined> => {
      try {
        return await act()
      } catch (error) {
        due = now() + Math.min(PAUSE * 2 ** failures++, lifetime)
        if (!stopped.aborted) onError?.(error)
        return undefined
      }
    }

    while (!stopped.aborted) {
      await seenAt(due)
      // Somebody has just picked a credential by another way. If that signs in, this is never needed
      // again; until the server has said so, fetching options could spoil it.
      if (await slot.free()) due = now() + AWAY
      if (due > now() || stopped.aborted) continue
      round = new AbortController()
      const request = await attempt(() => pending.source())
      if (!request || slot.occupant) continue

      lifetime = Math.min(Math.max(lifetimeOf(request) * RENEWAL, SHORTEST), LONGEST)
      due = now() + lifetime
      void seenAt(due).then(endRound)
      const settings = { mode: 'conditional', signal: round.signal } as const
      const response = await get(ports, request, settings).catch((error: unknown) => {
        if (error === NEXT) due = 0
        // Nothing to offer, or a stranger's request is pending: the next round is soon enough.
        else if (!(error instanceof NoCredentialException || (error as Retryable).retryable)) {
          throw error
        }
      })
      if (!response) continue
      const isDone = await attempt(async () => {
        await pending.callback(response)
        return true
      })
      if (isDone) return
    }
  }

  await slot.attached
    .take(offer, () => new GetCredentialInterruptedException(REPLACED), signal)
    .catch((error: unknown) => {
      if (!signal?.aborted) throw error
    })
}
