/**
 * `latchkey/vault`: a credential provider of our own. Passkeys and passwords in an encrypted store, in a
 * file or in IndexedDB, locked until somebody gives the password.
 *
 * @example
 * ```ts
 * import { Vault, fileStorage } from 'latchkey/vault'
 *
 * const vault = new Vault({ storage: fileStorage('passkeys.vault') })
 * if (await vault.exists()) await vault.unlock(password)
 * else await vault.create(password)
 * ```
 *
 * @module latchkey/vault
 */
export { Vault, type VaultSettings } from './vault.ts'
export {
  vaultProvider,
  type PasswordQuestion,
  type VaultProviderSettings,
} from './vault-provider.ts'
export { VaultError, type VaultErrorCode } from './errors.ts'
export type { KdfParameters } from './kdf.ts'
export { fileStorage } from './file-storage.ts'
export { indexedDbStorage, type IndexedDbStorageSettings } from './indexed-db-storage.ts'
export { memoryStorage, type VaultStorage } from './storage.ts'
export type { ItemTimes, PasskeyItem, PasswordItem, VaultContents, VaultItem } from './contents.ts'
