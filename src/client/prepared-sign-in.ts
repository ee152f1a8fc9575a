/**
 * A sign-in that is always ready: options fetched ahead and renewed before they are too old, so that a click
 * finds nothing left to wait for. Safari opens its sheet only for a call made within the click.
 *
 * @module
 */
import type { CredentialManager } from './credential-manager.ts'
import { type GetCredentialRequest, lifetimeOf } from './get-request.ts'
import type { GetCredentialResponse } from './get-response.ts'
import type { AttachOptions, CallOptions } from './platform.ts'
import type { PendingGetCredentialHandle } from './prepare.ts'

/** The part of a challenge's lifetime after which a fresh one is fetched. */
const RENEWAL = 0.8
/** Milliseconds: bounds of a round. */
const SHORTEST = 250
const LONGEST = 2 ** 31 - 1
/** Milliseconds: the first pause after a failure. It doubles with each one. */
const PAUSE = 500

/** Timers and clock. Default: the page's. */
export type PreparedPorts = Pick<typeof globalThis, 'clearTimeout' | 'Date' | 'setTimeout'>

/** A sign-in that is kept ready. */
export interface PreparedSignIn {
  /** Whether a click would be answered at once. */
  readonly isReady: boolean
  /** Resolves as soon as it is ready for the first time, and when it is stopped. */
  readonly ready: Promise<void>
  /**
   * Opens the account selector. Once it is ready, nothing is awaited before the manager is called; until
   * then it waits. When it fails, the next one is prepared; after a pick only at the next call, for
   * fetching options could spoil the sign-in that the server is busy with.
   *
   * @throws what `prepareGetCredential`, `getCredential` or the source rejects with.
   */
  getCredential(options?: CallOptions): Promise<GetCredentialResponse>
}

/**
 * Keeps a sign-in ready until `signal` ends it. Without `onError`, nobody hears of what fails in the background.
 *
 * @param source fetches a request with a fresh challenge.
 */
export function keepPrepared(
  manager: Pick<CredentialManager, 'getCredential' | 'prepareGetCredential'>,
  source: () => Promise<GetCredentialRequest>,
  { signal, onError }: AttachOptions = {},
  page: PreparedPorts = globalThis,
): PreparedSignIn {
  let handle: PendingGetCredentialHandle | undefined
  let expires = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let round = 0
  let settle: () => void
  const ready = new Promise<void>((resolve) => (settle = resolve))

  /** Gives a fresh handle, and sees to it that another one follows in time. */
  const renew = async (): Promise<PendingGetCredentialHandle> => {
    const own = ++round
    page.clearTimeout(timer)
    const began = page.Date.now()
    const request = await source()
    const { pendingGetCredentialHandle } = await manager.prepareGetCredential(request)
    if (own === round && !signal?.aborted) {
      const lifetime = lifetimeOf(request)
      handle = pendingGetCredentialHandle
      expires = began + lifetime
      failures = 0
      schedule(Math.min(Math.max(lifetime * RENEWAL, SHORTEST), LONGEST))
      settle()
    }
    return pendingGetCredentialHandle
  }

  const schedule = (delay: number) => {
    timer = page.setTimeout(keep, delay)
  }

  /** Renews in the background: what fails is told, and tried again later. */
  const keep = () => {
    renew().catch((error: unknown) => {
      if (signal?.aborted) return
      schedule(Math.min(PAUSE * 2 ** failures++, LONGEST))
      onError?.(error)
    })
  }

  const isReady = () => handle !== undefined && page.Date.now() < expires

  signal?.addEventListener('abort', () => {
    page.clearTimeout(timer)
    handle = undefined
    settle()
  })
  if (signal?.aborted) settle!()
  else keep()

  return {
    ready,
    get isReady() {
      return isReady()
    },
    async getCredential(options) {
      const kept = isReady() ? handle : undefined
      handle = undefined
      try {
        const answer = manager.getCredential(kept ?? (await renew()), options)
        // Used up, and so is the one that was fetched just now.
        handle = undefined
        page.clearTimeout(timer)
        return await answer
      } catch (error) {
        if (!signal?.aborted) keep()
        throw error
      }
    },
  }
}
