/**
 * Why a signal was not taken. Signals are best effort: log these, never fail a sign-in for them.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/exceptions/publickeycredential/package-summary}
 * @module
 */
import { CredentialManagerException } from './exception.ts'

const ANDROIDX = 'androidx.credentials.SignalCredentialStateException.'

/** Root of the signal family: everything `signalCredentialState` rejects with. */
export abstract class SignalCredentialStateException extends CredentialManagerException {}

/** No detail is known. The next occasion will do. */
export class SignalCredentialUnknownException extends SignalCredentialStateException {
  override readonly name = 'SignalCredentialUnknownException'
  override readonly code = `${ANDROIDX}TYPE_UNKNOWN`
}

/** Not allowed to say this: such as for the passkeys of another site. */
export class SignalCredentialSecurityException extends SignalCredentialStateException {
  override readonly name = 'SignalCredentialSecurityException'
  override readonly code = `${ANDROIDX}TYPE_SECURITY`
}

/** Nobody here takes signals: a provider is missing or too old. */
export class SignalCredentialStateProviderConfigurationException extends SignalCredentialStateException {
  override readonly name = 'SignalCredentialStateProviderConfigurationException'
  override readonly code = `${ANDROIDX}TYPE_PROVIDER_CONFIGURATION`
}

/** More than ten signals within two minutes. The same call may be made again after `retryMillis`. */
export class SignalCredentialRateLimitExceededException extends SignalCredentialStateException {
  override readonly name = 'SignalCredentialRateLimitExceededException'
  override readonly code = `${ANDROIDX}RATE_LIMIT_EXCEEDED`
  override readonly retryable = true
  /** Milliseconds until a signal is taken again. */
  declare readonly retryMillis: number
  declare readonly retryAfter: number

  constructor(retryMillis: number, message?: string, options?: ErrorOptions) {
    super(message, options)
    this.retryMillis = retryMillis
    this.retryAfter = retryMillis
  }
}
