/** A PostgreSQL server that stops at once, seen over HTTP: refused politely, then served again (F3). */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PostgresServer } from '../store/postgres-server.ts'
import { openSite } from './site.ts'
import type { Site } from './site.ts'

let server: PostgresServer
let site: Site
beforeAll(async () => {
  server = await PostgresServer.start()
  site = openSite({ database: server.url })
})
afterAll(async () => {
  await site.latchkey.close()
  await server.stop()
})

it('answers 503 with Retry-After while the database is away, and signs in when it is back', async () => {
  const visitor = site.browser()
  await visitor.signUp('alice')
  const assertion = await visitor.get(await visitor.beginSignIn())
  await server.crash()
  const refused = await visitor.post('/auth/authentication', assertion)
  expect([refused.status, refused.body.code]).toEqual([503, 'unavailable'])
  expect(refused.headers.get('retry-after')).toMatch(/^\d+$/)
  expect(refused.headers.getSetCookie()).toEqual([])
  expect((await visitor.request('GET', '/readyz')).status).toBe(503)
  await server.restart()
  await expect.poll(async () => (await visitor.request('GET', '/readyz')).status).toBe(200)
  // Nothing was consumed while nothing could be written.
  const signedIn = await visitor.post('/auth/authentication', assertion)
  expect(signedIn.status).toBe(200)
})
