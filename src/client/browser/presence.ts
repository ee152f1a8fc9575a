/**
 * Whether anybody can see the page, and waiting until somebody does.
 *
 * @module
 */
import type { BrowserPage } from './page.ts'

/** A page that is watched. */
export interface Presence {
  /** Whether the page was left; it may come back from the back/forward cache. */
  readonly isGone: () => boolean
  /**
   * Resolves as soon as the clock has reached `moment` (milliseconds since 1970) and somebody can see
   * the page, or as `end` is aborted.
   */
  readonly seenAt: (moment: number, end: AbortSignal) => Promise<void>
}

/** Watches a page until `end` is aborted. */
export function watch(page: BrowserPage, end: AbortSignal, onGone: () => void): Presence {
  let gone = false
  on(page, 'pageshow', end, () => (gone = false))
  on(page, 'pagehide', end, () => {
    gone = true
    onGone()
  })
  return {
    isGone: () => gone,
    seenAt: (moment, end) =>
      new Promise((resolve) => {
        const done = new AbortController()
        let timer: ReturnType<typeof setTimeout> | undefined
        const check = () => {
          page.clearTimeout(timer)
          const left = moment - page.Date.now()
          if (end.aborted || (left <= 0 && !gone && !page.document.hidden)) {
            done.abort()
            resolve()
          } else if (left > 0) timer = page.setTimeout(check, left)
        }
        // A timer may sleep with the machine: look at the clock again whenever the page comes back.
        on(page.document, 'visibilitychange', done.signal, check)
        on(page, 'pageshow', done.signal, check)
        on(end, 'abort', done.signal, check)
        check()
      }),
  }
}

/** Listens until `signal` is aborted. */
export function on(target: EventTarget, type: string, signal: AbortSignal, act: () => void): void {
  target.addEventListener(type, act, { signal })
}
