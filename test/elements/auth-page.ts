/**
 * What the pages with a server behind them load: every element, and a note of what they tell.
 *
 * @module
 */
import '../../src/elements/define.ts'

const EVENTS = [
  'latchkey-signed-in',
  'latchkey-signed-out',
  'latchkey-passkey-created',
  'latchkey-passkeys-changed',
  'latchkey-sessions-changed',
  'latchkey-recovered',
  'latchkey-declined',
  'latchkey-failed',
  'latchkey-session-ended',
]

const seen = { told: [] as string[], violations: [] as string[] }

for (const type of EVENTS) document.addEventListener(type, () => seen.told.push(type))
document.addEventListener('securitypolicyviolation', ({ violatedDirective, sourceFile }) => {
  seen.violations.push(`${violatedDirective} ${sourceFile}`)
})

declare global {
  var heard: typeof seen
}

Object.assign(globalThis, { heard: seen })
