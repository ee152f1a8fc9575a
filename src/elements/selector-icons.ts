/**
 * The elements' pictures: our own, drawn in the colour of the text around them. They only
 * accompany words, so screen readers pass over them.
 *
 * @module
 */
import { svg, type SVGTemplateResult } from 'lit'
import { TYPE_PASSWORD_CREDENTIAL, TYPE_PUBLIC_KEY_CREDENTIAL } from '../client/credential.ts'
import type { SelectorChoice } from '../client/selector/page.ts'

const icon = (shapes: SVGTemplateResult) => svg`<svg
  viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none" stroke="currentColor"
  stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${shapes}</svg>`

/** A passkey: the same picture wherever one is meant. */
export const PASSKEY_ICON: SVGTemplateResult = icon(svg`<g fill="currentColor" stroke="none">
  <circle cx="9.5" cy="7" r="4.2"/>
  <path d="M13.6 13.6A10 10 0 0 0 9.5 13C5 13 2 15.8 2 19.6c0 .8.5 1.4 1.3 1.4h10.2v-3a6 6 0 0 1 .1-4.4z"/>
  <path fill-rule="evenodd" d="M18.5 9.8a4 4 0 0 1 1.6 7.7v.3l1.2 1.4-1.3 1.5 1.2 1.4-2.7 2.5-1.6-1.7v-5.4a4 4 0 0 1 1.6-7.7zm0 2.2a1.3 1.3 0 1 0 0 2.6 1.3 1.3 0 0 0 0-2.6z"/></g>`)
const PASSWORD = icon(
  svg`<rect x="2.5" y="7" width="19" height="10" rx="3"/><path d="M7.5 12h.01M12 12h.01M16.5 12h.01" stroke-width="2.5"/>`,
)
const PERSON = icon(
  svg`<circle cx="12" cy="8.2" r="3.9"/><path d="M4.5 20c.6-3.7 3.6-5.7 7.5-5.7s6.9 2 7.5 5.7"/>`,
)
const LOCK = icon(
  svg`<rect x="5" y="10.5" width="14" height="10" rx="2.5"/><path d="M8 10.5V7.5a4 4 0 0 1 8 0v3M12 14.5v2"/>`,
)
/** Another device, or the one a session is on. */
export const DEVICE_ICON: SVGTemplateResult = icon(
  svg`<rect x="7" y="2.5" width="10" height="19" rx="2.5"/><path d="M11 18.5h2"/>`,
)
const SLIDERS = icon(
  svg`<path d="M4 8h8M18 8h2M4 16h2M12 16h8"/><circle cx="15" cy="8" r="2.5"/><circle cx="9" cy="16" r="2.5"/>`,
)
const SAFE = icon(
  svg`<rect x="3.5" y="4" width="17" height="14.5" rx="2.5"/><circle cx="12" cy="11.2" r="3"/><path d="M7 18.5V21M17 18.5V21M12 8.2V7M12 15.4v-1.2"/>`,
)

/** The arrow of the way back; the style sheet turns it round where people read from right to left. */
export const BACK_ICON: SVGTemplateResult = icon(svg`<path d="M19 12H5M11 6l-6 6 6 6"/>`)

const BY_TYPE: ReadonlyMap<string, SVGTemplateResult> = new Map([
  [TYPE_PUBLIC_KEY_CREDENTIAL, PASSKEY_ICON],
  [TYPE_PASSWORD_CREDENTIAL, PASSWORD],
])

const BY_KIND = { unlock: LOCK, action: SLIDERS, remote: DEVICE_ICON, place: SAFE } as const

/** The picture beside a row. */
export function choiceIcon(choice: SelectorChoice): SVGTemplateResult {
  if (choice.kind === 'entry') return BY_TYPE.get(choice.entry.type) ?? PERSON
  return BY_KIND[choice.kind]
}
