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
export type { AuditLine } from './audit-log/chain.ts'
export type { EventHook, HookEvent, SignUpAnswer, SignUpHook, SignUpRequest } from './host-hooks.ts'
export type { IdTokenAlgorithm, IssuerConfig } from './federation/issuer-config.ts'
export type { ConnectionInfo } from './http/fetch.ts'
export type { CarryingRequest, NodeHeaders } from './http/request-headers.ts'
export { createLatchkey } from './latchkey.ts'
export type { Latchkey } from './latchkey.ts'
export { Refusal } from './refusal.ts'
export type { Purpose } from './purpose.ts'
export type { RefusalDetails } from './refusal.ts'
export { StoreError } from './store/errors.ts'
export type { StoreErrorCode } from './store/errors.ts'
export type { MetricsConfig } from './telemetry/check-metrics.ts'
export type { WebhookConfig } from './webhooks/check-webhooks.ts'
export { verifyWebhook, WebhookError } from './webhooks/signature.ts'
export type { IncomingWebhook, WebhookErrorCode, WebhookMessage } from './webhooks/signature.ts'
