/** The habits of the command `latchkey`, in processes of their own: help, completion, JSON, colours, exit codes. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/cli/command-table.ts'
import type { CommandSpec } from '../../src/cli/command-spec.ts'
import { NO_TERMINAL, nodeCommand, runInTerminal } from './pseudo-terminal.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const MAIN = join(ROOT, 'src', 'cli', 'main.ts')
const LONG = 60_000

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-habits-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function latchkey(...args: readonly string[]) {
  const [program = '', ...rest] = nodeCommand(MAIN, args)
  const env = { PATH: process.env['PATH'] }
  const { status, stdout, stderr } = spawnSync(program, rest, {
    cwd: folder,
    env,
    encoding: 'utf8',
  })
  return { code: status, stdout, stderr }
}

/** Runs lines in bash, where `latchkey` is the command. */
function bash(lines: string) {
  const words = nodeCommand(MAIN, []).map((word) => `'${word}'`)
  writeFileSync(join(folder, 'latchkey'), `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`, {
    mode: 0o755,
  })
  const env = { PATH: `${folder}:${process.env['PATH']}` }
  return spawnSync('bash', ['--norc', '-c', `set -e -o pipefail\n${lines}`], {
    cwd: folder,
    env,
    encoding: 'utf8',
  })
}

const commands = Object.entries<CommandSpec>(COMMANDS)
const places = commands.flatMap(([name, { actions = {} }]) => [
  [name],
  ...Object.keys(actions).map((action) => [name, action]),
])

describe('help', () => {
  it.each(places)(
    '%s %s tells every option of it',
    (...place) => {
      const words = place.filter((word) => word !== undefined)
      const { code, stdout, stderr } = latchkey(...words, '--help')
      expect([code, stderr]).toEqual([0, ''])
      expect(stdout).toMatch(/^Usage:/)
      const [name = '', action] = words
      const spec: CommandSpec = COMMANDS[name as keyof typeof COMMANDS]
      const own = action === undefined ? {} : spec.actions?.[action]?.options
      for (const option of Object.keys({ ...spec.options, ...own })) {
        expect(stdout).toContain(`--${option}`)
      }
      expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(125)
    },
    LONG,
  )
})

describe('mistakes', () => {
  it.each([
    [['docter'], 'did you mean doctor?'],
    [['audit', 'verfiy'], 'did you mean verify?'],
    [['doctor', '--jsn'], 'did you mean --json?'],
    [['completion', 'bsh'], 'did you mean bash?'],
    [['help', 'nothing-like-it'], 'there is no command "nothing-like-it"'],
    [['keys', 'list', '--now'], 'latchkey keys list takes no --now'],
    [['audit', 'prune'], '--keep-days is missing'],
    [['issuers', 'end-sessions'], 'ISSUER is missing'],
    [['migrate', 'now'], 'what is "now"?'],
  ])(
    '%j: %s',
    (args, words) => {
      const { code, stdout, stderr } = latchkey(...args)
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).toContain(words)
    },
    LONG,
  )
})

describe('--json', () => {
  it.each([
    ['usage', 2, ['migrate', '--databse', 'x', '--json']],
    ['usage', 2, ['doctr', '--json']],
    ['store_unavailable', 1, ['migrate', '--database', 'sqlite:/dev/null/x', '--json']],
    ['secret_file_unusable', 1, ['keys', 'list', '--json']],
    [
      'vault_missing',
      1,
      ['passkey', 'list', '--vault', 'x', '--password-file', '/dev/null', '--json'],
    ],
    ['failed', 1, ['doctor', 'https://localhost', '--ca', './nowhere', '--json']],
  ])(
    'is %s with exit code %i for %j',
    (code, exitCode, args) => {
      const ended = latchkey(...args)
      expect([ended.code, ended.stdout]).toEqual([exitCode, ''])
      const { error } = JSON.parse(ended.stderr) as { error: { code: string; message: string } }
      expect(error).toEqual({ code, message: expect.stringMatching(/./) })
    },
    LONG,
  )
})

describe('completion in bash', () => {
  const completed = (line: string) => {
    const words = line.split(' ')
    const quoted = ['latchkey', ...words].map((word) => `'${word}'`).join(' ')
    const { stdout, stderr } = bash(`source <(latchkey completion bash)
      COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}
      _latchkey || true; printf '%s\\n' "\${COMPREPLY[@]}"`)
    expect(stderr).toBe('')
    return stdout.trim().split('\n')
  }

  it.each([
    ['', commands.map(([name]) => name)],
    ['a', ['audit', 'accounts']],
    ['--v', ['--version']],
    ['keys ', ['list', 'rotate', 'retire-after-restore']],
    ['keys rotate --n', ['--now']],
    ['keys list --n', ['']],
    ['audit --database sqlite:x v', ['verify']],
    ['audit verify --k', ['--known']],
    ['completion ', ['bash', 'zsh', 'fish']],
    ['help pass', ['passkey']],
    ['doctor --config conf', ['config.json']],
    ['doctor --ca = a\\ f', ['a file.pem']],
    ['audit export --from ', ['']],
  ])(
    '%j gives %j',
    (line, expected) => {
      mkdirSync(join(folder, 'folder'))
      writeFileSync(join(folder, 'config.json'), '')
      writeFileSync(join(folder, 'a file.pem'), '')
      expect(completed(line.replace('a\\ f', 'a'))).toEqual(expected)
    },
    LONG,
  )

  it.each(['zsh', 'fish'])(
    'has a script for %s with every command, action and option',
    (shell) => {
      const { stdout } = latchkey('completion', shell)
      for (const [name, { actions = {}, options }] of commands) {
        const own = Object.values(actions).flatMap((action) => Object.keys(action.options ?? {}))
        for (const word of [name, ...Object.keys(actions)]) expect(stdout).toContain(word)
        for (const option of [...own, ...Object.keys(options)]) {
          expect(stdout).toContain(shell === 'fish' ? `-l ${option}` : `--${option}`)
        }
      }
    },
    LONG,
  )
})

describe('streams', () => {
  it(
    'ends quietly when nobody reads on',
    () => {
      const { status, stdout, stderr } = bash('latchkey --help | head -1')
      expect([status, stdout, stderr]).toEqual([0, 'Usage: latchkey COMMAND\n', ''])
    },
    LONG,
  )

  it(
    'is ended by SIGINT with exit code 130',
    async () => {
      const silent = createServer(() => undefined)
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
      const to = `127.0.0.1:${(silent.address() as AddressInfo).port}`
      const [program = '', ...args] = nodeCommand(MAIN, [
        'doctor',
        'http://localhost',
        '--connect-to',
        to,
      ])
      const child = spawn(program, args, { stdio: 'ignore' })
      const ended = new Promise((resolve) => child.once('exit', (...how) => resolve(how)))
      await new Promise((resolve) => silent.once('connection', resolve))
      child.kill('SIGINT')
      expect(await ended).toEqual([130, null])
      silent.close()
    },
    LONG,
  )
})

describe.skipIf(NO_TERMINAL)(`a terminal (${NO_TERMINAL ?? 'driven'})`, () => {
  const examine = (env: NodeJS.ProcessEnv) =>
    runInTerminal(
      nodeCommand(MAIN, ['doctor', 'http://localhost', '--connect-to', '127.0.0.1:1']),
      {
        env: { NO_COLOR: undefined, FORCE_COLOR: undefined, ...env },
      },
    )

  it.each([
    ['colours', {}, true],
    ['no colours with NO_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['no colours when it is dumb', { TERM: 'dumb' }, false],
  ])(
    'shows %s',
    async (_, env, colored) => {
      const run = examine(env)
      await run.ended
      expect(run.text()).toContain('PROBLEM')
      expect(run.raw().includes('\u001b[31m')).toBe(colored)
    },
    LONG,
  )

  it(
    'shows progress while a deployment keeps it waiting, and takes it away',
    async () => {
      const silent = createServer((socket) => setTimeout(() => socket.destroy(), 2500))
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
      const to = `127.0.0.1:${(silent.address() as AddressInfo).port}`
      const run = runInTerminal(
        nodeCommand(MAIN, ['doctor', 'http://localhost', '--connect-to', to]),
      )
      await run.ended
      expect(run.raw()).toContain('\r\u001b[K0 of 1 answers … 1 s')
      expect(run.raw()).toContain('\r\u001b[K\u001b[31mPROBLEM')
      silent.close()
    },
    LONG,
  )
})

it(
  'FORCE_COLOR colours a pipe',
  () => {
    const { stdout } = bash(
      'FORCE_COLOR=1 latchkey doctor http://localhost --connect-to 127.0.0.1:1 || true',
    )
    expect(stdout).toContain('\u001b[31m')
  },
  LONG,
)

describe('docs/cli.md', () => {
  const page = readFileSync(join(ROOT, 'docs', 'cli.md'), 'utf8')
  const blocks = [
    ...page.matchAll(/<!-- run by test\/cli\/habits\.test\.ts -->\n+```sh\n([\s\S]*?)```/g),
  ].map(([, text]) => text!)

  it(
    'has blocks that run',
    () => {
      expect(blocks).toHaveLength(2)
      for (const block of blocks) {
        const { status, stderr } = bash(block)
        expect([status, stderr]).toEqual([0, ''])
      }
    },
    LONG,
  )

  it('names every command', () => {
    for (const [name] of commands) expect(page).toContain(`\`latchkey ${name}\``)
  })
})
