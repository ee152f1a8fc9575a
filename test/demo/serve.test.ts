import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { freePort } from '../free-port.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const running = new Set<ChildProcess>()
const folders: string[] = []
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

interface Run {
  readonly child: ChildProcess
  /** Resolves with what was printed once the process has said so many lines. */
  readonly lines: (count: number) => Promise<readonly string[]>
  readonly ended: Promise<{ code: number | null; output: string; errors: string }>
}

/** Starts `demo/serve.ts` the way `npm start` does, but for the build. */
function start(env: Readonly<Record<string, string>>): Run {
  // Node 22 strips types only when told to.
  const args = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning']
  const child = spawn(process.execPath, [...args, 'demo/serve.ts'], {
    cwd: ROOT,
    env: { ...process.env, ...env },
  })
  running.add(child)
  const printed = { output: '', errors: '' }
  child.stdout.on('data', (chunk: Buffer) => (printed.output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (printed.errors += chunk.toString()))
  const ended = new Promise<{ code: number | null; output: string; errors: string }>((resolve) => {
    child.once('close', (code) => {
      running.delete(child)
      resolve({ code, ...printed })
    })
  })
  const lines = (count: number) => {
    const all = () => printed.output.split('\n').slice(0, -1)
    return expect
      .poll(() => all().length)
      .toBeGreaterThanOrEqual(count)
      .then(all)
  }
  return { child, lines, ended }
}

async function settings() {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-serve-'))
  folders.push(folder)
  const port = await freePort()
  const data = join(folder, 'data')
  return { port, data, env: { PORT: String(port), LATCHKEY_DEMO_DATA: data } }
}

describe('npm start', () => {
  it('says in three lines where it is, answers there, and stops when asked', async () => {
    const { port, data, env } = await settings()
    const { child, lines, ended } = start(env)
    expect(await lines(3)).toEqual([
      expect.stringContaining(`http://localhost:${port}`),
      expect.stringContaining(data.split('/').at(-1)!),
      'Stop with Ctrl+C',
    ])
    const page = await fetch(`http://localhost:${port}/`)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('Sign in with a passkey')
    const byAddress = await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' })
    expect(byAddress.headers.get('location')).toBe(`http://localhost:${port}/`)

    expect(statSync(data).mode & 0o777).toBe(0o700)
    expect(statSync(join(data, 'secret')).mode & 0o777).toBe(0o600)
    expect(existsSync(join(data, 'latchkey.db'))).toBe(true)

    child.kill('SIGTERM')
    const { code, output } = await ended
    expect(code).toBe(0)
    expect(output.trim().split('\n')).toHaveLength(3)
  })

  it('keeps its secret: options of the first run are good in the second', async () => {
    const { port, env } = await settings()
    const begin = async () => {
      const run = start(env)
      await run.lines(3)
      return run
    }
    const options = async () => {
      const answer = await fetch(`http://localhost:${port}/auth/authentication/options`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"username":"nobody"}',
      })
      expect(answer.status).toBe(200)
      const { allowCredentials } = (await answer.json()) as { allowCredentials: { id: string }[] }
      return allowCredentials.map(({ id }) => id).toSorted()
    }
    const first = await begin()
    // Decoys are derived from the secret: the same name gives the same ones for as long as it lives.
    const decoys = await options()
    first.child.kill('SIGINT')
    expect((await first.ended).code).toBe(0)
    const second = await begin()
    expect(await options()).toEqual(decoys)
    second.child.kill('SIGINT')
    expect((await second.ended).code).toBe(0)
  })

  it('says what to do when the port is taken', async () => {
    const { port, env } = await settings()
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
    const { code, output, errors } = await start(env).ended
    other.close()
    expect(code).toBe(1)
    expect(output).toBe('')
    expect(errors.trim().split('\n')).toEqual([expect.stringContaining('PORT=3000 npm start')])
  })

  it('refuses a secret that somebody shortened', async () => {
    const { data, env } = await settings()
    mkdirSync(data)
    writeFileSync(join(data, 'secret'), 'short')
    const { code, output, errors } = await start(env).ended
    expect([code, output]).toEqual([1, ''])
    expect(errors.trim().split('\n')).toEqual([expect.stringContaining('secret')])
  })

  it('says what is wrong with a port that is none', async () => {
    const { env } = await settings()
    const { code, errors } = await start({ ...env, PORT: 'https' }).ended
    expect(code).toBe(1)
    expect(errors.trim().split('\n')).toHaveLength(1)
  })
})
