/** Origin × Sec-Fetch-Site × route (security.md R77–R79, reliability.md S2). */
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { ROUTES } from '../../src/protocol/route-table.ts'
import type { RouteName } from '../../src/protocol/route-table.ts'
import { pathOf } from '../../src/server/http/router.ts'
import { openSite, ORIGIN } from './site.ts'

const site = openSite({ origins: [ORIGIN, 'https://login.example.com:8443'] })
afterAll(() => site.latchkey.close())

const ORIGINS: readonly (readonly [name: string, origin: string | null, allowed: boolean])[] = [
  ['own', ORIGIN, true],
  ['second own', 'https://login.example.com:8443', true],
  ['absent', null, true],
  ['opaque', 'null', false],
  ['other', 'https://evil.example', false],
  ['subdomain', 'https://sub.example.com', false],
  ['parent domain', 'https://com', false],
  ['look-alike', 'https://example.com.evil.example', false],
  ['ending alike', 'https://evilexample.com', false],
  ['another scheme', 'http://example.com', false],
  ['another port', 'https://example.com:8443', false],
  ['the default port', 'https://example.com:443', false],
  ['capitals', 'https://EXAMPLE.com', false],
  ['a trailing dot', 'https://example.com.', false],
  ['a slash', 'https://example.com/', false],
  ['a user', 'https://example.com@evil.example', false],
  ['two at once', `${ORIGIN} https://evil.example`, false],
  ['empty', '', false],
]
const SITES = ['same-origin', 'same-site', 'cross-site', 'none', null] as const

const changing = (Object.keys(ROUTES) as RouteName[]).filter(
  (name) => ROUTES[name].method !== 'GET',
)
const reading = (Object.keys(ROUTES) as RouteName[]).filter((name) => ROUTES[name].method === 'GET')

function send(
  name: RouteName,
  headers: Readonly<Record<string, string | null>>,
): Promise<Response> {
  const { method, body } = ROUTES[name]
  const given = Object.entries({
    ...headers,
    ...(body === 'json' && { 'content-type': 'application/json' }),
  })
  const present = given.filter((entry): entry is [string, string] => entry[1] !== null)
  const init = { method, headers: present, ...(body === 'json' && { body: '[]' }) }
  const path = pathOf(name, '/auth').replace(/:\w+/, 'some-id')
  return site.latchkey.fetch(new Request(`${ORIGIN}${path}`, init))
}

async function isCrossSite(response: Response): Promise<boolean> {
  const { code } = (await response.json()) as { code: string }
  return response.status === 403 && code === 'cross_site_request'
}

describe.each(changing)('%s', (name) => {
  it.each(ORIGINS)('with the origin %s', async (_, origin, allowed) => {
    for (const fetchSite of SITES) {
      for (const cookie of [null, '__Host-session=x']) {
        const response = await send(name, { origin, 'sec-fetch-site': fetchSite, cookie })
        const inFrom =
          origin === null
            ? fetchSite === 'same-origin' || (fetchSite === null && cookie === null)
            : allowed
        expect(await isCrossSite(response), `${fetchSite} ${cookie}`).toBe(!inFrom)
      }
    }
  })

  it('says nothing about itself to other origins (R79)', async () => {
    const { headers } = await send(name, { origin: 'https://evil.example' })
    expect([...headers.keys()].filter((key) => key.startsWith('access-control-'))).toEqual([])
  })
})

describe.each(reading)('%s', (name) => {
  it('may be asked from anywhere, for it changes nothing', async () => {
    const answer = await send(name, {
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
    })
    expect(answer.status).not.toBe(403)
    expect([...answer.headers.keys()].filter((key) => key.startsWith('access-control-'))).toEqual(
      [],
    )
  })
})

describe('a preflight', () => {
  afterEach(() => site.log.splice(0))
  it('is granted to nobody', async () => {
    const headers = { origin: ORIGIN, 'access-control-request-method': 'POST' }
    const request = new Request(`${ORIGIN}/auth/authentication`, { method: 'OPTIONS', headers })
    const response = await site.latchkey.fetch(request)
    expect(response.status).toBe(405)
    expect(response.headers.has('access-control-allow-origin')).toBe(false)
  })
})
