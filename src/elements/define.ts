/**
 * `latchkey/elements/define`: registers the elements under their usual names. The one module here that does
 * something at import. On a server it does nothing, and a name that is taken stays as it is.
 *
 * @example
 * ```ts
 * import 'latchkey/elements/define'
 *
 * document.body.append(document.createElement('latchkey-sign-in'))
 * ```
 *
 * @module
 */
import { LatchkeyAccountSelector } from './account-selector.ts'
import { LatchkeyCreatePasskey } from './create-passkey.ts'
import { LatchkeyPasskeys } from './passkeys.ts'
import { LatchkeyRecovery } from './recovery.ts'
import { LatchkeySessions } from './sessions.ts'
import { LatchkeySignIn } from './sign-in.ts'

const ELEMENTS = {
  'latchkey-account-selector': LatchkeyAccountSelector,
  'latchkey-create-passkey': LatchkeyCreatePasskey,
  'latchkey-passkeys': LatchkeyPasskeys,
  'latchkey-recovery': LatchkeyRecovery,
  'latchkey-sessions': LatchkeySessions,
  'latchkey-sign-in': LatchkeySignIn,
} as const

if (typeof window !== 'undefined') {
  for (const [name, element] of Object.entries(ELEMENTS)) {
    if (customElements.get(name) === undefined) customElements.define(name, element)
  }
}
