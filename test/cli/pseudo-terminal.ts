/**
 * A program in a real terminal, driven by keys: a pseudo-terminal that `script` of util-linux opens.
 *
 * @module
 */
import { spawn, spawnSync } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'

const ROOT = `${import.meta.dirname}/../..`

/** Why there is no terminal to drive; undefined when there is one. */
export const NO_TERMINAL: string | undefined = findTool()

function findTool(): string | undefined {
  const { stdout } = spawnSync('script', ['--version'], { encoding: 'utf8' })
  return stdout?.includes('util-linux') ? undefined : 'there is no "script" of util-linux here'
}

/**
 * Milliseconds for a test that starts a few processes: half a second each on a machine that has nothing else to
 * do, and ten times that on one that has.
 */
export const PROCESS_LIMIT = 90_000

/** A program that runs in a terminal. */
export interface TerminalRun {
  /** Everything it wrote, without the codes that move the cursor. */
  readonly text: () => string
  /** The same with those codes. */
  readonly raw: () => string
  /** Waits until it has written this, anew since the last wait. */
  readonly sees: (expected: string | RegExp) => Promise<void>
  readonly press: (keys: string) => void
  readonly ended: Promise<number | null>
  readonly kill: () => void
}

/** Keys as a terminal sends them. */
export const KEYS = {
  up: '\u001b[A',
  down: '\u001b[B',
  end: '\u001b[F',
  enter: '\r',
  escape: '\u001b',
  interrupt: '\u0003',
} as const

/** How to start a program of the sources. */
export function nodeCommand(file: string, args: readonly string[]): readonly string[] {
  // Node 22 strips types only when told to.
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning']
  return [process.execPath, ...flags, file, ...args]
}

/** Runs a program in a terminal of its own. */
export function runInTerminal(
  command: readonly string[],
  {
    columns = 80,
    rows = 24,
    env = {},
  }: { columns?: number; rows?: number; env?: NodeJS.ProcessEnv } = {},
): TerminalRun {
  const quoted = command.map((part) => `'${part.replaceAll("'", `'\\''`)}'`).join(' ')
  const child = spawn(
    'script',
    ['-qfec', `stty cols ${columns} rows ${rows}; exec ${quoted}`, '/dev/null'],
    { cwd: ROOT, env: { ...process.env, TERM: 'xterm', ...env } },
  )
  let written = ''
  let seen = 0
  child.stdout.on('data', (chunk: Buffer) => (written += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    text: () => stripVTControlCharacters(written),
    raw: () => written,
    async sees(expected) {
      const until = performance.now() + PROCESS_LIMIT / 2
      for (;;) {
        const rest = written.slice(seen)
        const at = typeof expected === 'string' ? rest.indexOf(expected) : rest.search(expected)
        if (at >= 0) {
          seen = written.length
          return
        }
        if (performance.now() > until || child.exitCode !== null) {
          throw new Error(`never saw ${String(expected)} in ${JSON.stringify(rest)}`)
        }
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    press: (keys) => child.stdin.write(keys),
    ended,
    kill: () => child.kill('SIGKILL'),
  }
}
