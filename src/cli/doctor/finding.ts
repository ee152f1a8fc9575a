/**
 * What the doctor found: one thing at a time, with why it matters and the line to change.
 *
 * @module
 */

/** How bad it is. `unknown`: could not be looked at, because something else was in the way. */
export type Severity = 'ok' | 'warning' | 'problem' | 'unknown'

/** One thing that was looked at. */
export interface Finding {
  /** A stable word, such as `assetlinks_relations`. */
  readonly check: string
  readonly severity: Severity
  /** What is so. */
  readonly what: string
  /** What comes of it; absent when nothing is wrong. */
  readonly why?: string
  /** What to change. */
  readonly fix?: string
}

/** Everything is as it should be. */
export const ok = (check: string, what: string): Finding => ({ check, severity: 'ok', what })

/** It does not work, or not safely. */
export const problem = (
  check: string,
  what: string,
  { why, fix }: { readonly why: string; readonly fix: string },
): Finding => ({ check, severity: 'problem', what, why, fix })

/** It works, and should not stay so. */
export const warning = (
  check: string,
  what: string,
  { why, fix }: { readonly why: string; readonly fix: string },
): Finding => ({ check, severity: 'warning', what, why, fix })

/** It could not be looked at. */
export const unknown = (check: string, what: string): Finding => ({
  check,
  severity: 'unknown',
  what,
})
