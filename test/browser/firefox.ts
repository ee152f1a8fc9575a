/**
 * A real Firefox with a virtual authenticator, where one is installed: spoken to over Marionette, the
 * protocol that Firefox has built in, so that no driver has to be.
 *
 * @see {@link https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html} Marionette
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const NAMES = ['firefox-esr', 'firefox']

/** Milliseconds that a start may take. */
const START = 30_000

// A token in software in the place of USB ones and prompts, and pages that count as focused.
const PREFERENCES = {
  'marionette.port': 0,
  'security.webauth.webauthn_enable_softtoken': true,
  'security.webauth.webauthn_enable_usbtoken': false,
  'focusmanager.testmode': true,
  'app.update.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'browser.shell.checkDefaultBrowser': false,
}

/** The installed Firefox: the one that `LATCHKEY_TEST_FIREFOX` names, else one on the path. */
export function whichFirefox(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.LATCHKEY_TEST_FIREFOX) return env.LATCHKEY_TEST_FIREFOX
  const folders = (env.PATH ?? '').split(delimiter)
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** A Firefox with one page. Close it when done. */
export interface Firefox {
  goto(url: string): Promise<void>
  /**
   * Runs a function in the page, and gives what it resolves with. The function stands alone: it sees the
   * page's globals and its argument, both of which are plain data.
   */
  evaluate<Argument, Value>(
    run: (argument: Argument) => Value | Promise<Value>,
    argument?: Argument,
  ): Promise<Value>
  /** Forgets all authenticators and gives the page a new one, which verifies its user. */
  newAuthenticator(): Promise<void>
  setUserVerified(isUserVerified: boolean): Promise<void>
  /** Presses the mouse on an element, as a person does. */
  click(selector: string): Promise<void>
  /** Presses and releases a key: a letter, or a WebDriver code such as `\\uE00C` for Escape. */
  press(key: string): Promise<void>
  close(): Promise<void>
}

/** Starts it, headless and with a profile of its own. */
export async function openFirefox(executable: string): Promise<Firefox> {
  const profile = mkdtempSync(join(tmpdir(), 'latchkey-firefox-'))
  const lines = Object.entries(PREFERENCES).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  )
  writeFileSync(join(profile, 'user.js'), lines.join('\n'))
  const browser = spawn(
    executable,
    ['--headless', '--marionette', '--no-remote', '--profile', profile, 'about:blank'],
    { stdio: 'ignore' },
  )
  const send = await marionette(await portOf(browser, join(profile, 'MarionetteActivePort')))
  await send('WebDriver:NewSession', {})
  let authenticatorId: string | undefined

  return {
    goto: async (url) => void (await send('WebDriver:Navigate', { url })),
    async evaluate(run, argument) {
      // In the script itself, and not by `eval`: that a page's policy may forbid.
      const script = `
        const [json, done] = arguments
        const run = async () => JSON.stringify({ value: await (${String(run)})(JSON.parse(json)) })
        run().then((text) => done({ text }), (error) => done({ error: String(error) }))`
      const args = [JSON.stringify(argument ?? null)]
      const { value } = (await send('WebDriver:ExecuteAsyncScript', { script, args })) as {
        readonly value: { readonly text?: string; readonly error?: string }
      }
      if (value.text === undefined) throw new Error(value.error)
      return (JSON.parse(value.text) as { value: never }).value
    },
    async newAuthenticator() {
      if (authenticatorId) {
        await send('WebAuthn:RemoveVirtualAuthenticator', { authenticatorId })
      }
      const { value } = (await send('WebAuthn:AddVirtualAuthenticator', {
        protocol: 'ctap2_1',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserConsenting: true,
        isUserVerified: true,
      })) as { readonly value: string }
      authenticatorId = value
    },
    setUserVerified: async (isUserVerified) =>
      void (await send('WebAuthn:SetUserVerified', { authenticatorId, isUserVerified })),
    async click(selector) {
      const { value } = (await send('WebDriver:FindElement', {
        using: 'css selector',
        value: selector,
      })) as { readonly value: Readonly<Record<string, string>> }
      await send('WebDriver:ElementClick', { id: Object.values(value)[0] })
    },
    async press(value) {
      const actions = ['keyDown', 'keyUp'].map((type) => ({ type, value }))
      await send('WebDriver:PerformActions', { actions: [{ type: 'key', id: 'keys', actions }] })
    },
    async close() {
      const ended = new Promise((resolve) => browser.once('exit', resolve))
      await send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => browser.kill())
      await ended
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** The port that it tells in its profile, as soon as it does. */
async function portOf(browser: ChildProcess, file: string): Promise<number> {
  for (let waited = 0; waited < START; waited += 50) {
    if (existsSync(file)) {
      const port = Number(readFileSync(file, 'utf8'))
      if (port > 0) return port
    }
    if (browser.exitCode !== null) throw new Error(`Firefox ended with ${browser.exitCode}`)
    await sleep(50)
  }
  browser.kill()
  throw new Error('Firefox did not start')
}

type Send = (command: string, parameters: object) => Promise<unknown>
type Answer = readonly [
  type: 1,
  id: number,
  error: { error: string; message: string } | null,
  unknown,
]

/** Speaks Marionette: `[0, id, command, parameters]` and `[1, id, error, result]`, each after its length. */
async function marionette(port: number): Promise<Send> {
  const socket: Socket = connect(port, '127.0.0.1')
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let next = 0
  let received = Buffer.alloc(0)
  const hello = Promise.withResolvers<void>()

  const take = (message: unknown) => {
    if (!Array.isArray(message)) return hello.resolve()
    const [, id, error, result] = message as unknown as Answer
    const call = waiting.get(id)
    waiting.delete(id)
    if (error) call?.reject(new Error(`${error.error}: ${error.message}`))
    else call?.resolve(result)
  }
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes])
    for (;;) {
      const colon = received.indexOf(':')
      const end = colon + 1 + Number(received.subarray(0, Math.max(colon, 0)).toString())
      if (colon === -1 || received.length < end) return
      take(JSON.parse(received.subarray(colon + 1, end).toString()))
      received = received.subarray(end)
    }
  })
  socket.on('close', () => {
    for (const call of waiting.values()) call.reject(new Error('Firefox is gone'))
  })
  socket.on('error', (error) => hello.reject(error))
  await hello.promise
  return (command, parameters) => {
    const id = ++next
    const call = Promise.withResolvers<unknown>()
    waiting.set(id, call)
    const text = JSON.stringify([0, id, command, parameters])
    socket.write(`${Buffer.byteLength(text)}:${text}`)
    return call.promise
  }
}
