/**
 * Installs what is missing, before `npm start` and `npm test`.
 *
 * Runs on whatever Node the machine has (18 or newer): the Node that everything else runs on is one of
 * the things it installs. Does nothing when what is installed is what the lock file says.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')
const file = (...names) => join(root, ...names)

if (!isInstalled()) {
  console.log('Installing what is missing (once; about a minute) …')
  const npm = process.env.npm_execpath
  const [command, ...first] = npm === undefined ? ['npm'] : [process.execPath, npm]
  const args = [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
  if (error !== undefined) stop('npm is missing: install Node.js 22 or newer, which brings it.')
  if (status !== 0) stop('npm ci failed: is the npm registry reachable? Run `npm ci` to see more.')
}
const toolchain = spawnSync(file('node_modules', '.bin', 'node'), ['--version'], {
  shell: isWindows(),
})
if (toolchain.status !== 0) {
  stop(
    'The toolchain’s own Node did not install: run `npm rebuild node`, with install scripts allowed.',
  )
}

/** Whether each package of the lock file is there in its version; optional ones may be for other platforms. */
function isInstalled() {
  const hidden = file('node_modules', '.package-lock.json')
  if (!existsSync(hidden)) return false
  const wanted = read(file('package-lock.json'))
  const there = read(hidden)
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true
    const found = there[path]
    return found === undefined ? optional === true : found.version === version
  })
}

function read(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages
}

function isWindows() {
  return process.platform === 'win32'
}

function stop(sentence) {
  console.error(sentence)
  process.exit(1)
}
