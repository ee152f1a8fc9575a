/**
 * The keys of one issuer, kept: fetched seldom, shared by all who wait, and good for a day without the
 * issuer (security.md R125).
 *
 * A key id that is not known makes at most one fetch in half a minute, however many tokens name one.
 * What was not found is not remembered.
 *
 * @module
 */
import { Refusal } from '../refusal.ts'
import { fetchDocument, isFetchable } from './documents.ts'
import type { IssuerSettings } from './issuer-config.ts'
import { fits, readKeySet } from './verification-keys.ts'
import type { VerificationKey } from './verification-keys.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** An issuer is asked at most once in so long. */
export const FETCH_INTERVAL = 30 * SECOND

/** Keys are used without a question for so long, then asked for again in passing. */
export const FRESH_FOR = 10 * MINUTE

/** From then on a sign-in waits for newer keys, if there are any to be had. */
export const STALE_AFTER = 60 * MINUTE

/** Keys that could not be renewed for so long count no more. */
export const DEAD_AFTER = 24 * 60 * MINUTE

/** What {@link IssuerKeys} works with. */
export interface KeySource {
  readonly issuer: Pick<IssuerSettings, 'issuer' | 'jwksUri' | 'insecureLoopback'>
  /** Milliseconds since some moment; never goes back. */
  readonly monotonic: () => number
  /** Hears of each fetch that failed. */
  readonly onFailure?: (error: unknown) => void
}

interface KnownKeys {
  readonly keys: readonly VerificationKey[]
  readonly fetchedAt: number
}

/** The keys of one issuer. */
export class IssuerKeys {
  readonly #source: KeySource
  #known: KnownKeys | undefined
  #askedAt: number | undefined
  #pending: Promise<void> | undefined

  constructor(source: KeySource) {
    this.#source = source
  }

  /**
   * The key that a token's header names.
   *
   * @throws {@link Refusal} with `authentication_failed` when the issuer has no such key, and with
   * `unavailable` when it cannot be asked.
   */
  async find(alg: string, kid: string | undefined): Promise<VerificationKey> {
    const age = this.#age()
    const match = this.#match(alg, kid)
    if (match !== undefined && age < STALE_AFTER) {
      if (age >= FRESH_FOR) void this.#renew()
      return match
    }
    await this.#renew()
    const renewed = this.#match(alg, kid)
    if (renewed !== undefined) return renewed
    // Only a set that is as new as it can be says that there is no such key.
    if (this.#age() <= FETCH_INTERVAL) {
      throw new Refusal('authentication_failed', 'token_key_unknown')
    }
    throw new Refusal('unavailable', 'issuer_keys_unavailable')
  }

  #age(): number {
    if (this.#known === undefined) return Infinity
    return this.#source.monotonic() - this.#known.fetchedAt
  }

  #match(alg: string, kid: string | undefined): VerificationKey | undefined {
    if (this.#known === undefined || this.#age() >= DEAD_AFTER) return undefined
    const matches = this.#known.keys.filter((key) => fits(key, alg, kid))
    // OpenID Connect Core §10.1: with several keys a token has to say which.
    return matches.length === 1 ? matches[0] : undefined
  }

  /** Asks the issuer, unless it was asked a moment ago; whoever comes in between waits for the same answer. */
  #renew(): Promise<void> {
    if (this.#pending !== undefined) return this.#pending
    const now = this.#source.monotonic()
    if (this.#askedAt !== undefined && now - this.#askedAt < FETCH_INTERVAL) {
      return Promise.resolve()
    }
    this.#askedAt = now
    this.#pending = this.#ask().finally(() => (this.#pending = undefined))
    return this.#pending
  }

  async #ask(): Promise<void> {
    const { monotonic, onFailure } = this.#source
    try {
      const keys = readKeySet(await fetchDocument(await this.#keysUrl(), this.#source.issuer))
      // A set without a usable key is a mistake of the issuer's: the keys that are known outlive it.
      if (keys.length === 0) throw new Error('no usable key')
      this.#known = { keys, fetchedAt: monotonic() }
    } catch (error) {
      onFailure?.(error)
    }
  }

  /** OpenID Connect Discovery §4: the issuer's own document says where its keys are. */
  async #keysUrl(): Promise<string> {
    const { issuer, jwksUri, insecureLoopback } = this.#source.issuer
    if (jwksUri !== undefined) return jwksUri
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
    const document = await fetchDocument(url, { insecureLoopback })
    const { issuer: said, jwks_uri: found } = document as {
      readonly issuer?: unknown
      readonly jwks_uri?: unknown
    }
    if (said !== issuer) throw new Error('the document is of another issuer')
    if (typeof found !== 'string' || !isFetchable(found, { insecureLoopback })) {
      throw new Error('the document names no keys')
    }
    return found
  }
}
