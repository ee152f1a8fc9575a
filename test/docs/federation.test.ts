/** The guide to federation: its examples run, against a test issuer. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLatchkey } from '../../src/server/index.ts'
import type { LatchkeyConfig } from '../../src/server/index.ts'
import { ecKey, json, makeToken, openEndpoint } from '../federation/token-issuer.ts'
import type { Endpoint } from '../federation/token-issuer.ts'

const key = ecKey('key-1')
let endpoint: Endpoint
beforeAll(async () => {
  endpoint = await openEndpoint(json({ keys: [key.jwk] }))
})
afterAll(() => endpoint.close())

const settings: LatchkeyConfig = {
  rpId: 'example.com',
  origins: ['https://example.com'],
  database: 'sqlite::memory:',
  secret: randomBytes(32),
  log: () => undefined,
}

// #region issuers
const issuers = {
  google: { clientIds: ['1234.apps.googleusercontent.com'] },
  work: {
    issuer: 'https://login.example.org',
    clientIds: ['latchkey'],
    // Nobody gets an account by signing in: whoever has one links their identity first.
    autoCreate: false,
  },
}
// #endregion

type Fetch = (path: string, init: RequestInit) => Promise<Response>

// #region browser
/** Brings an ID token to the server: `ask` gets it from the issuer, with the nonce in its request. */
async function signInWithIssuer(
  fetch: Fetch,
  issuer: string,
  ask: (nonce: string) => Promise<string>,
): Promise<unknown> {
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`refused: ${(await answer.json()).code}`)
    return answer.json()
  }
  const { nonce } = await post('/auth/federated/options', {})
  const idToken = await ask(nonce)
  return post(`/auth/federated/${issuer}`, { idToken })
}
// #endregion

describe('the examples', () => {
  it('are a configuration', async () => {
    const latchkey = createLatchkey({ ...settings, issuers })
    const { body } = await latchkey.api.federatedOptions()
    expect(body.issuers.map(({ name }) => name)).toEqual(['google', 'work'])
    await latchkey.close()
  })

  it('sign in', async () => {
    const test = {
      issuer: endpoint.origin,
      clientIds: ['client-1'],
      jwksUri: `${endpoint.origin}/keys`,
      insecureLoopback: true,
    }
    const latchkey = createLatchkey({ ...settings, issuers: { test } })
    const cookies: string[] = []
    const browser: Fetch = async (path, init) => {
      const headers = new Headers(init.headers)
      headers.set('origin', 'https://example.com')
      headers.set('cookie', cookies.join('; '))
      const request = new Request(`https://example.com${path}`, { ...init, headers })
      const answer = await latchkey.fetch(request)
      cookies.push(...answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]!))
      return answer
    }
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: endpoint.origin, aud: 'client-1', sub: '7', iat: now, exp: now + 60 }
    const signedIn = await signInWithIssuer(browser, 'test', async (nonce) =>
      makeToken(key, { ...claims, nonce, email: 'ada@example.org' }),
    )
    expect(signedIn).toMatchObject({ account: { username: 'ada' } })
    await latchkey.close()
  })
})
