/** `latchkey passkey` against a real server: signing up and in from a terminal. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { freePort } from '../free-port.ts'
import { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import type {
  PublicKeyCredentialCreationOptionsJSON as Creation,
  PublicKeyCredentialRequestOptionsJSON as Request,
} from '../../src/protocol/webauthn-json.ts'
import { createLatchkey } from '../../src/server/latchkey.ts'
import { type NodeServer, serve } from '../../src/server/node/serve.ts'
import { fileStorage } from '../../src/vault/file-storage.ts'
import { Vault } from '../../src/vault/vault.ts'
import {
  KEYS,
  NO_TERMINAL,
  nodeCommand,
  PROCESS_LIMIT,
  runInTerminal,
  type TerminalRun,
} from './pseudo-terminal.ts'

vi.setConfig({ testTimeout: PROCESS_LIMIT })

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts')
const PASSWORD = 'correct horse'

let folder: string
let origin: string
let server: NodeServer
const runs: TerminalRun[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-cli-'))
  writeFileSync(join(folder, 'password'), `${PASSWORD}\n`)
  const port = await freePort('localhost')
  origin = `http://localhost:${port}`
  const latchkey = createLatchkey({
    rpId: 'localhost',
    origins: [origin],
    database: 'sqlite::memory:',
    secret: randomBytes(32),
    log: () => undefined,
  })
  server = await serve(latchkey, { port, host: 'localhost' })
})
afterEach(async () => {
  for (const run of runs.splice(0)) run.kill()
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const vaultPath = () => join(folder, 'my.vault')
const withVault = ['--vault'] as const

/** Runs the command with nobody at the keyboard: the password is in a file. */
async function latchkey(...args: string[]) {
  const [program = '', ...rest] = nodeCommand(MAIN, args)
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, ...said }
}
const passkey = (action: string, ...args: string[]) =>
  latchkey(
    'passkey',
    action,
    ...withVault,
    vaultPath(),
    '--password-file',
    join(folder, 'password'),
    ...args,
  )
const create = async (user: string) => {
  if (!existsSync(vaultPath())) await makeVault()
  return passkey('create', '--server', origin, '--user', user)
}

interface Native {
  readonly token?: string
  readonly ceremony?: string | null
}

const post = (path: string, body: unknown, { token, ceremony }: Native = {}) =>
  fetch(`${origin}/auth${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      'content-type': 'application/json',
      'latchkey-client': 'native',
      ...(token && { authorization: `Bearer ${token}` }),
      ...(ceremony && { 'latchkey-ceremony': ceremony }),
    },
  })

/** Gives the account one more passkey, of another device. */
async function addPasskey(token: string): Promise<SoftwareAuthenticator> {
  const authenticator = new SoftwareAuthenticator()
  const options = await post('/registration/options', {}, { token })
  const response = await authenticator.create((await options.json()) as Creation, { origin })
  const ceremony = options.headers.get('latchkey-ceremony')
  expect((await post('/registration', response, { token, ceremony })).status).toBe(201)
  return authenticator
}

async function signInWith(authenticator: SoftwareAuthenticator): Promise<number> {
  const options = await post('/authentication/options', {})
  const response = await authenticator.get((await options.json()) as Request, { origin })
  const ceremony = options.headers.get('latchkey-ceremony')
  return (await post('/authentication', response, { ceremony })).status
}

/** With little work in it, so that tests are quick. */
async function makeVault(path = vaultPath()): Promise<void> {
  const kdf = { memory: 64, iterations: 1, parallelism: 1 }
  await new Vault({ storage: fileStorage(path), kdf }).create(PASSWORD)
}

async function session(token: string): Promise<{ account: { username: string } }> {
  const headers = { authorization: `Bearer ${token}`, 'latchkey-client': 'native' }
  const answer = await fetch(`${origin}/auth/session`, { headers })
  return (await answer.json()) as { account: { username: string } }
}

interface Listed {
  readonly id: string
  readonly rpId: string
  readonly userName: string
  readonly lastUsedAt: string | null
}
const list = async () => JSON.parse((await passkey('list', '--json')).stdout) as Listed[]

describe('latchkey passkey', () => {
  it('signs up, signs in, lists and deletes', async () => {
    expect(await create('ada')).toMatchObject({ code: 0, stdout: '' })
    expect(statSync(vaultPath()).mode & 0o777).toBe(0o600)
    const signedIn = await passkey('sign-in', '--server', origin, '--print-token')
    expect(signedIn).toMatchObject({ code: 0 })
    expect(signedIn.stderr).toContain('Signed in as ada.')
    expect((await session(signedIn.stdout.trim())).account.username).toBe('ada')
    const [listed, ...others] = await list()
    expect(others).toEqual([])
    expect(listed).toMatchObject({ rpId: 'localhost', userName: 'ada' })
    expect(Date.parse(listed!.lastUsedAt!)).toBeGreaterThan(Date.now() - 60_000)
    expect((await passkey('list')).stdout).toContain(listed!.id)
    // Their account has no other way to sign in, so the server keeps it, and so does the vault.
    const kept = await passkey('delete', '--server', origin, '--', listed!.id)
    expect(kept).toMatchObject({ code: 1 })
    expect(kept.stderr).toContain('last_sign_in_method')
    expect(await list()).toHaveLength(1)
    expect((await passkey('delete', '--', listed!.id)).code).toBe(0)
    expect(await list()).toEqual([])
  })

  it('deletes at the server, then in the vault, the passkey it was told to', async () => {
    await create('ada')
    const [listed] = await list()
    const { stdout } = await passkey('sign-in', '--server', origin, '--print-token')
    const other = await addPasskey(stdout.trim())
    const { code, stderr } = await passkey('delete', '--server', origin, '--', listed!.id)
    expect([code, stderr]).toEqual([0, 'Deleted from both.\n'])
    expect(await list()).toEqual([])
    expect(await signInWith(other)).toBe(200)
  })

  it('prints no token unless it is told to', async () => {
    await create('ada')
    const { stdout, stderr } = await passkey('sign-in', '--server', origin)
    expect(stdout).toBe('')
    expect(stderr).toBe('Signed in as ada.\n')
  })

  it.each<[string, () => Promise<{ code: number | null; stderr: string }>, number, string]>([
    ['no command', () => latchkey(), 2, 'Usage'],
    ['an unknown action', () => passkey('dance'), 2, 'list, create, sign-in, delete'],
    ['an unknown option', () => passkey('list', '--color'), 2, '--color'],
    ['no vault', () => latchkey('passkey', 'list'), 2, '--vault'],
    ['no server', () => passkey('sign-in'), 2, '--server'],
    ['a server that is no origin', () => passkey('sign-in', '--server', 'example'), 2, '--server'],
    ['a vault that is not there', () => passkey('list'), 1, 'vault_missing'],
    [
      'a passkey that is not there',
      () => passkey('sign-in', '--server', origin),
      1,
      'NO_CREDENTIAL',
    ],
    [
      'nobody at the keyboard',
      async () => {
        await makeVault()
        return latchkey('passkey', 'list', ...withVault, vaultPath())
      },
      130,
      'Nobody can be asked for the password of my.vault here: --password-file FILE.\nCancelled.',
    ],
    [
      'a wrong password',
      async () => {
        await makeVault()
        writeFileSync(join(folder, 'password'), 'wrong')
        return passkey('sign-in', '--server', origin)
      },
      1,
      'wrong_password',
    ],
    [
      'a file that is no vault',
      () => {
        writeFileSync(vaultPath(), 'hello')
        return passkey('list')
      },
      1,
      'vault_malformed',
    ],
    [
      'a server that is not there',
      async () => {
        await makeVault()
        return passkey('create', '--server', 'http://localhost:9', '--user', 'ada')
      },
      1,
      'server_unreachable',
    ],
    [
      'an origin that the server does not know',
      async () => {
        await makeVault()
        return passkey(
          'create',
          '--server',
          origin,
          '--user',
          'ada',
          '--origin',
          'http://app.localhost',
        )
      },
      1,
      'registration_failed',
    ],
    [
      'an origin that may not ask for these passkeys',
      async () => {
        await makeVault()
        return passkey(
          'create',
          '--server',
          origin,
          '--user',
          'ada',
          '--origin',
          'https://evil.example',
        )
      },
      1,
      'rp_id_not_allowed',
    ],
  ])('says what is wrong with %s', async (_, run, code, words) => {
    const result = await run()
    expect(result.stderr).toContain(words)
    expect(result.code).toBe(code)
  })

  it('offers no passkey that the server did not take', async () => {
    await makeVault()
    await passkey('create', '--server', origin, '--user', 'ada', '--origin', 'http://app.localhost')
    expect(await list()).toHaveLength(1)
    const { code } = await passkey('sign-in', '--server', origin)
    expect(code).toBe(1)
  })
})

describe.skipIf(NO_TERMINAL)(`latchkey passkey in a terminal (${NO_TERMINAL ?? 'driven'})`, () => {
  function start(...args: string[]): TerminalRun {
    const run = runInTerminal(nodeCommand(MAIN, ['passkey', ...args]))
    runs.push(run)
    return run
  }

  it('asks for a new password twice, then lets one pick the account', async () => {
    const making = start('create', ...withVault, vaultPath(), '--server', origin, '--user', 'ada')
    await making.sees('Password of my.vault: ')
    making.press(`${PASSWORD}x\u007f\r`)
    await making.sees('The same once more: ')
    making.press(`${PASSWORD}\r`)
    await making.sees('Created a passkey for ada.')
    expect(await making.ended).toBe(0)
    expect(making.text()).not.toContain(PASSWORD)
    await create('bob')

    const run = start('sign-in', ...withVault, vaultPath(), '--server', origin)
    await run.sees('Unlock my.vault')
    run.press(KEYS.enter)
    await run.sees('Password of my.vault: ')
    run.press('wrong\r')
    await run.sees('That is not its password.')
    run.press(`${PASSWORD}\r`)
    await run.sees('> bob')
    run.press(KEYS.down)
    await run.sees('> ada')
    run.press(KEYS.enter)
    await run.sees('Signed in as ada.')
    expect(await run.ended).toBe(0)
  })

  it('makes no vault when the passwords differ, or nobody wants one', async () => {
    const differing = start(
      'create',
      ...withVault,
      vaultPath(),
      '--server',
      origin,
      '--user',
      'ada',
    )
    await differing.sees('Password of my.vault: ')
    differing.press('one\r')
    await differing.sees('The same once more: ')
    differing.press('two\r')
    await differing.sees('the two passwords differ')
    expect(await differing.ended).toBe(2)
    const leaving = start('create', ...withVault, vaultPath(), '--server', origin, '--user', 'ada')
    await leaving.sees('Password of my.vault: ')
    leaving.press(KEYS.escape)
    await leaving.sees('Cancelled.')
    expect(await leaving.ended).toBe(130)
    expect(existsSync(vaultPath())).toBe(false)
  })

  it('is left with Escape, and changes nothing', async () => {
    await create('ada')
    const before = readFileSync(vaultPath())
    const run = start('sign-in', ...withVault, vaultPath(), '--server', origin)
    await run.sees('Unlock my.vault')
    run.press(KEYS.escape)
    await run.sees('Cancelled.')
    expect(await run.ended).toBe(130)
    expect(readFileSync(vaultPath())).toEqual(before)
  })

  it('shows several vaults side by side', async () => {
    await create('ada')
    const other = join(folder, 'other.vault')
    await makeVault(other)
    const run = start('sign-in', ...withVault, vaultPath(), ...withVault, other, '--server', origin)
    await run.sees(/Unlock my\.vault[\s\S]*Unlock other\.vault/)
    run.press(KEYS.down + KEYS.enter)
    await run.sees('Password of other.vault: ')
    run.press(`${PASSWORD}\r`)
    await run.sees('Nothing found')
    run.press(KEYS.enter)
    await run.sees('Password of my.vault: ')
    run.press(`${PASSWORD}\r`)
    await run.sees('> ada')
    run.press(KEYS.enter)
    await run.sees('Signed in as ada.')
    expect(await run.ended).toBe(0)
  })
})
