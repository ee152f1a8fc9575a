/** Access tokens, read by a stranger: jose with the published keys. */
import { randomBytes } from 'node:crypto'
import { createLocalJWKSet, jwtVerify } from 'jose'
import type { JSONWebKeySet } from 'jose'
import { afterEach, describe, expect, it } from 'vitest'
import type { AccessTokenMessage } from '../../src/protocol/account-messages.ts'
import type { SignedInMessage } from '../../src/protocol/messages.ts'
import type { LatchkeyConfig } from '../../src/server/config.ts'
import { openSite, ORIGIN } from './site.ts'
import type { Site, Visitor } from './site.ts'

const audience = 'https://api.example.com'

let site: Site
afterEach(() => site.latchkey.close())

async function signedUp(change: Partial<LatchkeyConfig> = {}): Promise<Visitor> {
  site = openSite({ accessTokens: { audience }, ...change })
  const visitor = site.browser()
  await visitor.signUp('ana')
  return visitor
}

const token = async (visitor: Visitor) =>
  (await visitor.request<AccessTokenMessage>('POST', '/auth/session/token')).body

async function verify({ accessToken }: AccessTokenMessage, expected: object = {}) {
  const { body } = await site.app().request<JSONWebKeySet>('GET', '/.well-known/jwks.json')
  const currentDate = new Date(site.clock.wall())
  const options = { issuer: ORIGIN, audience, typ: 'at+jwt', currentDate, ...expected }
  return jwtVerify(accessToken, createLocalJWKSet(body), options)
}

describe('an access token', () => {
  it('says who is signed in, to a service that knows only the keys', async () => {
    const visitor = await signedUp()
    const { body } = await visitor.request<SignedInMessage>('GET', '/auth/session')
    const made = await token(visitor)
    expect(made).toMatchObject({ tokenType: 'Bearer', expiresIn: 300 })
    const { payload, protectedHeader } = await verify(made)
    const at = site.clock.wall() / 1000
    expect(protectedHeader).toEqual({ alg: 'EdDSA', kid: '1', typ: 'at+jwt' })
    expect(payload).toMatchObject({
      sub: body.account.id,
      sid: body.session.id,
      client_id: 'example.com',
      amr: ['passkey'],
      acr: 'aal2',
      auth_time: at,
      iat: at,
      exp: at + 300,
    })
    expect((await token(visitor)).accessToken).not.toBe(made.accessToken)
  })

  it('holds nothing that is a secret here: it opens no route', async () => {
    const { accessToken } = await token(await signedUp())
    const app = site.app()
    app.token = accessToken
    const { status, body } = await app.request('GET', '/auth/session')
    expect([status, body.code]).toEqual([401, 'session_required'])
  })

  it('ends, and with its session at the latest', async () => {
    const visitor = await signedUp({ sessions: { idle: 60_000, absolute: 120_000 } })
    const made = await token(visitor)
    expect(made.expiresIn).toBe(120)
    site.clock.advance(121_000)
    await expect(verify(made)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' })
    expect((await visitor.request('POST', '/auth/session/token')).status).toBe(401)
  })

  it('is for its audience alone', async () => {
    const made = await token(await signedUp())
    await expect(verify(made, { audience: 'https://other.example' })).rejects.toMatchObject({
      code: 'ERR_JWT_CLAIM_VALIDATION_FAILED',
    })
  })

  it('is proved across a rotation of the secret: the next key is known before it is used', async () => {
    const [first, second] = [randomBytes(32), randomBytes(32)]
    const before = await token(
      await signedUp({
        secret: [
          { id: 1, value: first },
          { id: 2, value: second, state: 'verify-only' },
        ],
      }),
    )
    const { body: known } = await site.app().request<JSONWebKeySet>('GET', '/.well-known/jwks.json')
    expect(known.keys.map(({ kid }) => kid)).toEqual(['1', '2'])
    await site.latchkey.close()
    const after = await token(
      await signedUp({
        secret: [
          { id: 1, value: first, state: 'verify-only' },
          { id: 2, value: second },
        ],
      }),
    )
    const set = createLocalJWKSet(known)
    const currentDate = new Date(site.clock.wall())
    for (const { accessToken } of [before, after]) {
      await expect(jwtVerify(accessToken, set, { audience, currentDate })).resolves.toBeDefined()
    }
    await expect(verify(before)).resolves.toBeDefined()
  })

  it('publishes no private half', async () => {
    await signedUp()
    const { text } = await site.app().request('GET', '/.well-known/jwks.json')
    expect(text).not.toMatch(/"d":/)
  })

  it('is not there unless configured', async () => {
    site = openSite()
    const visitor = site.browser()
    await visitor.signUp('ana')
    expect((await visitor.request('POST', '/auth/session/token')).status).toBe(404)
    expect((await visitor.request('GET', '/.well-known/jwks.json')).status).toBe(404)
  })
})
