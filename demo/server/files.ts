/**
 * What `vite build demo` made, read once at start: a request can name a file only by its exact path
 * in this map, so no path can lead out of the folder.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, sep } from 'node:path'

/** One built file. */
export interface BuiltFile {
  readonly type: string
  readonly body: Uint8Array<ArrayBuffer>
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/**
 * Reads the built site: path as the browser asks for it (`/assets/x.js`) → file.
 *
 * @throws {@link Error} with one line that says what to run when the site has not been built.
 */
export function readBuiltFiles(folder: string): ReadonlyMap<string, BuiltFile> {
  const files = new Map<string, BuiltFile>()
  for (const name of list(folder)) {
    const type = TYPES[extname(name)]
    if (type === undefined) continue
    const body = new Uint8Array(readFileSync(join(folder, name)))
    files.set(`/${name.split(sep).join('/')}`, { type, body })
  }
  if (files.has('/index.html')) return files
  throw new Error('The demo is not built yet: run `npm run build` first.')
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
  } catch {
    return []
  }
}
