/**
 * A federated account (FedCM) in a real browser, with an identity provider on loopback.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openSite, type Site, type Visit } from './site.ts'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** What the identity provider does when it is asked for a token. */
type Mood = 'well' | 'refusing'

/** An identity provider: two accounts, and tokens that nobody signed. */
async function openProvider() {
  let mood: Mood = 'well'
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const { origin = '*' } = request.headers
    const json = (value: unknown, status = 200) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
      })
      response.end(JSON.stringify(value))
    }
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      switch (pathname) {
        case '/.well-known/web-identity':
          return json({ provider_urls: [`${address()}/config.json`] })
        case '/config.json':
          return json({
            accounts_endpoint: '/accounts',
            id_assertion_endpoint: '/token',
            login_url: '/login',
          })
        case '/accounts':
          return json({
            accounts: [
              { id: 'ada', name: 'Ada', given_name: 'Ada', email: 'ada@example.com' },
              { id: 'bob', name: 'Bob', given_name: 'Bob', email: 'bob@example.com' },
            ],
          })
        case '/token': {
          if (mood === 'refusing') return json({ error: { code: 'access_denied' } }, 403)
          const form = new URLSearchParams(body)
          const { nonce } = JSON.parse(form.get('params') ?? '{}') as { nonce?: string }
          const account = form.get('account_id')
          const claims = { sub: account, email: `${account}@example.com`, name: account, nonce }
          return json({ token: `${encode({ alg: 'none' })}.${encode(claims)}.` })
        }
      }
      response.setHeader('content-type', 'text/html')
      if (pathname === '/login') {
        response.setHeader('set-login', 'logged-in')
        response.setHeader('set-cookie', 'sid=1; SameSite=Lax; Path=/')
      }
      response.end('<!doctype html><title>provider</title>')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const address = () => `http://localhost:${(server.address() as AddressInfo).port}`
  return { origin: address(), set: (next: Mood) => (mood = next), close: () => server.close() }
}

let provider: Awaited<ReturnType<typeof openProvider>>
let site: Site
let visit: Visit | undefined
beforeAll(async () => {
  ;[provider, site] = await Promise.all([openProvider(), openSite()])
})
afterEach(() => visit?.page.close())
afterAll(async () => {
  await site.close()
  provider.close()
})

/** What the person does with each dialog. */
type Act = { readonly pick: string } | 'dismiss' | 'wait'

/** A page whose visitor is signed in at the identity provider, and acts so on its dialogs. */
async function open(act: Act): Promise<Visit> {
  visit = await site.visit()
  const { page } = visit
  await page.goto(`${provider.origin}/login`)
  await page.goto(site.origin)
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('FedCm.enable', { disableRejectionDelay: true })
  await cdp.send('FedCm.resetCooldown')
  cdp.on('FedCm.dialogShown', ({ dialogId, dialogType, accounts }) => {
    const run = async () => {
      if (dialogType === 'Error') {
        await cdp.send('FedCm.clickDialogButton', { dialogId, dialogButton: 'ErrorGotIt' })
      } else if (act === 'dismiss') await cdp.send('FedCm.dismissDialog', { dialogId })
      else if (act !== 'wait') {
        const accountIndex = accounts.findIndex(({ accountId }) => accountId === act.pick)
        await cdp.send('FedCm.selectAccount', { dialogId, accountIndex })
      }
    }
    // The page may be closed in between.
    run().catch(() => undefined)
  })
  return visit
}

/** Asks for an account of the provider, in its passive way: the other one is not in every browser. */
const ask = async ([configURL, limit]: readonly [string, number]) => {
  const google = new client.GetGoogleIdOption({
    serverClientId: 'client-1',
    nonce: 'n-1',
    configURL,
  })
  const request = new client.GetCredentialRequest([google], {
    preferImmediatelyAvailableCredentials: true,
  })
  const signal = AbortSignal.timeout(limit)
  const outcome = await test.outcome(async () => {
    const { credential } = await test.manager.getCredential(request, { signal })
    const parse = client.customCredentialParsers({
      [client.TYPE_GOOGLE_ID_TOKEN_CREDENTIAL]: client.GoogleIdTokenCredential.createFrom,
    })
    const { id, displayName, idToken } = parse(credential)!
    return { type: credential.type, id, displayName, idToken }
  })
  return outcome
}

describe('a federated account', () => {
  it('is picked, and its token carries the nonce of the server', async () => {
    const { page } = await open({ pick: 'bob' })
    const outcome = await page.evaluate(ask, [`${provider.origin}/config.json`, 8000] as const)
    expect(outcome).toMatchObject({
      ok: true,
      value: {
        type: 'com.google.android.libraries.identity.googleid.TYPE_GOOGLE_ID_TOKEN_CREDENTIAL',
        id: 'bob@example.com',
        displayName: 'bob',
      },
    })
    const { idToken } = (outcome as { value: { idToken: string } }).value
    const claims = JSON.parse(Buffer.from(idToken.split('.')[1]!, 'base64url').toString()) as object
    expect(claims).toMatchObject({ nonce: 'n-1', sub: 'bob' })
  })

  it('is not picked: a browser does not tell why, and neither do we', async () => {
    const { page } = await open('dismiss')
    const outcome = await page.evaluate(ask, [`${provider.origin}/config.json`, 8000] as const)
    expect(outcome).toMatchObject({ name: 'GetCredentialUnknownException', cause: 'NetworkError' })
  })

  it('is refused by its provider, in the provider’s own words', async () => {
    provider.set('refusing')
    const { page } = await open({ pick: 'ada' })
    const outcome = await page.evaluate(ask, [`${provider.origin}/config.json`, 8000] as const)
    provider.set('well')
    expect(outcome).toMatchObject({ name: 'GetCredentialCustomException', type: 'access_denied' })
  })

  it('ends with the caller’s own signal', async () => {
    const { page } = await open('wait')
    const outcome = await page.evaluate(ask, [`${provider.origin}/config.json`, 300] as const)
    expect(outcome).toMatchObject({ name: 'TimeoutError' })
  })
})
