/** The example of docs/sessions.md about access tokens. */
import { randomBytes } from 'node:crypto'
import { createLocalJWKSet, jwtVerify } from 'jose'
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose'
import { expect, it } from 'vitest'
import { openSite, ORIGIN } from '../server/site.ts'

// #region verify
/** In another service: who calls, by `createRemoteJWKSet(new URL('https://example.com/.well-known/jwks.json'))`. */
async function callerOf(accessToken: string, keys: JWTVerifyGetKey): Promise<string | undefined> {
  const { payload } = await jwtVerify(accessToken, keys, {
    issuer: 'https://example.com',
    audience: 'https://api.example.com',
    typ: 'at+jwt',
  })
  return payload.sub
}
// #endregion

it('a service knows who calls', async () => {
  const clock = { wall: () => Date.now(), monotonic: () => performance.now() }
  const accessTokens = { audience: 'https://api.example.com' }
  const site = openSite({ accessTokens, clock, secret: randomBytes(32) })
  const visitor = site.browser()
  const { account } = await visitor.signUp('ana')
  const { body } = await visitor.request<{ accessToken: string }>('POST', '/auth/session/token')
  const { body: keys } = await site.app().request<JSONWebKeySet>('GET', '/.well-known/jwks.json')
  expect(ORIGIN).toBe('https://example.com')
  expect(await callerOf(body.accessToken, createLocalJWKSet(keys))).toBe(account.id)
  await site.latchkey.close()
})
