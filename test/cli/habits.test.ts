/** The habits of the command `latchkey`, in processes of their own: help, completion, JSON, colours, exit codes. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/cli/command-table.ts'
import type { CommandSpec } from '../../src/cli/command-spec.ts'
import { helpText } from '../../src/cli/help.ts'
import { completionWords } from '../../src/cli/completion/words.ts'
import { fishCompletion } from '../../src/cli/completion/fish.ts'
import { zshCompletion } from '../../src/cli/completion/zsh.ts'
import { freshDatabase, giveBack, withClient } from '../store/postgres.ts'
import { NO_TERMINAL, nodeCommand, PROCESS_LIMIT, runInTerminal } from './pseudo-terminal.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const MAIN = join(ROOT, 'src', 'cli', 'main.ts')
const LONG = PROCESS_LIMIT

const folder = mkdtempSync(join(tmpdir(), 'latchkey-habits-'))
afterAll(() => rmSync(folder, { recursive: true }))

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
  it.each(places)('%s %s tells every option of it', (...place) => {
    const [name = '', action] = place.filter((word) => word !== undefined)
    const text = helpText(name, action)
    expect(text).toMatch(/^Usage:/)
    const spec: CommandSpec = COMMANDS[name as keyof typeof COMMANDS]
    const own = action === undefined ? {} : spec.actions?.[action]?.options
    for (const option of Object.keys({ ...spec.options, ...own })) {
      expect(text).toContain(`--${option}`)
    }
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(125)
  })

  it.each([
    [
      ['keys', 'rotate', '--help'],
      ['keys', 'rotate'],
    ],
    [['help', 'doctor'], ['doctor']],
    [['-h'], []],
  ])(
    '%j shows it',
    (args, place) => {
      const { code, stdout, stderr } = latchkey(...args)
      expect([code, stdout, stderr]).toEqual([0, `${helpText(...place)}\n`, ''])
    },
    LONG,
  )
})

describe('mistakes', () => {
  it.each([
    [['docter'], 'did you mean doctor?'],
    [['audit', 'verfiy'], 'did you mean verify?'],
    [['doctor', '--jsn'], 'did you mean --json?'],
    [
      ['passkey', 'delete', '-tA9'],
      'there is no option -t; what is no option and begins with - stands',
    ],
    [['completion', 'bsh'], 'did you mean bash?'],
    [['help', 'nothing-like-it'], 'there is no command "nothing-like-it"'],
    [['keys', 'list', '--now'], 'latchkey keys list takes no --now'],
    [['audit', 'prune'], '--keep-days is missing'],
    [['issuers', 'end-sessions'], 'ISSUER is missing'],
    [['migrate', 'now'], 'what is "now"?'],
    [['migrate', '--database', 'here.db'], 'a SQLite database is named as sqlite:<path>'],
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

describe('completion in bash', () => {
  const place = join(folder, 'completion')
  beforeAll(() => {
    mkdirSync(join(place, 'folder'), { recursive: true })
    writeFileSync(join(place, 'config.json'), '')
    writeFileSync(join(place, 'a file.pem'), '')
    writeFileSync(join(folder, 'script'), latchkey('completion', 'bash').stdout)
  }, LONG)

  const completed = (line: string) => {
    const words = line.split(' ')
    const quoted = ['latchkey', ...words].map((word) => `'${word}'`).join(' ')
    const lines = `source ${folder}/script
      COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}
      _latchkey || true; printf '%s\\n' "\${COMPREPLY[@]}"`
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-ec', lines], {
      cwd: place,
      encoding: 'utf8',
    })
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
  ])('%j gives %j', (line, expected) => {
    expect(completed(line.replace('a\\ f', 'a'))).toEqual(expected)
  })

  it.each([
    ['zsh', zshCompletion, '--'],
    ['fish', fishCompletion, '-l '],
  ] as const)('has a script for %s with every command, action and option', (_, script, before) => {
    const text = script(completionWords())
    for (const [name, { actions = {}, options }] of commands) {
      const own = Object.values(actions).flatMap((action) => Object.keys(action.options ?? {}))
      for (const word of [name, ...Object.keys(actions)]) expect(text).toContain(word)
      for (const option of [...own, ...Object.keys(options)]) {
        expect(text).toContain(before + option)
      }
    }
  })
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
    'brings everybody over, though nobody reads on, and tells in the end that some were refused',
    () => {
      const old = new DatabaseSync(join(folder, 'many.db'))
      old.exec(`create table user (id, name, email, "emailVerified", "createdAt", username);
        create table passkey (id, "userId", "createdAt"); create table account ("userId", password);
        with recursive n (i) as (select 100 union all select i + 1 from n where i < 599)
        insert into user select i, 'N', i || '@a.example', 0, '2026-01-01', iif(i % 5, 'n' || i, '')
        from n`)
      old.close()
      const { status, stderr } = bash(
        'latchkey import better-auth --from sqlite:many.db --database sqlite:new.db | head -1 >first',
      )
      expect([status, stderr]).toEqual([1, ''])
      expect(readFileSync(join(folder, 'first'), 'utf8')).toMatch(/^refused {2}user 100: username/)
      const brought = new DatabaseSync(join(folder, 'new.db'))
      expect(brought.prepare('select count(*) as count from accounts').get()?.['count']).toBe(400)
      brought.close()
    },
    LONG,
  )

  it.skipIf(!existsSync('/dev/full'))(
    'says in a sentence that its output cannot be written',
    () => {
      const { status, stderr } = bash('latchkey --version > /dev/full')
      expect([status, stderr]).toEqual([1, 'latchkey: ENOSPC: no space left on device, write\n'])
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

  it(
    'shows progress while a database keeps import and audit waiting, and takes it away',
    async () => {
      const url = await freshDatabase()
      const old = new DatabaseSync(join(folder, 'old.db'))
      old.exec(`create table user (id, name, email, "emailVerified", "createdAt", username);
        create table passkey (id, "userId", "createdAt"); create table account ("userId", password);
        insert into user values ('1', 'Ann', 'ann@example.com', 0, '2026-01-01', 'ann')`)
      old.close()
      const from = ['--from', `sqlite:${join(folder, 'old.db')}`]
      const works = [
        [['import', 'better-auth', ...from], 'bringing the first people …', 'People    1 imported'],
        [['audit', 'verify'], 'verifying the audit log …', 'The audit log is sound'],
        [['audit', 'export'], 'reading the audit log …', 'accepted'],
      ] as const
      await withClient(url, async (client) => {
        for (const [args, words, result] of works) {
          await client.query('begin; lock table accounts, audit_log, audit_events')
          const run = runInTerminal(nodeCommand(MAIN, [...args, '--database', url]))
          await run.sees(words)
          await client.query('rollback')
          expect([await run.ended, run.text()]).toEqual([0, expect.stringContaining(result)])
          const shown = run.raw()
          expect(shown.lastIndexOf('\r\u001B[K')).toBeGreaterThan(shown.lastIndexOf('…'))
        }
      })
      giveBack(url)
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
