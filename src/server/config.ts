/**
 * The configuration of a relying party: what may be said, and what was said once it passed every check.
 *
 * @module
 */
import type { LogEntry } from './audit.ts'
import type { Clock } from './clock.ts'
import type { MailConfig, MailSettings } from './mail/check-mail.ts'
import type { NoticeHook } from './notices.ts'
import type { IssuerConfig, IssuerSettings } from './federation/issuer-config.ts'
import type { EventHook, SignUpHook } from './host-hooks.ts'
import type { MasterSecret } from './secrets.ts'
import type { MetricsConfig, MetricsSettings } from './telemetry/check-metrics.ts'
import type { WebhookConfig, WebhookSettings } from './webhooks/check-webhooks.ts'

/** A master secret: at least 32 random bytes, as they are or as base64url text. */
export type SecretValue = string | Uint8Array

/** One version of the master secret; rotation needs two at once. */
export interface VersionedSecret {
  /** 1 to 65535, never used again for another value. */
  readonly id: number
  readonly value: SecretValue
  /** Exactly one version is `active` (the default). */
  readonly state?: 'active' | 'verify-only'
}

/** How long sessions live. Milliseconds. */
export interface SessionLimits {
  /** `aal2` is one hour unused and 24 hours in all; otherwise 24 hours and 30 days. */
  readonly preset?: 'aal2'
  /** Ends a session that was not used for so long. */
  readonly idle?: number
  /** Ends a session however much it is used. */
  readonly absolute?: number
}

/** How often something may be tried. Raise them for load tests; none of them ever ends passkey sign-in. */
export interface LimitConfig {
  /** Options calls of one address in a minute. Default 600. */
  readonly optionsPerMinute?: number
  /** Calls of one address in a minute that verify, hash a password or send a mail. Default 120. */
  readonly finishesPerMinute?: number
  /** Wrong passwords for one account from one address in 15 minutes; then pauses of 1 s to 1 h. Default 5. */
  readonly passwordFailures?: number
  /** Wrong passwords for one account in an hour. Default 20. */
  readonly passwordFailuresPerHour?: number
  /** Wrong passwords for one account in a day, whatever came between them. Default 100. */
  readonly passwordFailuresPerDay?: number
  /** Wrong passwords for one account without a right one: then only a new password helps. Default 100. */
  readonly passwordFailuresInARow?: number
  /** Wrong passwords of one address for any account in an hour. Default 50. */
  readonly passwordFailuresPerAddress?: number
  /** Mails to one address, and mails asked for by one, in an hour. Default 3. */
  readonly mailsPerHour?: number
  /** The same in a day. Default 20. */
  readonly mailsPerDay?: number
  /** Tries for a code. Default 5. */
  readonly codeTries?: number
}

/** What passwords have to be, and what guessing one costs. */
export interface PasswordConfig {
  /**
   * `alone` (default): a password signs in by itself and has 15 characters or more. `one-of-two`: 8 are
   * enough, because the app asks for something else before it trusts a session whose method is `password`.
   */
  readonly use?: 'alone' | 'one-of-two'
  /** Of argon2id, in KiB. Default 19,456. */
  readonly memory?: number
  /** Of argon2id, over that memory. Default 2. */
  readonly passes?: number
  /** Of argon2id. Default 1. */
  readonly parallelism?: number
  /**
   * Mixes a key of `secret` into every hash. A version of the secret has to stay then, as `verify-only`,
   * until everyone who has a password has signed in with the next one. Default `false`.
   */
  readonly pepper?: boolean
  /** Whether a new password is known from a breach. It gets two seconds; if it fails, the password passes. */
  readonly breachCheck?: (password: string) => Promise<boolean>
  /** Hashes at a time. Default: what leaves a core and two threads of the pool to everything else. */
  readonly threads?: number
  /** Calls that may wait for their hash; more are refused with `unavailable`. Default 64. */
  readonly waiting?: number
  /** How long they wait at most. Milliseconds, default 3,000. */
  readonly patience?: number
}

/** An Android app that shares the passkeys of the site. */
export interface AndroidApp {
  /** Such as `com.example.app`. */
  readonly packageName: string
  /**
   * SHA-256 fingerprints of the certificates it is signed with: upper-case hex digits with colons, as
   * `keytool` prints them. Each one allows the origin `android:apk-key-hash:…` that follows from it.
   */
  readonly fingerprints: readonly string[]
  /** Signed with a debug certificate: the log warns when the site is not on localhost. */
  readonly debug?: boolean
}

/** Access tokens for other services. */
export interface AccessTokenConfig {
  /** Who they are for, such as `https://api.example.com`. */
  readonly audience: string
  /** Milliseconds that a token lives, and a session that was ended with it. Default 5 minutes, at most an hour. */
  readonly lifetime?: number
}

/** Pages that passkey providers lead people to. */
export interface PasskeyEndpoints {
  /** Where people create a passkey. */
  readonly enroll?: string
  /** Where they see and delete them. */
  readonly manage?: string
  /** What the site keeps under a passkey's pseudo-random function. */
  readonly prfUsageDetails?: string
}

/** What {@link createLatchkey} takes. Members it does not know are refused. */
export interface LatchkeyConfig {
  /** The domain passkeys belong to, such as `example.com`. It can never be changed later. */
  readonly rpId: string
  /** Shown by authenticators. Default: `rpId`. */
  readonly rpName?: string
  /**
   * Exact serialized origins that may use this server: web origins on `rpId` or below it, and
   * `android:apk-key-hash:…` of apps. The first one is the main one and has to be a web origin.
   */
  readonly origins: readonly string[]
  /** Web origins outside `rpId` that share its passkeys (related origins). */
  readonly relatedOrigins?: readonly string[]
  /** Android apps: their origins need not be listed, and `/.well-known/assetlinks.json` names them. */
  readonly androidApps?: readonly AndroidApp[]
  /** Team id and bundle id of Apple apps, for `/.well-known/apple-app-site-association`. */
  readonly appleApps?: readonly string[]
  /** Pages for `/.well-known/passkey-endpoints`; without any it still says that passkeys work here. */
  readonly passkeyEndpoints?: PasskeyEndpoints
  /** The page where people change their password; `/.well-known/change-password` leads there. */
  readonly changePasswordUrl?: string
  /**
   * Such as `sqlite:./data/latchkey.db` or `sqlite::memory:`; `postgres://user:password@host/database`
   * needs the package `pg` beside this one. See docs/scaling.md for what its URL may say.
   */
  readonly database: string
  readonly secret: SecretValue | readonly VersionedSecret[]
  /** Keeps decoys the same when the oldest secret is retired. Default: the secret with the lowest id. */
  readonly decoySecret?: SecretValue
  /** Default `/auth`. */
  readonly basePath?: string
  /** Accepted `Host` headers. Default: the hosts of the web origins. */
  readonly hosts?: readonly string[]
  /** Addresses or networks (`10.0.0.0/8`) of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[]
  /** Default `open`. */
  readonly signUp?: 'open' | 'closed'
  /** Default `required`. */
  readonly userVerification?: 'required' | 'preferred' | 'discouraged'
  /** What to do when a signature counter did not grow. Default `refuse`. */
  readonly signCount?: 'refuse' | 'report'
  /** Passkeys an account may have. Default 20. */
  readonly passkeyLimit?: number
  /** Whose ID tokens sign people in, by the names of their routes. Default: nobody's. */
  readonly issuers?: Readonly<Record<string, IssuerConfig>>
  /** Default `on`. `off`: nobody signs in with one, and nobody can tell. */
  readonly passwords?: 'on' | 'off' | PasswordConfig
  readonly limits?: LimitConfig
  readonly sessions?: SessionLimits
  /** How long a proof counts as fresh. Milliseconds, default 5 minutes. */
  readonly freshness?: number
  /** Bytes of a request body. Default 65,536. */
  readonly bodyLimit?: number
  /** Says `credential_unknown` for passkeys not held here, so clients can clean up. Default `true`. */
  readonly revealUnknownCredentials?: boolean
  /** Cookies without `Secure` and `__Host-`, for browsers that insist on TLS. Loopback origins only. */
  readonly insecureCookies?: boolean
  /**
   * What accounts are keyed by. With `email` the username is an address, and nobody gets an account before
   * its mailbox is proved: `mail` has to be there. Default `username`.
   */
  readonly accounts?: 'username' | 'email'
  /** How mails are sent. Without it there are none: no recovery by mail, no notices by mail. */
  readonly mail?: MailConfig
  readonly hooks?: Hooks
  /** Who is told of the audit log, event by event, at least once each. Default: nobody. */
  readonly webhooks?: readonly WebhookConfig[]
  /** Days that sealed audit events are kept. Default: for ever. */
  readonly auditRetention?: number
  /** Gives out signed, short-lived tokens for services that cannot ask. Default: none. */
  readonly accessTokens?: AccessTokenConfig
  /** Who may read `/metrics`. Default `off`: nobody, and it is not there. */
  readonly metrics?: MetricsConfig
  /** Gives spans and measurements to the OpenTelemetry SDK that the app registered. Default `off`. */
  readonly telemetry?: 'off' | 'on'
  /** Receives every event. Default: one line of JSON each, to the standard error stream. */
  readonly log?: (entry: LogEntry) => void
  /** Default: the clocks of this machine. */
  readonly clock?: Clock
}

/** What the host is called for. */
export interface Hooks {
  /** After each change to the ways into an account: to tell its owner otherwise than by mail. */
  readonly notice?: NoticeHook
  /** After everything that was done through this process. What must not be missed comes by webhook. */
  readonly event?: EventHook
  /** Before somebody gets an account, and before anything is written. Two seconds at most. */
  readonly beforeSignUp?: SignUpHook
}

/** A configuration that passed every check, with all defaults filled in. */
export interface Settings {
  readonly rpId: string
  readonly rpName: string
  /** What may stand in client data: web origins, related ones, and apps. */
  readonly origins: readonly string[]
  /** What may stand in an `Origin` header. */
  readonly webOrigins: ReadonlySet<string>
  readonly relatedOrigins: readonly string[]
  readonly androidApps: readonly AndroidApp[]
  readonly appleApps: readonly string[]
  readonly passkeyEndpoints: PasskeyEndpoints | undefined
  readonly changePasswordUrl: string | undefined
  readonly database: string
  readonly secrets: readonly MasterSecret[]
  readonly decoySecret: Uint8Array | undefined
  readonly basePath: string
  readonly hosts: ReadonlySet<string>
  readonly trustedProxies: readonly string[]
  readonly signUp: 'open' | 'closed'
  readonly userVerification: 'required' | 'preferred' | 'discouraged'
  readonly signCount: 'refuse' | 'report'
  readonly passkeyLimit: number
  readonly issuers: ReadonlyMap<string, IssuerSettings>
  readonly passwords: {
    readonly on: boolean
    /** Code points of a new one. */
    readonly minimum: number
    readonly parameters: {
      readonly memory: number
      readonly passes: number
      readonly parallelism: number
    }
    readonly pepper: boolean
    readonly breachCheck: ((password: string) => Promise<boolean>) | undefined
    readonly threads: number | undefined
    readonly waiting: number
    readonly patience: number
  }
  readonly limits: Readonly<Required<LimitConfig>>
  readonly sessions: { readonly idle: number; readonly absolute: number }
  readonly freshness: number
  readonly bodyLimit: number
  readonly revealUnknownCredentials: boolean
  /** Whether the main origin is served over TLS. */
  readonly tls: boolean
  readonly insecureCookies: boolean
  readonly accounts: 'username' | 'email'
  readonly mail: MailSettings | undefined
  readonly hooks: Hooks
  readonly webhooks: readonly WebhookSettings[]
  /** Milliseconds. */
  readonly auditRetention: number | undefined
  readonly accessTokens: Required<AccessTokenConfig> | undefined
  readonly metrics: MetricsSettings
  readonly telemetry: 'off' | 'on'
  readonly log: (entry: LogEntry) => void
  readonly clock: Clock
}
