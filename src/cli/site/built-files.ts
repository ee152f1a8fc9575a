/**
 * What the build made for the pages, read once at start: a request can name a file only by its exact path
 * in this map, so no path can lead out of the folder.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

/** One file. */
export interface BuiltFile {
  readonly type: string
  readonly body: Uint8Array<ArrayBuffer>
}

/** All of them. */
export interface BuiltFiles {
  /** By path, as a browser asks for it. */
  readonly files: ReadonlyMap<string, BuiltFile>
  /** Path of the script that every page loads. */
  readonly script: string
  /** Path of the style sheet. */
  readonly styles: string
}

/** Where everything that was built is found. */
export const ASSETS = '/site/assets/'

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

/** Beside the built command, and, seen from its source, in the folder of what was built. */
const FOLDERS = [
  join(import.meta.dirname, '..', '..', 'site'),
  join(import.meta.dirname, '..', '..', '..', 'dist', 'site'),
]

/**
 * Reads them.
 *
 * @throws {@link Error} with one line that says what to run when nothing has been built.
 */
export function readBuiltFiles(folders: readonly string[] = FOLDERS): BuiltFiles {
  const folder = folders.find((one) => existsSync(join(one, 'assets')))
  const names = folder === undefined ? [] : readdirSync(join(folder, 'assets'))
  const files = new Map<string, BuiltFile>()
  for (const name of names) {
    const type = TYPES[extname(name)]
    if (type === undefined) continue
    const body = new Uint8Array(readFileSync(join(folder!, 'assets', name)))
    files.set(ASSETS + name, { type, body })
  }
  const named = (begin: string) => [...files.keys()].find((path) => path.startsWith(ASSETS + begin))
  const [script, styles] = [named('page-'), named('look-')]
  if (script !== undefined && styles !== undefined) return { files, script, styles }
  throw new Error(
    'the site is not built: run `npm run build`, or turn it off with LATCHKEY_SITE=off',
  )
}
