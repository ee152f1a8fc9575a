/**
 * A vault: passkeys and passwords in an encrypted store, locked until somebody gives the password.
 *
 * This is the safe alone. What Credential Manager asks of it is in `vault-provider.ts`.
 *
 * @module
 */
import type { AuthenticatorCredential } from '../authenticator/credential.ts'
import {
  EMPTY,
  itemId,
  readContents,
  writeContents,
  type VaultContents,
  type VaultItem,
} from './contents.ts'
import { VaultError } from './errors.ts'
import { newHeader, openSealed, readVault, sealVault, type VaultHeader } from './format.ts'
import { DEFAULT_KDF, deriveKeys, type KdfParameters, type VaultKeys } from './kdf.ts'
import { sameBytes, type VaultStorage } from './storage.ts'

/** How a vault behaves. */
export interface VaultSettings {
  readonly storage: VaultStorage
  /** Milliseconds without use after which it locks itself. Default 5 minutes; `Infinity`: never. */
  readonly autoLock?: number
  /** The work a guess of its password costs. Only for a new one; one that is there says so itself. */
  readonly kdf?: KdfParameters
  /** Milliseconds since 1970. Default: the platform's clock. */
  readonly now?: () => number
}

interface Open {
  readonly keys: VaultKeys
  readonly header: VaultHeader
  /** As they are in the storage. */
  readonly bytes: Uint8Array
  readonly contents: VaultContents
}

const FIVE_MINUTES = 300_000
const LONGEST_TIMER = 2 ** 31 - 1

/**
 * A vault. Every change is on the disk before its promise resolves, and a failure leaves what was saved
 * before; changes of several processes on one file are put one upon the other.
 *
 * @example
 * ```ts
 * const vault = new Vault({ storage: fileStorage('passkeys.vault') })
 * await vault.create('correct horse battery staple')
 * vault.lock()
 * await vault.unlock('correct horse battery staple')
 * ```
 */
export class Vault {
  readonly #storage: VaultStorage
  readonly #autoLock: number
  readonly #kdf: KdfParameters
  readonly #now: () => number
  #open: Open | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  /** How often `lock()` was called: what was begun before it does not open the vault after it. */
  #locks = 0
  /** One act upon the storage at a time. */
  #queue: Promise<unknown> = Promise.resolve()

  constructor({
    storage,
    autoLock = FIVE_MINUTES,
    kdf = DEFAULT_KDF,
    now = Date.now,
  }: VaultSettings) {
    if (!(autoLock > 0)) throw new RangeError('autoLock has to be more than 0 milliseconds')
    this.#storage = storage
    this.#autoLock = autoLock
    this.#kdf = kdf
    this.#now = now
  }

  /** Whether its contents are out of reach. */
  get isLocked(): boolean {
    return this.#open === undefined
  }

  /** Milliseconds since 1970, by the vault's clock. */
  get now(): number {
    return this.#now()
  }

  /** Whether there is one in the storage. */
  async exists(): Promise<boolean> {
    return (await this.#storage.read()) !== undefined
  }

  /**
   * Makes a new, empty vault, and leaves it open.
   *
   * @throws {@link VaultError} with `vault_exists` or `vault_unavailable`.
   * @throws TypeError on an empty password.
   */
  async create(password: string): Promise<void> {
    const locks = this.#locks
    const header = newHeader(this.#kdf)
    const keys = await deriveKeys(checked(password), header.salt, header.kdf)
    await this.#inTurn(async () => {
      const bytes = await sealVault(header, keys, writeContents(EMPTY))
      if (!(await this.#storage.write(bytes, undefined))) {
        throw new VaultError('vault_exists', 'there is a vault already')
      }
      this.#keepSince(locks, { keys, header, bytes, contents: EMPTY })
    })
  }

  /**
   * Opens the vault. One that is open already is read anew.
   *
   * @throws {@link VaultError} with `wrong_password`, `vault_missing`, `vault_unavailable`, or what is
   * wrong with its bytes.
   */
  async unlock(password: string): Promise<void> {
    const locks = this.#locks
    const bytes = await this.#storage.read()
    if (bytes === undefined) throw new VaultError('vault_missing', 'there is no vault')
    const parts = readVault(bytes)
    const { header } = parts
    // No vault has it, and not every argon2id takes it.
    if (password === '') throw new VaultError('wrong_password', 'the empty password opens no vault')
    const keys = await deriveKeys(password, header.salt, header.kdf)
    const contents = readContents(await openSealed(parts, keys))
    this.#keepSince(locks, { keys, header, bytes, contents })
  }

  /** Forgets keys and contents. What is under way ends as if it had come before. */
  lock(): void {
    this.#locks += 1
    this.#forget()
  }

  /**
   * Everything it holds, secrets and all, oldest first.
   *
   * @throws {@link VaultError} with `vault_locked`.
   */
  get contents(): VaultContents {
    return this.#use().contents
  }

  /**
   * Takes in a passkey from elsewhere; it replaces the one with the same id.
   *
   * @throws {@link VaultError} with `vault_locked` or `vault_unavailable`.
   */
  async importPasskey(credential: AuthenticatorCredential): Promise<void> {
    const times = { createdAt: this.#now(), lastUsedAt: undefined }
    const item: VaultItem = { kind: 'passkey', credential, hidden: false, ...times }
    await this.update(({ items, ...rest }) => ({
      ...rest,
      items: [...items.filter((one) => itemId(one) !== credential.id), item],
    }))
  }

  /**
   * Deletes an item for good.
   *
   * @throws {@link VaultError} with `item_unknown`, `vault_locked` or `vault_unavailable`.
   */
  async remove(id: string): Promise<void> {
    await this.update((contents) => {
      const items = contents.items.filter((item) => itemId(item) !== id)
      if (items.length < contents.items.length) return { ...contents, items }
      throw new VaultError('item_unknown', 'there is no such item')
    })
  }

  /**
   * Changes the contents: `change` gets what is in the storage at that moment, and may be called again
   * when another process was faster.
   *
   * @throws {@link VaultError} with `vault_locked`, `vault_replaced` or `vault_unavailable`; nothing was
   * changed then.
   */
  async update(change: (contents: VaultContents) => VaultContents): Promise<void> {
    this.#use()
    await this.#inTurn(async () => {
      for (;;) {
        const open = await this.#refresh()
        const contents = change(open.contents)
        const bytes = await sealVault(open.header, open.keys, writeContents(contents))
        if (await this.#storage.write(bytes, open.bytes)) {
          this.#keepIfOpen({ ...open, bytes, contents })
          return
        }
      }
    })
  }

  /**
   * Gives it another password, and a new salt. Whoever holds an older copy of the file still opens that
   * with the old one.
   *
   * @throws {@link VaultError} with `vault_locked`, `vault_replaced` or `vault_unavailable`.
   * @throws TypeError on an empty password.
   */
  async changePassword(password: string): Promise<void> {
    this.#use()
    const header = newHeader(this.#kdf)
    const keys = await deriveKeys(checked(password), header.salt, header.kdf)
    await this.#inTurn(async () => {
      for (;;) {
        const open = await this.#refresh()
        const bytes = await sealVault(header, keys, writeContents(open.contents))
        if (await this.#storage.write(bytes, open.bytes)) {
          this.#keepIfOpen({ keys, header, bytes, contents: open.contents })
          return
        }
      }
    })
  }

  /** What is in the storage now, opened with the keys at hand. */
  async #refresh(): Promise<Open> {
    const open = this.#use()
    const bytes = await this.#storage.read()
    if (sameBytes(bytes, open.bytes)) return open
    if (bytes === undefined) throw new VaultError('vault_missing', 'the vault is gone')
    const parts = readVault(bytes)
    try {
      const contents = readContents(await openSealed(parts, open.keys))
      return { ...open, header: parts.header, bytes, contents }
    } catch (error) {
      if (!(error instanceof VaultError) || error.code !== 'wrong_password') throw error
      this.#forget()
      throw new VaultError('vault_replaced', 'it has another password now', { cause: error })
    }
  }

  #use(): Open {
    if (this.#open === undefined) throw new VaultError('vault_locked', 'unlock the vault first')
    this.#lockLater()
    return this.#open
  }

  #keep(open: Open): void {
    this.#open = open
    this.#lockLater()
  }

  /** An act that ends after `lock()` was called does not open the vault again. */
  #keepIfOpen(open: Open): void {
    if (this.#open !== undefined) this.#keep(open)
  }

  /** Nor does one that was to open it. The automatic lock is not meant: somebody is here. */
  #keepSince(locks: number, open: Open): void {
    if (this.#locks === locks) this.#keep(open)
  }

  #forget(): void {
    clearTimeout(this.#timer)
    this.#open = undefined
  }

  #lockLater(): void {
    clearTimeout(this.#timer)
    if (this.#autoLock > LONGEST_TIMER) return
    this.#timer = setTimeout(() => this.#forget(), this.#autoLock)
    // A vault does not keep a process alive. Browsers' timers are numbers and do not either.
    if (typeof this.#timer === 'object') this.#timer.unref()
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#queue.then(work, work)
    this.#queue = turn.catch(() => undefined)
    return turn
  }
}

function checked(password: string): string {
  if (password === '') throw new TypeError('a vault needs a password')
  return password
}
