/**
 * Shell blocks of the pages, run as a reader would: in a folder of their own where `latchkey` is the
 * built command.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { ROOT } from './blocks.ts'

/** A folder with the command in its `node_modules`, as `npm install` leaves it. */
export interface Workplace {
  readonly folder: string
  /** Runs lines in `bash`, which stops at the first that fails. */
  run(lines: string, environment?: NodeJS.ProcessEnv): Promise<Ran>
  /** Starts lines that go on until they are stopped; stopping gives what they ended with. */
  start(lines: string, environment?: NodeJS.ProcessEnv): { readonly stop: () => Promise<Ran> }
  remove(): void
}

/** How it ended. */
export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export function openWorkplace(): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-shell-'))
  const bin = join(folder, 'node_modules', '.bin')
  mkdirSync(bin, { recursive: true })
  const main = join(ROOT, 'dist', 'cli', 'main.js')
  writeFileSync(join(bin, 'latchkey'), `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`)
  chmodSync(join(bin, 'latchkey'), 0o755)

  const begin = (lines: string, environment: NodeJS.ProcessEnv = {}) => {
    const path = [bin, join(ROOT, 'node_modules', '.bin'), process.env['PATH']].join(delimiter)
    const child = spawn('bash', ['-euo', 'pipefail', '-c', lines], {
      cwd: folder,
      env: { ...withoutVitest(process.env), PATH: path, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that what it started ends with it.
      detached: true,
    })
    return { child, ended: ending(child) }
  }
  return {
    folder,
    run: (lines, environment) => begin(lines, environment).ended,
    start: (lines, environment) => {
      const { child, ended } = begin(lines, environment)
      const stop = () => {
        if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
        return ended
      }
      return { stop }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** What a test runner tells its own children would confuse theirs. */
function withoutVitest(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => !/^(?:VITEST|NODE_OPTIONS|NODE_ENV|TEST)/.test(name),
    ),
  )
}

async function ending(child: ChildProcess): Promise<Ran> {
  const said = { stdout: '', stderr: '' }
  child.stdout?.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, ...said }
}
