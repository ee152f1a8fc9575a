/**
 * `latchkey/server`: the relying party: ceremonies, accounts, passkeys and sessions behind one handler.
 *
 * @example
 * ```ts
 * import { createLatchkey } from 'latchkey/server'
 *
 * const latchkey = createLatchkey({
 *   rpId: 'example.com',
 *   origins: ['https://example.com'],
 *   database: 'sqlite::memory:',
 *   secret: process.env.LATCHKEY_SECRET ?? '', // 32 random bytes or more, base64url
 * })
 * const answer = await latchkey.fetch(
 *   new Request('https://example.com/auth/session', { headers: { 'latchkey-client': 'native' } }),
 * )
 * ```
 *
 * @module latchkey/server
 */
export type { Held, LatchkeyApi, Outcome } from './api.ts'
export type { EventName, LogEntry } from './audit.ts'
export type { Clock } from './clock.ts'
export type {
  AccessTokenConfig,
  AndroidApp,
  Hooks,
  LatchkeyConfig,
  LimitConfig,
  PasskeyEndpoints,
  PasswordConfig,
  SecretValue,
  SessionLimits,
  VersionedSecret,
} from './config.ts'
export type { AuditLine } from './audit-log/chain.ts'
export type { EventHook, HookEvent, SignUpAnswer, SignUpHook, SignUpRequest } from './host-hooks.ts'
export type { IdTokenAlgorithm, IssuerConfig } from './federation/issuer-config.ts'
export type { RequestHeaders } from './http/exchange.ts'
export type { ConnectionInfo, Fetch } from './http/fetch.ts'
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
export type { MailConfig, MailPages } from './mail/check-mail.ts'
export type { MailKind, MailMessage, MailText, MailTransport } from './mail/message.ts'
export type { Addressees, Notice, NoticeHook, NoticeKind } from './notices.ts'
export type { AccountChange } from './accounts.ts'
export type {
  AccessTokenMessage,
  AccountDetailsMessage,
  HandleSignalsMessage,
  ListedSessionMessage,
  RestoreRegisteredMessage,
  SessionsMessage,
  SignalsMessage,
} from '../protocol/account-messages.ts'
export type {
  FederatedOptionsMessage,
  IdentitiesMessage,
  IdentityMessage,
  IssuerMessage,
} from '../protocol/federation-messages.ts'
export type {
  AccountMessage,
  AssuranceLevel,
  PasskeyMessage,
  PasskeysMessage,
  RegisteredMessage,
  SessionMessage,
  SignedInMessage,
  SignInMethod,
} from '../protocol/messages.ts'
export type { PasswordSignedInMessage } from '../protocol/password-messages.ts'
export type {
  EmailMessage,
  RecoveryCodesLeftMessage,
  RecoveryCodesMessage,
} from '../protocol/recovery-messages.ts'
export type {
  InvalidMember,
  InvalidMemberCode,
  ReauthenticationMethod,
} from '../protocol/problem.ts'
export type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '../protocol/webauthn-json.ts'
