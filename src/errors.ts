/**
 * The root of every error this package throws on purpose.
 *
 * A caller's mistake is a `TypeError` or a `RangeError`; something absent is `undefined`. What is left,
 * hostile or broken input and refusals, ends in a subclass of {@link LatchkeyError}, one class a floor.
 *
 * @module
 */

/** Root of every error thrown on purpose. `code` is the contract; `message` is for logs only. */
export abstract class LatchkeyError<Code extends string = string> extends Error {
  abstract override readonly name: string
  /** Which rule was broken. Stable: programs may branch on it. */
  readonly code: Code

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
