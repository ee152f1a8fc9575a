/**
 * One account selector at a time: the latest call is the one the person sees.
 *
 * @module
 */

/** Runs calls; a newcomer ends the one before. */
export class CallSlot {
  #leave: (() => void) | undefined

  /**
   * Runs a call. Its signal fires when another one takes its place (the promise then rejects with what
   * `interrupted` gives), or when the caller ends it (with the caller's reason).
   */
  async take<Value>(
    start: (signal: AbortSignal) => Promise<Value>,
    interrupted: () => unknown,
    caller: AbortSignal | undefined,
  ): Promise<Value> {
    caller?.throwIfAborted()
    this.interrupt()
    const own = new AbortController()
    const leave = () => own.abort(interrupted())
    this.#leave = leave
    caller?.addEventListener('abort', () => own.abort(caller.reason), { signal: own.signal })
    const ended = new Promise<never>((_, reject) =>
      own.signal.addEventListener('abort', () => reject(own.signal.reason)),
    )
    try {
      return await Promise.race([ended, start(own.signal)])
    } finally {
      if (this.#leave === leave) this.#leave = undefined
      // Lets go of the caller's signal, and closes what may still be open.
      own.abort()
    }
  }

  /** Ends the call under way, if there is one. */
  interrupt(): void {
    this.#leave?.()
  }
}
