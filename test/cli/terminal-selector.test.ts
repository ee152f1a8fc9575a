/** The terminal selector in a real terminal, with real keys. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  KEYS,
  NO_TERMINAL,
  nodeCommand,
  PROCESS_LIMIT,
  runInTerminal,
  type TerminalRun,
} from './pseudo-terminal.ts'

vi.setConfig({ testTimeout: PROCESS_LIMIT })

const PROCESS = join(import.meta.dirname, 'selector-process.ts')
const HINT = 'Arrow keys move'
const runs: TerminalRun[] = []
afterEach(() => runs.splice(0).forEach((run) => run.kill()))

async function start(args: string[] = [], settings = {}): Promise<TerminalRun> {
  const run = runInTerminal(nodeCommand(PROCESS, args), settings)
  runs.push(run)
  await run.sees(HINT)
  return run
}

async function pressEach(run: TerminalRun, keys: readonly (keyof typeof KEYS)[]): Promise<void> {
  for (const key of keys) {
    run.press(KEYS[key])
    await run.sees(HINT)
  }
}

describe.skipIf(NO_TERMINAL)(`the selector in a terminal (${NO_TERMINAL ?? 'driven'})`, () => {
  it.each<[string, (keyof typeof KEYS)[], string]>([
    ['the first', [], 'e0'],
    ['the second', ['down'], 'e1'],
    ['the first again', ['down', 'up'], 'e0'],
    ['the one before the last, going round', ['up', 'up'], 'e99'],
  ])('gives %s on Enter', async (_, keys, id) => {
    const run = await start()
    await pressEach(run, keys)
    run.press(KEYS.enter)
    await run.sees(`picked ${id}; raw false`)
    expect(await run.ended).toBe(0)
  })

  it.each(['escape', 'interrupt'] as const)('is left with %s', async (key) => {
    const run = await start()
    run.press(KEYS[key])
    await run.sees('picked nothing; raw false')
    expect(await run.ended).toBe(0)
  })

  it('goes to more options and back', async () => {
    const run = await start()
    expect(run.text()).toContain('Sign in to https://example.com with a passkey')
    expect(run.text()).not.toContain('Use another device')
    await pressEach(run, ['end', 'enter'])
    expect(run.text()).toContain('Use another device')
    expect(run.text()).toContain('For user1:')
    await pressEach(run, ['end', 'enter', 'end', 'enter', 'end', 'up'])
    run.press(KEYS.enter)
    await run.sees('picked action')
  })

  it('takes keys that come in pieces, and no notice of others', async () => {
    const run = await start()
    run.press('\u001b[5~xyz')
    run.press('\u001b')
    run.press('[B')
    await run.sees(HINT)
    run.press(KEYS.enter)
    await run.sees('picked e1')
    expect(await run.ended).toBe(0)
  })

  it('shows nothing of a name that would move the cursor or turn the text', async () => {
    const run = await start()
    expect(run.raw()).not.toContain('\u001b[2J')
    expect(run.raw()).not.toContain('\u202e')
    expect(run.text()).toContain('evilname')
  })

  it('needs no colours', async () => {
    const run = await start()
    await pressEach(run, ['down'])
    // oxlint-disable-next-line no-control-regex
    expect(run.raw()).not.toMatch(/\u001b\[[\d;]*m/)
    expect(run.text()).toContain('> user1')
  })

  it('moves a long list through a small terminal', async () => {
    const run = await start(['40'], { columns: 30, rows: 8 })
    await pressEach(
      run,
      Array.from({ length: 30 }, () => 'down' as const),
    )
    run.press(KEYS.enter)
    await run.sees('picked e30')
    // oxlint-disable-next-line no-control-regex
    const lines = run.raw().split(/\r?\n|\u001b\[\d*[AGJ]/)
    expect(lines.length).toBeGreaterThan(100)
    expect(lines.every((line) => line.length <= 30)).toBe(true)
  })

  it('closes when the caller ends the call', async () => {
    const run = await start(['3', '300'])
    await run.sees('ended with TimeoutError; raw false')
    expect(await run.ended).toBe(0)
  })

  it('is a numbered list in a dumb terminal', async () => {
    const run = runInTerminal(nodeCommand(PROCESS, []), { env: { TERM: 'dumb' } })
    runs.push(run)
    await run.sees('Number, or nothing to leave:')
    run.press('2\r')
    await run.sees('picked e1')
    expect(await run.ended).toBe(0)
  })
})

describe('the selector without a terminal', () => {
  it.each([
    ['2\n', 'picked e1'],
    ['\n', 'picked nothing'],
    ['', 'picked nothing'],
    ['77\n', 'picked nothing'],
    ['x\n', 'picked nothing'],
    ['5\n6\n', 'picked action'],
  ])('reads %j from a pipe: %s', (input, expected) => {
    const [program = '', ...args] = nodeCommand(PROCESS, [])
    const { stdout } = spawnSync(program, args, { input, encoding: 'utf8' })
    expect(stdout).toContain(expected)
  })
})
