/** `--json` of every command, in processes of their own: one document where results go, one where failures go. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../free-port.ts'
import { COMMANDS } from '../../src/cli/command-table.ts'
import type { CommandSpec } from '../../src/cli/command-spec.ts'
import { createLatchkey } from '../../src/server/latchkey.ts'
import { type NodeServer, serve } from '../../src/server/node/serve.ts'
import { openSecretFile } from '../../src/server/secret-file.ts'
import { fileStorage } from '../../src/vault/file-storage.ts'
import { Vault } from '../../src/vault/vault.ts'
import { openSite } from '../server/site.ts'
import { nodeCommand, PROCESS_LIMIT } from './pseudo-terminal.ts'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts')

const folder = mkdtempSync(join(tmpdir(), 'latchkey-json-'))
let origin: string
let server: NodeServer
beforeAll(async () => {
  const secrets = openSecretFile(join(folder, 'secret'), { create: true })
  for (const name of ['turned', 'retired']) {
    copyFileSync(join(folder, 'secret'), join(folder, name))
  }
  const site = openSite({ database: `sqlite:${join(folder, 'latchkey.db')}`, ...secrets })
  await site.browser().signUp('ann')
  await site.latchkey.close()
  for (const name of ['turned.db', 'retired.db']) {
    copyFileSync(join(folder, 'latchkey.db'), join(folder, name))
  }
  const old = new DatabaseSync(join(folder, 'old.db'))
  old.exec(`create table user (id, name, email, "emailVerified", username);
    create table passkey (id, "userId", "createdAt"); create table account ("userId", password)`)
  old.close()
  writeFileSync(join(folder, 'passkeys.jsonl'), '')
  writeFileSync(join(folder, 'password'), 'correct horse')
  const kdf = { memory: 64, iterations: 1, parallelism: 1 }
  const storage = fileStorage(join(folder, 'my.vault'))
  await new Vault({ storage, kdf }).create('correct horse')
  const port = await freePort('localhost')
  origin = `http://localhost:${port}`
  const settings = { rpId: 'localhost', origins: [origin], secret: randomBytes(32) }
  const quiet = { database: 'sqlite::memory:', log: () => undefined }
  server = await serve(createLatchkey({ ...settings, ...quiet }), { port, host: 'localhost' })
}, PROCESS_LIMIT)
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const [program = '', ...rest] = nodeCommand(MAIN, args)
  return spawn(program, rest, { cwd: folder, env: { PATH: process.env['PATH'], ...env } })
}

async function run(child: ReturnType<typeof start>) {
  const said = { stdout: '', stderr: '' }
  child.stdin.end()
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, ...said }
}

const DATABASE = ['--database', 'sqlite:latchkey.db']
const SECRET = ['--secret-file', 'secret']
const NOWHERE = ['--database', 'sqlite:/dev/null/x']
const VAULT = ['--vault', 'my.vault', '--password-file', 'password']
const LINK = ['--page', 'https://example.com/recover']

/** What works of each, with a member of what it prints; and what does not, with its code. */
const CASES: readonly (readonly [
  place: string,
  works: readonly string[],
  member: string,
  fails: readonly string[],
  code: string,
])[] = [
  ['doctor', ['ORIGIN'], 'findings', ['http://localhost', '--ca', 'nowhere'], 'failed'],
  ['migrate', ['--database', 'sqlite:new.db'], 'applied', NOWHERE, 'store_unavailable'],
  ['keys list', SECRET, 'versions', [], 'secret_file_unusable'],
  ['keys rotate', ['--secret-file', 'turned'], 'step', ['--now'], 'secret_file_unusable'],
  [
    'keys retire-after-restore',
    ['--secret-file', 'retired', '--database', 'sqlite:retired.db'],
    'accounts',
    [...SECRET, ...NOWHERE],
    'store_unavailable',
  ],
  ['audit export', DATABASE, 'position', NOWHERE, 'store_unavailable'],
  ['audit verify', DATABASE, 'sound', ['--known', '1'], 'usage'],
  [
    'audit prune',
    ['--keep-days', '90', '--database', 'sqlite:turned.db'],
    'forgotten',
    ['--keep-days', '90', ...NOWHERE],
    'store_unavailable',
  ],
  [
    'accounts enrol-link',
    ['ann', ...DATABASE, ...SECRET, ...LINK],
    'link',
    ['nobody', ...DATABASE, ...SECRET, ...LINK],
    'account_unknown',
  ],
  [
    'issuers end-sessions',
    ['https://accounts.google.com', ...DATABASE],
    'ended',
    ['https://accounts.google.com', ...NOWHERE],
    'store_unavailable',
  ],
  [
    'import better-auth',
    ['--from', 'sqlite:old.db', '--database', 'sqlite:people.db'],
    'people',
    ['--from', 'sqlite:passkeys.jsonl', '--database', 'sqlite:people.db'],
    'failed',
  ],
  [
    'import simplewebauthn',
    ['--from', 'passkeys.jsonl', '--database', 'sqlite:passkeys.db'],
    'passkeys',
    ['--from', 'nowhere'],
    'usage',
  ],
]

/** These need each other, in this order. */
const PASSKEY: typeof CASES = [
  [
    'passkey create',
    [...VAULT, '--server', 'ORIGIN', '--user', 'ada'],
    'passkey',
    [...VAULT, '--server', 'ORIGIN', '--user', ''],
    'invalid_request',
  ],
  [
    'passkey sign-in',
    [...VAULT, '--server', 'ORIGIN', '--print-token'],
    'token',
    [...VAULT, '--server', 'http://localhost:1'],
    'server_unreachable',
  ],
  ['passkey list', VAULT, '0', ['--vault', 'my.vault'], 'cancelled'],
  ['passkey delete', [...VAULT, '--', 'ID'], 'deleted', [...VAULT, 'x'], 'item_unknown'],
]

/** What it prints, if that is one document on one line and nothing else. */
async function documentOf(place: string, args: readonly string[]): Promise<object> {
  const { code, stdout, stderr } = await run(start([...place.split(' '), '--json', ...args]))
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^[^\n]+\n$/)
  return JSON.parse(stdout) as object
}

/** The code it fails with, if that is in one document where failures go, and the exit code fits. */
async function failureOf(place: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(start([...place.split(' '), '--json', ...args]))
  const { error } = JSON.parse(stderr) as { error: { code: string; message: string } }
  expect(error).toEqual({ code: expect.any(String), message: expect.stringMatching(/./) })
  const exitCodes: Readonly<Record<string, number>> = { usage: 2, cancelled: 130 }
  expect([code, stdout]).toEqual([exitCodes[error.code] ?? 1, ''])
  return error.code
}

const filled = (args: readonly string[], id = '') =>
  args.map((word) => (word === 'ORIGIN' ? origin : word === 'ID' ? id : word))

describe('--json', () => {
  it.concurrent.each(CASES)(
    '%s prints one document, or fails with one',
    async (place, works, member, fails, code) => {
      expect(await documentOf(place, filled(works))).toHaveProperty([member])
      expect(await failureOf(place, filled(fails))).toBe(code)
    },
    PROCESS_LIMIT,
  )

  it.concurrent(
    'passkey prints one document, or fails with one',
    async () => {
      let id = ''
      for (const [place, works, member, fails, code] of PASSKEY) {
        expect(await failureOf(place, filled(fails))).toBe(code)
        const document = await documentOf(place, filled(works, id))
        expect(document).toHaveProperty([member])
        if (Array.isArray(document)) ({ id } = document[0] as { id: string })
      }
    },
    PROCESS_LIMIT,
  )

  it.concurrent(
    'serve prints one document once it listens, or fails with one',
    async () => {
      expect(await failureOf('serve', [])).toBe('usage')
      const child = start(['serve', '--port', '0', '--json'], {
        LATCHKEY_ORIGIN: 'http://localhost',
      })
      const ended = run(child)
      await new Promise((resolve) => child.stdout.once('data', resolve))
      child.kill('SIGTERM')
      const { code, stdout } = await ended
      expect([code, stdout.trim().split('\n').length]).toEqual([0, 1])
      expect(JSON.parse(stdout)).toMatchObject({ origins: ['http://localhost'] })
    },
    PROCESS_LIMIT,
  )

  it('is tried with every command and action that has it', () => {
    const places = Object.entries<CommandSpec>(COMMANDS)
      .filter(([, { options }]) => Object.hasOwn(options, 'json'))
      .flatMap(([name, { actions }]) =>
        actions === undefined ? [name] : Object.keys(actions).map((action) => `${name} ${action}`),
      )
    const tried = [...CASES, ...PASSKEY].map(([place]) => place)
    expect(new Set([...tried, 'serve'])).toEqual(new Set(places))
  })
})
