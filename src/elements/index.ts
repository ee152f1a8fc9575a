/**
 * `latchkey/elements`: custom elements for sign-in pages, as classes. Importing this registers nothing and
 * needs no browser; `latchkey/elements/define` registers them all under their usual names.
 *
 * @example
 * ```ts
 * import { LatchkeyAccountSelector } from 'latchkey/elements'
 *
 * customElements.define('my-account-selector', class extends LatchkeyAccountSelector {})
 * ```
 *
 * @module latchkey/elements
 */
export { LatchkeyAccountSelector } from './account-selector.ts'
export { LatchkeyCreatePasskey } from './create-passkey.ts'
export { LatchkeyPasskeys } from './passkeys.ts'
export { LatchkeyRecovery } from './recovery.ts'
export { LatchkeySessions } from './sessions.ts'
export { LatchkeySignIn } from './sign-in.ts'
export { AuthRefusal, NoAnswerError } from './auth-calls.ts'
export {
  loadElementWords,
  type ElementWords,
  type FailureWord,
  WORD_LANGUAGES,
} from './element-words.ts'
export type { Issuer } from './issuers.ts'
export { loadSelectorTexts, type ChoiceText, type SelectorTexts } from './selector-texts.ts'
export type { AccountSelector, SelectorView } from '../client/selector/account-selector.ts'
export type {
  SelectorChoice,
  SelectorPage,
  SelectorSection,
  SelectorTitle,
} from '../client/selector/page.ts'
export type { SelectorPages } from '../client/selector/selector-model.ts'
export type { ReauthenticationMethod } from '../protocol/problem.ts'
