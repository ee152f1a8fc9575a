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
import {
  type GetCredentialRequest,
  type GetCredentialResponse,
  GetPublicKeyCredentialOption,
} from '../get-request.ts'
import type { PendingGetCredentialRequest } from '../pending-request.ts'
import type { AttachOptions } from '../platform.ts'
import type { BrowserPage } from './page.ts'
import type { CeremonySlot } from './slot.ts'

/** The part of a challenge's lifetime after which a fresh one is fetched. */
const RENEWAL = 0.8
/** Milliseconds: the lifetime of a challenge whose request names none (L3 recommends 5 minutes). */
const LIFETIME = 300_000
/** Milliseconds: bounds of a round, so that no `timeout` makes it spin or overflows a timer. */
const SHORTEST = 250
const LONGEST = 2 ** 31 - 1
/** Milliseconds: the first pause after a failure. It doubles with each one. */
const PAUSE = 250
/** Why a round ended that is followed by the next one at once. */
const NEXT = Symbol('next')

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

  let gone = false
  let round = new AbortController()
  const stopped = new Promise<void>((resolve, reject) => {
    signal?.addEventListener('abort', () => stop.abort(), { signal: stop.signal })
    stop.signal.addEventListener('abort', () => {
      round.abort(NEXT)
      if (stop.signal.reason instanceof GetCredentialInterruptedException)
        reject(stop.signal.reason)
      else resolve()
    })
  })
  const listening = { signal: stop.signal }
  // A pending request keeps a page out of the back/forward cache.
  page.addEventListener(
    'pagehide',
    () => {
      gone = true
      round.abort(NEXT)
    },
    listening,
  )
  page.addEventListener('pageshow', () => (gone = false), listening)

  /** Resolves as soon as the clock has reached `moment` and somebody can see the page. */
  const seenAt = (moment: number, end: AbortSignal) =>
    new Promise<void>((resolve) => {
      const done = new AbortController()
      let timer: ReturnType<typeof setTimeout> | undefined
      const check = () => {
        page.clearTimeout(timer)
        const left = moment - page.Date.now()
        if (!end.aborted && (gone || page.document.hidden)) return
        if (!end.aborted && left > 0) {
          timer = page.setTimeout(check, left)
          return
        }
        done.abort()
        resolve()
      }
      // A timer may sleep with the machine: look at the clock again whenever the page comes back.
      page.document.addEventListener('visibilitychange', check, { signal: done.signal })
      page.addEventListener('pageshow', check, { signal: done.signal })
      end.addEventListener('abort', check, { signal: done.signal })
      check()
    })

  const rounds = async () => {
    let lifetime = LIFETIME * RENEWAL
    let failures = 0
    let due = 0
    const failed = (error: unknown) => {
      due = page.Date.now() + Math.min(PAUSE * 2 ** failures++, lifetime)
      onError(error)
    }
    for (;;) {
      await seenAt(due, stop.signal)
      // Somebody may just have signed in by another way, and the server be checking it: stay away.
      if (await slot.free()) due = page.Date.now() + lifetime
      if (stop.signal.aborted) return
      if (due > page.Date.now()) continue

      let request
      try {
        request = await pending.source()
      } catch (error) {
        failed(error)
        continue
      }
      if (stop.signal.aborted) return
      if (gone || slot.taken) continue

      lifetime = Math.min(Math.max(timeoutOf(request) * RENEWAL, SHORTEST), LONGEST)
      due = page.Date.now() + lifetime
      round = new AbortController()
      const { signal } = round
      void seenAt(due, signal).then(() => round.abort(NEXT))
      let response
      try {
        response = await slot.take((signal) => get(request, signal), {
          signal,
          interrupted: () => NEXT,
        })
      } catch (error) {
        if (stop.signal.aborted) return
        if (error === NEXT) due = 0
        // Nothing to offer, or a stranger's request is pending: the next round is soon enough.
        else if (!isQuiet(error)) throw error
        continue
      } finally {
        round.abort(NEXT)
      }

      try {
        await pending.callback(response)
        return
      } catch (error) {
        failed(error)
      }
    }
  }

  try {
    await Promise.race([stopped, rounds()])
  } finally {
    stop.abort()
  }
}

function isQuiet(error: unknown): boolean {
  return (
    error instanceof NoCredentialException || error instanceof GetCredentialInterruptedException
  )
}

/** Milliseconds that the challenge of `request` may be used. */
function timeoutOf({ credentialOptions }: GetCredentialRequest): number {
  const option = credentialOptions.find((one) => one instanceof GetPublicKeyCredentialOption)
  const { timeout } = JSON.parse(option?.requestJson ?? '{}') as { readonly timeout?: unknown }
  return Number(timeout) || LIFETIME
}
