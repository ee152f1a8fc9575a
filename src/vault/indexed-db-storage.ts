/**
 * A vault in a browser's IndexedDB. What lies there is as encrypted as in a file.
 *
 * @module
 */
import { VaultError } from './errors.ts'
import { sameBytes, type VaultStorage } from './storage.ts'

const STORE = 'vaults'

/** Where in the browser. */
export interface IndexedDbStorageSettings {
  /** Tells several vaults of one origin apart. Default `default`. */
  readonly name?: string
  /** Name of the database. Default `latchkey`. */
  readonly database?: string
  /** Default: the page's. */
  readonly factory?: IDBFactory
}

/** Keeps a vault in IndexedDB. Touches nothing before the first call. */
export function indexedDbStorage({
  name = 'default',
  database = 'latchkey',
  factory = globalThis.indexedDB,
}: IndexedDbStorageSettings = {}): VaultStorage {
  const inTransaction = async <Result>(
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => Promise<Result>,
  ): Promise<Result> => {
    try {
      const db = await open(factory, database)
      try {
        // `strict`: resolved means on the disk.
        const transaction = db.transaction(STORE, mode, { durability: 'strict' })
        const done = completion(transaction)
        const [result] = await Promise.all([work(transaction.objectStore(STORE)), done])
        return result
      } finally {
        db.close()
      }
    } catch (cause) {
      throw new VaultError('vault_unavailable', 'IndexedDB failed', { cause })
    }
  }
  const held = async (store: IDBObjectStore) =>
    (await answer(store.get(name))) as Uint8Array | undefined
  return {
    read: () => inTransaction('readonly', held),
    write: (bytes, replaces) =>
      inTransaction('readwrite', async (store) => {
        if (!sameBytes(await held(store), replaces)) return false
        await answer(store.put(new Uint8Array(bytes), name))
        return true
      }),
  }
}

async function open(factory: IDBFactory, database: string): Promise<IDBDatabase> {
  const request = factory.open(database, 1)
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE))
  return answer(request)
}

function answer<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error!))
  })
}

function completion(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('abort', () => reject(transaction.error!))
  })
}
