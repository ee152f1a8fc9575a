/**
 * `latchkey/elements/define`: registers the elements under their usual names. The one module here that does
 * something at import. On a server it does nothing, and a name that is taken stays as it is.
 *
 * @module
 */
import { LatchkeyAccountSelector } from './account-selector.ts'

const ELEMENTS = { 'latchkey-account-selector': LatchkeyAccountSelector } as const

if (typeof window !== 'undefined') {
  for (const [name, element] of Object.entries(ELEMENTS)) {
    if (customElements.get(name) === undefined) customElements.define(name, element)
  }
}
