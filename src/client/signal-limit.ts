/**
 * How often signals may be sent: ten within any two minutes, as on Android.
 *
 * @module
 */
import { SignalCredentialRateLimitExceededException } from './signal-exceptions.ts'

/** Signals within one {@link WINDOW}. */
const LIMIT = 10
/** Milliseconds. */
const WINDOW = 120_000

/** Counts signals. One for each page, app or vault. */
export class SignalLimit {
  #sent: readonly number[] = []

  /**
   * Counts one signal.
   *
   * @param now milliseconds since 1970.
   * @throws {@link SignalCredentialRateLimitExceededException} when there were too many; it is not counted.
   */
  admit(now: number): void {
    // A clock that was set back must not lock anybody out for longer than the window.
    this.#sent = this.#sent.filter((time) => Math.abs(now - time) < WINDOW)
    const [oldest = now] = this.#sent
    if (this.#sent.length >= LIMIT) {
      const retryMillis = Math.min(Math.max(oldest + WINDOW - now, 1), WINDOW)
      throw new SignalCredentialRateLimitExceededException(retryMillis, 'too many signals')
    }
    this.#sent = [...this.#sent, now]
  }
}
