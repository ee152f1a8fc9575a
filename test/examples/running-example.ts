/**
 * An example as its reader starts it: by what README.md says, in its folder, on a port of its own.
 *
 * @module
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../free-port.ts'
import { blocksFor } from '../docs/blocks.ts'

/** The folder of the examples. */
export const EXAMPLES: string = join(import.meta.dirname, '..', '..', 'examples')

/** An example under test. */
export interface RunningExample {
  readonly origin: string
  close(): Promise<void>
}

/** What `examples/README.md` says to type. */
const START = blocksFor('examples/README.md', 'test/docs/commands.test.ts')[0]!.text
const NPM = process.env['npm_execpath']
const ENVIRONMENT = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }

/** Starts an example and waits until it answers. */
export async function startExample(name: string): Promise<RunningExample> {
  const cwd = join(EXAMPLES, name)
  rmSync(join(cwd, 'data'), { recursive: true, force: true })
  const port = await freePort()
  const origin = `http://localhost:${port}`
  // A group of its own: npm, the shell it starts and the server in that end together.
  const env = { ...ENVIRONMENT, PORT: String(port) }
  const child = spawn('bash', ['-ec', START], { cwd, env, detached: true, stdio: 'ignore' })
  const exit = once(child, 'exit')
  let ended = false
  void exit.then(() => (ended = true))
  while (!(await answers(origin))) {
    if (ended) throw new Error(`the example ${name} ended before it answered`)
    await sleep(100)
  }
  return {
    origin,
    async close() {
      if (child.pid !== undefined && !ended) process.kill(-child.pid)
      await exit
      rmSync(join(cwd, 'data'), { recursive: true, force: true })
    },
  }
}

/** Installs what an example needs beside the workspace, when that is missing or older than its lock file. */
export function installExample(name: string): void {
  const folder = join(EXAMPLES, name)
  const there = join(folder, 'node_modules', '.package-lock.json')
  const changed = (file: string) => statSync(file).mtimeMs
  if (existsSync(there) && changed(there) >= changed(join(folder, 'package-lock.json'))) return
  runNpm(name, 'ci')
}

/** Runs npm in the folder of an example. */
export function runNpm(name: string, ...words: readonly string[]): void {
  const [command, args] = npm(...words)
  const cwd = join(EXAMPLES, name)
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env: ENVIRONMENT })
  if (status !== 0) throw new Error(`npm ${words.join(' ')}: ${String(stdout)}${String(stderr)}`)
}

function npm(...words: readonly string[]): [string, readonly string[]] {
  return NPM === undefined ? ['npm', words] : [process.execPath, [NPM, ...words]]
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )
}
