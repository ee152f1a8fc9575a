/**
 * A vault in a file.
 *
 * The file is never written to: new bytes go to a file beside it, which takes its place once they are on
 * the disk. A lock file, held for the moment of the exchange, keeps two processes from overtaking each
 * other. Both are readable by their owner only.
 *
 * @module
 */
import { VaultError } from './errors.ts'
import { sameBytes, type VaultStorage } from './storage.ts'

/** Bytes; nobody's passkeys are that many. */
const LARGEST = 64 * 1024 * 1024
/** Milliseconds after which a lock was left behind by a process that died. An exchange takes a few. */
const STALE = 10_000
/** Milliseconds to wait for another process's exchange. */
const PATIENCE = 15_000
const PAUSE = 20

/** Keeps a vault in the file at `path`; its folder has to be there. Node only. */
export function fileStorage(path: string): VaultStorage {
  return {
    read: () => attempt(() => read(path)),
    write: (bytes, replaces) =>
      attempt(async () => {
        const target = await followLinks(path)
        return withLock(`${target}.lock`, async () => {
          if (!sameBytes(await read(target), replaces)) return false
          await replace(target, bytes)
          return true
        })
      }),
  }
}

async function read(path: string): Promise<Uint8Array | undefined> {
  const { readFile, stat } = node('node:fs/promises')
  try {
    if ((await stat(path)).size > LARGEST) throw new VaultError('vault_malformed', 'too large')
    return new Uint8Array(await readFile(path))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** A vault behind a symbolic link stays where it is. */
async function followLinks(path: string): Promise<string> {
  try {
    return await node('node:fs/promises').realpath(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return node('node:path').resolve(path)
    throw error
  }
}

async function replace(path: string, bytes: Uint8Array): Promise<void> {
  const { open, rename, rm } = node('node:fs/promises')
  // One name: only the holder of the lock writes it, and a leftover is overwritten next time.
  const draft = `${path}.new`
  await rm(draft, { force: true })
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  await syncFolder(node('node:path').dirname(path))
}

/** Puts the new name itself on the disk. Windows has no such thing. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await node('node:fs/promises').open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL'].includes(codeOf(error) ?? '')) throw error
  }
}

async function withLock<Result>(lock: string, work: () => Promise<Result>): Promise<Result> {
  const { open, rm } = node('node:fs/promises')
  const until = performance.now() + PATIENCE
  for (;;) {
    try {
      await (await open(lock, 'wx', 0o600)).close()
      break
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || performance.now() > until) throw error
      await removeStale(lock)
      await new Promise((resolve) => setTimeout(resolve, PAUSE))
    }
  }
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}

async function removeStale(lock: string): Promise<void> {
  const { rename, rm, stat } = node('node:fs/promises')
  try {
    if (Date.now() - (await stat(lock)).mtimeMs < STALE) return
    // Renamed first: of several that wait, one alone removes it, and never a newer one.
    const aside = `${lock}.${globalThis.crypto.randomUUID()}`
    await rename(lock, aside)
    await rm(aside, { force: true })
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof VaultError) throw cause
    throw new VaultError('vault_unavailable', `the file: ${codeOf(cause) ?? 'failed'}`, { cause })
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

// Asked for at run time, so that a bundler finds no Node module in this door.
function node<Name extends 'node:fs/promises' | 'node:path'>(name: Name) {
  const { process } = globalThis as { process?: NodeJS.Process }
  const found = process?.getBuiltinModule?.(name)
  if (found !== undefined) return found
  throw new VaultError('vault_unavailable', 'there are no files here')
}
