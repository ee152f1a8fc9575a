/**
 * Dates as people read them.
 *
 * @module
 */
import { html, type TemplateResult } from 'lit'

/** Milliseconds. */
const DAY = 86_400_000

/** A day in words of the language: “today”, “yesterday”, else its date. */
export function dayText(date: string, language: string): string {
  const then = new Date(date)
  if (Number.isNaN(then.getTime())) return '–'
  const midnight = (of: Date) => new Date(of).setHours(0, 0, 0, 0)
  const days = Math.round((midnight(then) - midnight(new Date())) / DAY)
  if (days === 0 || days === -1) {
    return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day')
  }
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(then)
}

/** A sentence about a day, with the day for machines. */
export function dated(
  date: string,
  language: string,
  sentence: (day: string) => string,
): TemplateResult {
  return html`<time datetime=${date}>${sentence(dayText(date, language))}</time>`
}
