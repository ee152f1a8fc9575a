/** What the pages tell to type, typed: docs/cli.md, docs/operating.md, docs/vault.md and examples/README.md. */
import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLatchkey } from '../../src/server/latchkey.ts'
import { serve } from '../../src/server/node/serve.ts'
import { fileStorage } from '../../src/vault/file-storage.ts'
import { Vault } from '../../src/vault/vault.ts'
import { freePort } from '../free-port.ts'
import { blocksFor, ROOT } from './blocks.ts'
import { openWorkplace } from './shell.ts'
import type { Workplace } from './shell.ts'
import { ORIGIN, Visitor } from '../server/site.ts'

const HERE = 'test/docs/commands.test.ts'
const PASSWORD = 'correct horse'

/** The one block of a page that has this in it. */
function block(page: string, words: string): string {
  const found = blocksFor(page, HERE).filter(({ text }) => text.includes(words))
  expect([page, words, found.length]).toEqual([page, words, 1])
  return found[0]!.text
}

/** Whether the server on this port answers for this host. */
function answers(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ port, path: '/healthz', headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.once('error', () => resolve(false))
  })
}

let place: Workplace
beforeEach(() => {
  place = openWorkplace()
})
afterEach(() => place.remove())

describe('docs/cli.md', () => {
  it('serves, and rotates the secret that the first start made', async () => {
    const port = await freePort()
    const running = place.start(block('docs/cli.md', 'latchkey serve'), {
      LATCHKEY_PORT: String(port),
    })
    while (!(await answers(port, 'example.com'))) await sleep(50)
    expect(existsSync(join(place.folder, 'data', 'secret'))).toBe(true)
    await running.stop()

    const [first = '', second = '', third = ''] = block('docs/cli.md', 'keys rotate').split('\n')
    const begun = await place.run(`${first}\n${second}`)
    expect(begun.stdout.match(/Step \d of 3/g)).toEqual(['Step 1 of 3', 'Step 2 of 3'])
    expect((await place.run(third)).stdout).toContain('Nothing was changed')
    // Seven minutes later.
    const file = join(place.folder, 'data', 'secret')
    const older = readFileSync(file, 'utf8').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (time) =>
      new Date(Date.parse(time) - 420_000).toISOString(),
    )
    writeFileSync(file, older)
    expect((await place.run(third)).stdout).toContain('Step 3 of 3')
  })

  it('examines a deployment', async () => {
    const { origin, close } = await openServer()
    const lines = block('docs/cli.md', 'latchkey doctor').replaceAll('https://example.com', origin)
    const { code, stdout } = await place.run(lines)
    expect([code, stdout]).toEqual([0, expect.stringContaining(' 0 problems')])
    await close()
  })
})

describe('docs/operating.md', () => {
  it('exports the audit log, verifies it, and forgets its beginning', async () => {
    const data = join(place.folder, 'data')
    mkdirSync(data)
    const latchkey = createLatchkey({
      rpId: 'example.com',
      origins: [ORIGIN],
      database: `sqlite:${data}/latchkey.db`,
      secret: randomBytes(32),
      log: () => undefined,
    })
    await new Visitor(latchkey, 'browser').signUp('ada')
    await latchkey.close()

    const { stdout } = await place.run('latchkey audit verify --json')
    const { position, hash } = JSON.parse(stdout) as { position: number; hash: string }
    const lines = block('docs/operating.md', 'latchkey audit')
      .replaceAll('1200', String(position))
      .replaceAll('HASH', hash)
    const ran = await place.run(`${lines}cat audit.jsonl`)
    expect([ran.code, ran.stderr]).toEqual([0, ''])
    expect(ran.stdout).toContain('"event":"registration"')
    expect(ran.stdout).toContain(hash)
  })
})

describe('docs/vault.md', () => {
  it('signs up and in from a terminal, and deletes the passkey', async () => {
    const { origin, close } = await openServer()
    const file = join(place.folder, 'my.vault')
    const kdf = { memory: 64, iterations: 1, parallelism: 1 }
    await new Vault({ storage: fileStorage(file), kdf }).create(PASSWORD)
    writeFileSync(join(place.folder, 'password'), PASSWORD)

    const lines = block('docs/vault.md', 'latchkey passkey')
      .trim()
      .split('\n')
      // Nobody is at the keyboard.
      .map((line) =>
        line
          .replaceAll('https://example.com', origin)
          .replace('--vault', '--password-file password --vault'),
      )
    const [create = '', signIn = '', list = '', remove = ''] = lines
    expect(lines).toHaveLength(4)
    const made = await place.run([create, `${list} --json`].join('\n'))
    expect([made.code, made.stderr]).toEqual([0, expect.stringContaining('ada')])
    const [passkey] = JSON.parse(made.stdout) as readonly { id: string }[]
    const { stdout: token } = await place.run(`${signIn} --print-token`)
    // The last way in cannot be deleted, so there is another one.
    const { status } = await fetch(`${origin}/auth/password`, {
      method: 'PUT',
      headers: {
        'content-type': 'application/json',
        'latchkey-client': 'native',
        authorization: `Bearer ${token.trim()}`,
      },
      body: JSON.stringify({ password: 'a lantern over quiet water' }),
    })
    expect(status).toBe(204)
    const removed = await place.run(`${remove.replace('ID', `'${passkey!.id}'`)}\n${list} --json`)
    expect([removed.code, JSON.parse(removed.stdout)]).toEqual([0, []])
    await close()
  })
})

describe('examples/README.md', () => {
  it('starts one of them', async () => {
    const PORT = String(await freePort())
    // A copy, because the folder itself is tried at the same time; inside the package, for its doors.
    const copy = join(ROOT, 'test-results', 'example')
    const source = join(ROOT, 'examples', 'hono')
    rmSync(copy, { recursive: true, force: true })
    cpSync(source, copy, { recursive: true, filter: (path) => path !== join(source, 'data') })
    const lines = `cd '${copy}'\n${block('examples/README.md', 'npm start')}`
    const running = place.start(lines, { PORT })
    const page = () => fetch(`http://localhost:${PORT}/`).catch(() => undefined)
    let answer = await page()
    while (answer === undefined) {
      await sleep(100)
      answer = await page()
    }
    expect(await answer.text()).toContain('<latchkey-sign-in')
    await running.stop()
    rmSync(copy, { recursive: true })
  })
})

async function openServer() {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const latchkey = createLatchkey({
    rpId: 'localhost',
    origins: [origin],
    database: 'sqlite::memory:',
    secret: randomBytes(32),
    log: () => undefined,
  })
  const server = await serve(latchkey, { port, host: 'localhost' })
  return { origin, close: () => server.close() }
}
