/**
 * Making and checking password hashes: always off the event loop, always behind the queue, and always with
 * the same work, whether there is a password or not (security.md R102, R103, R107, R113).
 *
 * @module
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Settings } from '../config.ts'
import { Refusal } from '../refusal.ts'
import type { Keyring } from '../secrets.ts'
import { random } from '../services.ts'
import { HASH_BYTES, openArgon2 } from './argon2.ts'
import type { Argon2Engine, Argon2Parameters } from './argon2.ts'
import { HashQueue } from './hash-queue.ts'
import { readPasswordHash, writePasswordHash } from './phc.ts'
import type { PasswordHash } from './phc.ts'

const SALT_BYTES = 16

/** Hashed in the place of nothing, which WebAssembly refuses: it takes as long, and opens nothing. */
const NOTHING = '\0'

/** Hashes that are timed once, before the first answer. */
const SAMPLES = 8

/** Attempts that are counted at the same time, and that wait for it. */
const COUNTING = 4
const MAX_COUNTING = 1000

/** What a check came to. */
export interface PasswordVerdict {
  readonly correct: boolean
  /** A new hash to store in the place of one that was made with less than what is configured now. */
  readonly rehashed: string | undefined
}

/** Threads for hashing: two of the pool and one core are left to everything else. */
export function threadsFor(pool: number, cores: number): number {
  return Math.max(1, Math.min(pool - 2, cores - 1))
}

/** Hashes and checks passwords. They come normalised. */
export class PasswordHasher {
  readonly #settings: Settings['passwords']
  readonly #keys: Keyring
  readonly #queue: HashQueue
  readonly #counting: HashQueue
  readonly #dummy: PasswordHash
  readonly #openEngine: () => Promise<Argon2Engine>
  #engine: Promise<Argon2Engine> | undefined
  #hold: Promise<number> | undefined

  constructor(settings: Settings['passwords'], keys: Keyring, openEngine = openArgon2) {
    this.#settings = settings
    this.#keys = keys
    this.#openEngine = openEngine
    const pool = Number(process.env['UV_THREADPOOL_SIZE'] ?? 4)
    const threads = settings.threads ?? threadsFor(pool, availableParallelism())
    this.#queue = new HashQueue({ ...settings, threads })
    this.#counting = new HashQueue({ ...settings, threads: COUNTING, waiting: MAX_COUNTING })
    this.#dummy = {
      ...settings.parameters,
      pepperId: settings.pepper ? keys.active.id : undefined,
      salt: random(SALT_BYTES),
      hash: random(HASH_BYTES),
    }
  }

  /** How many hashes are being made or waited for. */
  get queued(): number {
    return this.#queue.size
  }

  /** @throws {@link Refusal} with `unavailable` when there is no room for one more. */
  demandRoom(): void {
    this.#queue.demandRoom()
  }

  /**
   * Runs what counts an attempt: a few at a time, because all for one name wait for the same row, and
   * would keep every connection to the database from everybody else.
   *
   * @throws {@link Refusal} with `unavailable`.
   */
  whileCounting<Result>(job: () => Promise<Result>): Promise<Result> {
    return this.#counting.run(job)
  }

  /**
   * Hashes a new password.
   *
   * @throws {@link Refusal} with `unavailable`.
   */
  hash(password: string): Promise<string> {
    return this.#queue.run(() => this.#make(password))
  }

  /**
   * Checks a password against a stored hash; without one it is wrong, after as much work. It answers no
   * sooner than a hash takes at its slowest, so that neither hashes made with less show.
   *
   * @throws {@link Refusal} with `unavailable`.
   */
  async check(password: string, stored: string | undefined): Promise<PasswordVerdict> {
    this.#hold ??= this.#measure()
    const hold = await this.#hold.catch((error: unknown) => {
      this.#hold = undefined
      throw error
    })
    const known = stored === undefined ? undefined : readPasswordHash(stored)
    const { started, correct } = await this.#queue.run(async () => {
      const started = performance.now()
      const computed = await this.#compute(password, known ?? this.#dummy)
      const { hash } = known ?? this.#dummy
      const isOne = known !== undefined && password !== ''
      return { started, correct: equal(computed, hash) && isOne }
    })
    const left = hold - (performance.now() - started)
    if (left > 0) await sleep(left)
    if (!correct || known === undefined || !this.#isStale(known)) {
      return { correct, rehashed: undefined }
    }
    return { correct, rehashed: await this.#rehash(password) }
  }

  /** Lets its thread go, if it has one. */
  async close(): Promise<void> {
    const engine = await this.#engine?.catch(() => undefined)
    await engine?.close()
  }

  /** R113: as long as the slowest of a few hashes took. */
  #measure(): Promise<number> {
    return this.#queue.run(async () => {
      let slowest = 0
      for (let sample = 0; sample < SAMPLES; sample++) {
        const started = performance.now()
        await this.#compute('', this.#dummy)
        // The first one pays for getting ready.
        if (sample > 0) slowest = Math.max(slowest, performance.now() - started)
      }
      return Math.ceil(slowest)
    })
  }

  /** Can wait for the next sign-in, when there is no room. */
  async #rehash(password: string): Promise<string | undefined> {
    try {
      return await this.hash(password)
    } catch (error) {
      if (error instanceof Refusal) return undefined
      throw error
    }
  }

  async #make(password: string): Promise<string> {
    const { parameters, pepper } = this.#settings
    const pepperId = pepper ? this.#keys.active.id : undefined
    const made = { ...parameters, pepperId, salt: random(SALT_BYTES) }
    return writePasswordHash({ ...made, hash: await this.#compute(password, made) })
  }

  async #compute(
    password: string,
    how: Argon2Parameters & Pick<PasswordHash, 'salt' | 'pepperId'>,
  ): Promise<Uint8Array> {
    this.#engine ??= this.#openEngine()
    const { argon2id } = await this.#engine
    const { memory, passes, parallelism, salt, pepperId } = how
    const message = this.#seasoned(Buffer.from(password || NOTHING), pepperId)
    try {
      return await argon2id(message, salt, { memory, passes, parallelism })
    } catch (cause) {
      throw new Refusal('unavailable', 'argon2id_failed', { cause })
    }
  }

  /** R102: the pepper is in no database; without its version of the secret nothing matches any more. */
  #seasoned(password: Uint8Array, pepperId: number | undefined): Uint8Array {
    if (pepperId === undefined) return password
    const key = this.#keys.versions.get(pepperId) ?? this.#keys.active
    return createHmac('sha256', key.pepper).update(password).digest()
  }

  #isStale({ memory, passes, parallelism, pepperId }: PasswordHash): boolean {
    const { parameters, pepper } = this.#settings
    const weaker =
      memory < parameters.memory ||
      passes < parameters.passes ||
      parallelism < parameters.parallelism
    return weaker || pepperId !== (pepper ? this.#keys.active.id : undefined)
  }
}

/** In constant time; hashes of another length are of other software, and wrong. */
function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other)
}
