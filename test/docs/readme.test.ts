/**
 * The README as a newcomer follows it: its server in a process of its own, its page in a real browser.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newVirtualAuthenticator, openBrowser } from '../browser/launch.ts'
import { bundle } from '../client-browser/site.ts'
import { freePort } from '../demo/running-demo.ts'

const ROOT = join(import.meta.dirname, '..', '..')
// Inside the package, so that `latchkey/server` means the doors that were just built.
const EXAMPLES = join(ROOT, 'test-results', 'readme')

const blocks = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)]
const [server = '', page = ''] = blocks.map((block) => block[1]!)

const folder = mkdtempSync(join(tmpdir(), 'latchkey-readme-'))
let browser: Browser
let running: ChildProcess
let origin: string

beforeAll(async () => {
  const port = await freePort()
  origin = `http://localhost:${port}`
  mkdirSync(EXAMPLES, { recursive: true })
  writeFileSync(join(EXAMPLES, 'server.mjs'), server.replaceAll('8080', String(port)))
  writeFileSync(join(EXAMPLES, 'page.ts'), `${page}\nObject.assign(window, { signIn })\n`)
  const LATCHKEY_SECRET = randomBytes(32).toString('base64url')
  running = spawn(process.execPath, [join(EXAMPLES, 'server.mjs')], {
    cwd: folder,
    env: { ...process.env, LATCHKEY_SECRET },
    stdio: 'ignore',
  })
  await answering(origin)
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  const exit = once(running, 'exit')
  running.kill()
  await exit
  rmSync(folder, { recursive: true })
})

describe('the README', () => {
  it('leads to a sign-in', async () => {
    const context = await browser.newContext()
    const tab = await context.newPage()
    await newVirtualAuthenticator(tab)
    await tab.goto(origin)
    expect(await tab.evaluate(signUp)).toBe(201)
    await tab.evaluate(() => fetch('/auth/session', { method: 'DELETE' }))
    const me = () => tab.evaluate(async () => (await fetch('/auth/session')).status)
    expect(await me()).toBe(401)

    await tab.addScriptTag({ content: await bundle(join(EXAMPLES, 'page.ts')), type: 'module' })
    await tab.waitForFunction(() => 'signIn' in window)
    const signedIn = await tab.evaluate('window.signIn()')
    expect(signedIn).toBe(true)
    expect(await me()).toBe(200)
    await context.close()
  })
})

/** Runs in the page. The README leaves sign-up to the guides, so the platform itself does it here. */
async function signUp(): Promise<number> {
  const post = (path: string, body: string) =>
    fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const options = await post('/auth/registration/options', '{"username":"ada"}')
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    (await options.json()) as PublicKeyCredentialCreationOptionsJSON,
  )
  const credential = await navigator.credentials.create({ publicKey })
  const { status } = await post('/auth/registration', JSON.stringify(credential))
  return status
}

async function answering(url: string): Promise<void> {
  while (
    !(await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await sleep(50)
}
