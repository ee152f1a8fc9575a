/**
 * The one place for WebAuthn that a page has.
 *
 * A browser runs a single passkey request at a time and refuses the newcomer. Here the newcomer wins:
 * whoever is in the slot is aborted first, and told why.
 *
 * @module
 */

/** What an exception says that may pass by itself. */
export interface Retryable {
  readonly retryable?: boolean
}

interface Occupant {
  /** Whether a person may be in its dialog: it does not wait in the background. */
  readonly isModal: boolean
  readonly leave: () => void
  /** Settles when the browser is done with the request, which an abort may not end at once. */
  readonly request: Promise<unknown>
  /** Whether it succeeded. */
  readonly ended: Promise<boolean>
}

/** Why a request that waits in the background had to leave: it may come again at once. */
export const NEXT = Symbol('next')

/** One request at a time, the latest one. */
export class CeremonySlot {
  /** Owns the handles that were given out. Another object takes its place when they are dropped. */
  session: object = {}
  #attached: CeremonySlot | undefined
  #occupant: Occupant | undefined

  /**
   * Runs a request in the slot. `start` runs before this returns: a browser that opens its sheet only
   * from within a click must not see anything awaited before. It rejects with an exception that says
   * whether it is `retryable`.
   *
   * @param interrupted what the promise rejects with when somebody else takes the slot. Left out by
   * what waits in the background: that rejects with {@link NEXT}.
   * @param caller the caller's own end of it: the promise then rejects with its reason.
   */
  async take<T>(
    start: (signal: AbortSignal) => Promise<T>,
    interrupted?: () => unknown,
    caller?: AbortSignal,
  ): Promise<T> {
    caller?.throwIfAborted()
    const previous = this.#occupant
    previous?.leave()

    const own = new AbortController()
    const { signal } = own
    caller?.addEventListener('abort', () => own.abort(caller.reason), { signal })
    // A pending password request ignores its signal: whoever called must not hang on it. And it comes
    // first, since older engines reject with an error of their own in place of the signal's reason.
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
    })
    const request = start(signal).catch(async (error: unknown) => {
      // Some engines let go of an aborted request only after a while: then wait for it, once.
      if (!previous || signal.aborted || !(error as Retryable).retryable) throw error
      await previous.request.catch(() => {})
      signal.throwIfAborted()
      return start(signal)
    })
    const race = Promise.race([aborted, request])
    const occupant: Occupant = {
      isModal: !!interrupted,
      leave: () => own.abort(interrupted?.() ?? NEXT),
      request,
      ended: race.then(
        () => true,
        () => false,
      ),
    }
    this.#occupant = occupant
    try {
      return await race
    } finally {
      if (this.#occupant === occupant) this.#occupant = undefined
      // Lets go of the caller's signal.
      own.abort()
    }
  }

  /** The place for the page's one attached request, whose rounds come and go in this one. */
  get attached(): CeremonySlot {
    return (this.#attached ??= new CeremonySlot())
  }

  /** The request in the slot, if there is one. */
  get occupant(): Pick<Occupant, 'isModal' | 'ended'> | undefined {
    return this.#occupant
  }

  /** Waits until the slot is free. Gives whether the last request waited for has succeeded. */
  async free(): Promise<boolean> {
    let succeeded = false
    while (this.#occupant) succeeded = await this.#occupant.ended
    return succeeded
  }
}
