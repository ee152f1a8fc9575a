/**
 * `latchkey/server`: the relying party: ceremonies, accounts, passkeys and sessions behind one handler.
 *
 * @module
 */
export type { Held, LatchkeyApi, Outcome } from './api.ts'
export type { EventName, LogEntry } from './audit.ts'
export type { Clock } from './clock.ts'
export type {
  LatchkeyConfig,
  LimitConfig,
  PasswordConfig,
  SecretValue,
  SessionLimits,
  VersionedSecret,
} from './config.ts'
export type { ConnectionInfo } from './http/fetch.ts'
export { createLatchkey } from './latchkey.ts'
export type { Latchkey } from './latchkey.ts'
export { Refusal } from './refusal.ts'
export type { Purpose } from './purpose.ts'
export type { RefusalDetails } from './refusal.ts'
export { StoreError } from './store/errors.ts'
export type { StoreErrorCode } from './store/errors.ts'
