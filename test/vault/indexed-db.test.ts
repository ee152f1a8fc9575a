/** A vault in a real browser's IndexedDB: bundled as an app would, for no Node module may be in it. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../browser/launch.ts'
import type { BrowserPage } from './browser-page.ts'

declare const page: BrowserPage

let browser: Browser
let server: Server
let tab: Page

const ENTRY = '/page.js'

/** Every script by its path: what a vault needs only at times comes in a file of its own. */
async function bundle(): Promise<ReadonlyMap<string, string>> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: {
        input: join(import.meta.dirname, 'browser-page.ts'),
        output: { entryFileNames: ENTRY.slice(1) },
      },
    },
  })
  if (!('output' in result)) throw new Error('not a bundle')
  return new Map(
    result.output.flatMap((file) => ('code' in file ? [[`/${file.fileName}`, file.code]] : [])),
  )
}

beforeAll(async () => {
  const scripts = await bundle()
  browser = await openBrowser()
  server = createServer(({ url }, response) => {
    const script = scripts.get(String(url))
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript')
    response.end(script ?? `<!doctype html><script type="module" src="${ENTRY}"></script>`)
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  tab = await browser.newPage()
  await tab.goto(`http://localhost:${(server.address() as AddressInfo).port}/`)
})
afterAll(async () => {
  await browser.close()
  server.closeAllConnections()
  server.close()
})

describe('a vault in a browser', () => {
  it('is still there after the page was loaded anew', async () => {
    await tab.evaluate(async () => {
      const kdf = { memory: 1024, iterations: 1, parallelism: 1 }
      const vault = new page.Vault({ storage: page.indexedDbStorage(), kdf })
      await vault.create('correct horse')
      const times = { createdAt: 1, lastUsedAt: undefined }
      const { origin } = location
      await vault.update((contents) => ({
        ...contents,
        items: [
          { kind: 'password', id: '1', origin, userName: 'ada', password: 'secret', ...times },
        ],
      }))
    })
    await tab.reload()
    const found = await tab.evaluate(async () => {
      const vault = new page.Vault({ storage: page.indexedDbStorage() })
      const other = new page.Vault({ storage: page.indexedDbStorage({ name: 'other' }) })
      const wrong = await vault.unlock('wrong').catch((error: { code: string }) => error.code)
      const again = await vault.create('x').catch((error: { code: string }) => error.code)
      const provider = page.vaultProvider({
        vault,
        askPassword: () => Promise.resolve('correct horse'),
      })
      const manager = page.CredentialManager.create({
        platform: page.providerPlatform({
          providers: [provider],
          selector: ({ pages }) => Promise.resolve(pages.first?.sections[0]?.choices[0]),
          caller: { origin: location.origin },
        }),
      })
      const request = new page.GetCredentialRequest([new page.GetPasswordOption()])
      const { credential } = await manager.getCredential(request)
      const isPassword = credential instanceof page.PasswordCredential
      const password = isPassword ? credential.password : ''
      return { wrong, again, password, hasOther: await other.exists() }
    })
    expect(found).toEqual({
      wrong: 'wrong_password',
      again: 'vault_exists',
      password: 'secret',
      hasOther: false,
    })
  })

  it('takes changes of two tabs, one upon the other', async () => {
    const names = await tab.evaluate(async () => {
      const storage = () => page.indexedDbStorage({ name: 'shared' })
      const kdf = { memory: 1024, iterations: 1, parallelism: 1 }
      const one = new page.Vault({ storage: storage(), kdf })
      await one.create('x')
      const two = new page.Vault({ storage: storage() })
      await two.unlock('x')
      const add = (vault: typeof one, id: string) =>
        vault.update(({ items, ...rest }) => {
          const times = { createdAt: 1, lastUsedAt: undefined }
          const item = {
            kind: 'password',
            id,
            origin: '',
            userName: id,
            password: id,
            ...times,
          } as const
          return { ...rest, items: [...items, item] }
        })
      await Promise.all([add(one, 'a'), add(two, 'b'), add(one, 'c')])
      await one.unlock('x')
      return one.contents.items.map((item) => ('id' in item ? item.id : ''))
    })
    expect(new Set(names)).toEqual(new Set(['a', 'b', 'c']))
  })

  it('keeps passkeys for Node: it offers no place for one', async () => {
    const outcome = await tab.evaluate(async () => {
      const vault = new page.Vault({ storage: page.indexedDbStorage({ name: 'shared' }) })
      await vault.unlock('x')
      const provider = page.vaultProvider({ vault, askPassword: () => Promise.resolve('x') })
      const manager = page.CredentialManager.create({
        platform: page.providerPlatform({
          providers: [provider],
          selector: () => Promise.resolve(undefined),
          caller: { origin: location.origin },
        }),
      })
      const request = new page.CreatePublicKeyCredentialRequest({
        challenge: 'Y2hhbGxlbmdl',
        rp: { id: 'localhost', name: 'Test' },
        user: { id: 'YWRh', name: 'ada', displayName: 'Ada' },
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      })
      return manager.createCredential(request).catch((error: Error) => error.name)
    })
    expect(outcome).toBe('CreateCredentialNoCreateOptionException')
  })

  it('offers no passkey that it could not use: one that came with a file stays where it is', async () => {
    const outcome = await tab.evaluate(async () => {
      const vault = new page.Vault({ storage: page.indexedDbStorage({ name: 'shared' }) })
      await vault.unlock('x')
      const credential = {
        id: 'AAAA',
        rpId: 'localhost',
        userHandle: 'YWRh',
        userName: 'ada',
        userDisplayName: 'Ada',
        algorithm: -7,
        privateKey: new Uint8Array(8),
        discoverable: true,
        signCount: 0,
        backupEligible: true,
        backupState: false,
      } as const
      const times = { createdAt: 1, lastUsedAt: undefined }
      await vault.update(({ items, ...rest }) => ({
        ...rest,
        items: [...items, { kind: 'passkey', credential, hidden: false, ...times }],
      }))
      const provider = page.vaultProvider({ vault, askPassword: () => Promise.resolve('x') })
      const manager = page.CredentialManager.create({
        platform: page.providerPlatform({
          providers: [provider],
          selector: ({ pages }) => Promise.resolve(pages.first?.sections[0]?.choices[0]),
          caller: { origin: location.origin },
        }),
      })
      const option = new page.GetPublicKeyCredentialOption({
        challenge: 'Y2hhbGxlbmdl',
        rpId: 'localhost',
      })
      const ended = await manager
        .getCredential(new page.GetCredentialRequest([option]))
        .catch((error: Error) => error.name)
      return { ended, kept: vault.contents.items.some(({ kind }) => kind === 'passkey') }
    })
    expect(outcome).toEqual({ ended: 'NoCredentialException', kept: true })
  })
})
