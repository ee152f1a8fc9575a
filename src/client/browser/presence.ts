/**
 * Whether anybody can see the page, and waiting until somebody does.
 *
 * @module
 */
import type { BrowserPage } from './page.ts'

/**
 * Waits until the clock has reached `moment` (milliseconds since 1970) and somebody can see the page.
 * Whoever waited before waits in vain: there is one wait at a time.
 */
export type SeenAt = (moment: number) => Promise<void>

/** Watches a page until `end` is aborted: then `onGone` is called a last time, and nothing is waited for. */
export function watch(page: BrowserPage, end: AbortSignal, onGone: () => void): SeenAt {
  // Left, though it may come back from the back/forward cache.
  let isGone = false
  let due: number
  let wake: (() => void) | undefined
  let timer: ReturnType<typeof setTimeout>
  const check = () => {
    page.clearTimeout(timer)
    if (isGone) return
    const left = due - page.Date.now()
    if (left > 0) timer = page.setTimeout(check, left)
    else if (!page.document.hidden) wake?.()
  }
  // A timer may sleep with the machine: look at the clock again whenever the page comes back.
  const on = (target: EventTarget, type: string, act: () => void) =>
    target.addEventListener(type, act, { signal: end })
  const leave = () => {
    isGone = true
    check()
    onGone()
  }
  on(page.document, 'visibilitychange', check)
  on(page, 'pageshow', () => {
    isGone = false
    check()
  })
  on(page, 'pagehide', leave)
  end.addEventListener('abort', leave)
  return (moment) =>
    new Promise((resolve) => {
      due = moment
      wake = resolve
      check()
    })
}
