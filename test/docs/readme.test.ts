/**
 * The README as a newcomer follows it: the app made of its blocks, in a folder beside the clone, and a person
 * in a real browser who signs up and in. What `npm install` would bring is linked from here.
 */
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newVirtualAuthenticator, openBrowser } from '../browser/launch.ts'
import { bundle } from '../client-browser/site.ts'
import { freePort } from '../free-port.ts'
import { blocksFor, ROOT } from './blocks.ts'

const blocks = blocksFor('README.md', 'test/docs/readme.test.ts')
const textOf = (language: string, index = 0) =>
  blocks.filter((one) => one.language === language)[index]?.text ?? ''

const folder = mkdtempSync(join(tmpdir(), 'latchkey-readme-'))
const app = join(folder, 'my-app')
let browser: Browser
let running: ChildProcess
let origin: string

beforeAll(async () => {
  const port = await freePort()
  origin = `http://localhost:${port}`
  const clone = join(folder, 'latchkey')
  mkdirSync(clone)
  const made = spawnSync('bash', ['-ec', textOf('sh').replace(/^npm install .*$/m, '')], {
    cwd: clone,
  })
  if (made.status !== 0) throw new Error(String(made.stderr))
  mkdirSync(join(app, 'node_modules'))
  symlinkSync(ROOT, join(app, 'node_modules', 'latchkey'))
  symlinkSync(join(ROOT, 'node_modules', 'express'), join(app, 'node_modules', 'express'))

  mkdirSync(join(app, 'public'))
  writeFileSync(join(app, 'server.js'), textOf('js').replaceAll('8080', String(port)))
  writeFileSync(join(app, 'public', 'index.html'), textOf('html'))
  const start = textOf('sh', 1).replace('node server', 'exec node server')
  running = spawn('bash', ['-ec', start], { cwd: app, stdio: 'ignore' })
  while (!(await answers(origin))) await sleep(50)
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
  it('leads to a sign-in inside an Express app, with the elements and by hand', async () => {
    const context = await browser.newContext()
    const tab = await context.newPage()
    await newVirtualAuthenticator(tab)
    await tab.goto(origin)
    const signUp = tab.locator('latchkey-create-passkey')
    await signUp.locator('#username').fill('ada')
    await signUp.locator('#create').click()
    await tab.getByText('Hello, ada!').waitFor()

    // Back to sign in: this authenticator takes what the field suggests at once.
    await context.clearCookies()
    await tab.goto(origin)
    await tab.getByText('Hello, ada!').waitFor()

    await context.clearCookies()
    const me = () => tab.evaluate(async () => (await fetch('/auth/session')).status)
    expect(await me()).toBe(401)
    const page = join(app, 'page.ts')
    writeFileSync(page, `${textOf('ts')}\nObject.assign(window, { signIn })\n`)
    await tab.addScriptTag({ content: await bundle(page), type: 'module' })
    await tab.waitForFunction(() => 'signIn' in window)
    expect(await tab.evaluate('window.signIn()')).toBe(true)
    expect(await me()).toBe(200)
    await context.close()
  })

  it('needs twenty lines for each half', () => {
    const lines = (text: string) => text.trimEnd().split('\n').length
    expect(lines(textOf('js'))).toBeLessThanOrEqual(24)
    expect(lines(textOf('html'))).toBeLessThanOrEqual(20)
  })
})

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )
}
