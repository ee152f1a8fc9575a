/**
 * Where the bytes of a vault are kept.
 *
 * @module
 */
import { equalBytes } from '../bytes/equal.ts'

/** A place for one vault's bytes. What it cannot do ends in a `VaultError` with `vault_unavailable`. */
export interface VaultStorage {
  /** The bytes; undefined when there are none. */
  read(): Promise<Uint8Array | undefined>

  /**
   * Puts `bytes` in the place of `replaces` (undefined: of nothing) all at once: whatever happens, one of
   * the two is there afterwards, whole. Resolves with `false`, and changes nothing, when something else
   * is there.
   */
  write(bytes: Uint8Array, replaces: Uint8Array | undefined): Promise<boolean>
}

/** Whether two states of a storage are the same. */
export function sameBytes(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  return equalBytes(one, other)
}

/** Keeps a vault in memory only: for tests, and for what is not to outlive the process. */
export function memoryStorage(): VaultStorage {
  let held: Uint8Array | undefined
  return {
    read: () => Promise.resolve(held && new Uint8Array(held)),
    write(bytes, replaces) {
      if (!sameBytes(held, replaces)) return Promise.resolve(false)
      held = new Uint8Array(bytes)
      return Promise.resolve(true)
    },
  }
}
