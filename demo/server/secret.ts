/**
 * The demo's master secret: made at the first start, kept in a file only its owner can read.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Makes the data folder and the secret in it, where they are missing; answers the secret. */
export function openDataFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'secret')
  return read(file) ?? create(file)
}

function create(file: string): string {
  const secret = randomBytes(32).toString('base64url')
  const half = `${file}.${process.pid}`
  writeFileSync(half, secret, { mode: 0o600 })
  try {
    // Appears whole or not at all, and never in place of one that is there.
    linkSync(half, file)
    return secret
  } catch (error) {
    const other = read(file)
    if (other === undefined) throw error
    return other
  } finally {
    rmSync(half)
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
