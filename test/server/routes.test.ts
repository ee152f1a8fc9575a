/** Who may call what: the authorization matrix, walked from the router itself (security.md R85, R100). */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import type { SessionsMessage } from '../../src/protocol/account-messages.ts'
import type { PasskeysMessage } from '../../src/protocol/messages.ts'
import { ROUTES } from '../../src/protocol/route-table.ts'
import type { RouteName } from '../../src/protocol/route-table.ts'
import { createRouter, pathOf } from '../../src/server/http/router.ts'
import { ENGINES, openSiteOn } from './engines.ts'
import type { EngineSite } from './engines.ts'
import { INNER_ROWS, ROWS } from './route-rows.ts'
import { MINUTE } from './site.ts'
import type { Visitor } from './site.ts'

const COOKIE = '__Host-session'

let site: EngineSite | undefined
afterEach(async () => {
  await site?.close()
  site = undefined
})

const routeOf = (name: RouteName) => `${ROUTES[name].method} ${pathOf(name, '/auth')}`
const names = Object.keys(ROUTES) as RouteName[]

describe('the router', () => {
  it('has exactly the routes of the rows, and no route lacks one (R85)', () => {
    const served = [...createRouter('/auth').places].flatMap(([path, { methods }]) =>
      [...methods.keys()]
        .filter((method) => method !== 'HEAD')
        .map((method) => `${method} ${path}`),
    )
    expect(new Set(served)).toEqual(new Set(Object.keys(ROWS)))
  })

  it('asks of everybody what the rows say', () => {
    const table = names.map((name) => [routeOf(name), ROUTES[name].authorization])
    const rows = Object.entries(ROWS).map(([route, { who }]) => [route, who])
    expect(Object.fromEntries(table)).toEqual(Object.fromEntries(rows))
  })

  it('counts calls as the rows say (R148)', () => {
    const table = names.map((name) => [routeOf(name), ROUTES[name].limit])
    const rows = Object.entries(ROWS).map(([route, { limit }]) => [route, limit])
    expect(Object.fromEntries(table)).toEqual(Object.fromEntries(rows))
  })

  it('has a bad body for every route that takes one', () => {
    for (const name of names) {
      const { malformed } = ROWS[routeOf(name)]!
      // Making recovery codes takes a body that says nothing.
      const takesNothing = routeOf(name) === 'POST /auth/recovery/codes'
      const wanted = ROUTES[name].body === 'json' && !takesNothing
      expect([name, malformed !== undefined]).toEqual([name, wanted])
    }
  })
})

type Actor = (site: EngineSite) => Promise<Visitor>

async function signedUp(place: EngineSite, name = 'actor'): Promise<Visitor> {
  const visitor = place.browser()
  await visitor.signUp(name)
  return visitor
}

/** The same person in another browser, who does something to the first one's session. */
async function elsewhere(place: EngineSite, visitor: Visitor): Promise<Visitor> {
  const other = place.browser()
  other.authenticator = visitor.authenticator
  await other.signIn()
  return other
}

const ACTORS: readonly (readonly [string, 'none' | 'stale' | 'fresh', Actor])[] = [
  ['nobody', 'none', async (place) => place.browser()],
  [
    'an expired session',
    'none',
    async (place) => {
      const visitor = await signedUp(place)
      place.clock.advance(24 * 60 * MINUTE)
      return visitor
    },
  ],
  [
    'a session that was signed out',
    'none',
    async (place) => {
      const visitor = await signedUp(place)
      const token = visitor.cookies.get(COOKIE)!
      await visitor.request('DELETE', '/auth/session')
      visitor.cookies.set(COOKIE, token)
      return visitor
    },
  ],
  [
    'a session that was ended from elsewhere',
    'none',
    async (place) => {
      const visitor = await signedUp(place)
      const other = await elsewhere(place, visitor)
      await other.request('DELETE', '/auth/sessions')
      return visitor
    },
  ],
  [
    'a tampered session',
    'none',
    async (place) => {
      const visitor = await signedUp(place)
      const token = visitor.cookies.get(COOKIE)!
      visitor.cookies.set(COOKIE, `${token.slice(0, 40)}${'A'.repeat(24)}`)
      return visitor
    },
  ],
  [
    'a session of a disabled account',
    'none',
    async (place) => {
      const visitor = await signedUp(place)
      await place.database.run('UPDATE accounts SET disabled = 1')
      return visitor
    },
  ],
  [
    'a session of a deleted account',
    'none',
    async (place) => {
      const visitor = await signedUp(place)
      const other = await elsewhere(place, visitor)
      await other.request('DELETE', '/auth/account')
      return visitor
    },
  ],
  [
    'a stale session',
    'stale',
    async (place) => {
      const visitor = await signedUp(place)
      place.clock.advance(6 * MINUTE)
      return visitor
    },
  ],
  ['a fresh session', 'fresh', (place) => signedUp(place)],
]

const guarded = Object.entries(ROWS).filter(([, { who }]) => who !== 'anonymous')

/** Sends a body to a route, `METHOD /path`. */
function call(visitor: Visitor, route: string, body: unknown, id = 'unknown') {
  const [method = '', path = ''] = route.split(' ')
  const whole = path.replace(':id', id).replace(':issuer', 'unknown')
  const name = names.find((one) => routeOf(one) === route)!
  const sent = ROUTES[name].body === 'json' ? { body: body ?? {} } : {}
  return visitor.request(method, whole, sent)
}

describe.each(ENGINES)('on %s', (engine) => {
  describe.each(ACTORS)('%s (R100)', (_, proof, actor) => {
    const cases = [
      ...guarded.map(([route, { body, who, refusal }]) => ({
        what: route,
        route,
        body,
        who,
        refusal,
      })),
      ...INNER_ROWS.map(([what, route, body, who]) => {
        // Its account has nothing but a passkey, and that stays.
        return { what, route, body, who, refusal: undefined }
      }),
    ]
    // Whoever is refused changes nothing: one site serves all of those rows.
    let shared: { readonly site: EngineSite; readonly visitor: Visitor } | undefined
    afterAll(() => shared?.site.close())
    const meet = async () => {
      const place = await openSiteOn(engine)
      return { site: place, visitor: await actor(place) }
    }
    it.each(cases)('$what', async ({ route, body, who, refusal }) => {
      const isRefused = proof === 'none' || (proof === 'stale' && who === 'fresh')
      const met = isRefused ? (shared ??= await meet()) : await meet()
      if (met !== shared) site = met.site
      const { visitor } = met
      const answer = await call(visitor, route, body)
      const wanted =
        proof === 'none'
          ? 'session_required'
          : proof === 'stale' && who === 'fresh'
            ? 'reauthentication_required'
            : refusal
      expect(answer.body?.code).toBe(wanted)
    })
  })

  describe('bodies', () => {
    let place: EngineSite
    let visitor: Visitor
    beforeAll(async () => {
      place = await openSiteOn(engine)
      visitor = await signedUp(place)
    })
    afterAll(() => place.close())

    it.each(Object.entries(ROWS).filter(([, { malformed }]) => malformed !== undefined))(
      'are malformed at %s (E8, E9)',
      async (route, { malformed }) => {
        const answer = await call(visitor, route, malformed)
        expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
        const [method = '', path = ''] = route.split(' ')
        const broken = await visitor.request(method, path.replace(/:\w+/, 'x'), { raw: '{"a":' })
        expect([broken.status, broken.body.code]).toEqual([400, 'malformed_json'])
      },
    )
  })

  describe('what belongs to somebody else (R86, R87)', () => {
    const owned: readonly (readonly [string, unknown, (owner: Visitor) => Promise<string>])[] = [
      ['PATCH /auth/passkeys/:id', { name: 'mine' }, firstPasskey],
      ['DELETE /auth/passkeys/:id', undefined, firstPasskey],
      ['DELETE /auth/sessions/:id', undefined, firstSession],
    ]

    it.each(owned)(
      'is answered at %s like what is not there, and stays',
      async (route, sent, idOf) => {
        site = await openSiteOn(engine)
        const bob = await signedUp(site, 'bob')
        await bob.addPasskey(new SoftwareAuthenticator())
        const mallory = await signedUp(site, 'mallory')
        await mallory.addPasskey(new SoftwareAuthenticator())
        const before = [
          (await bob.request('GET', '/auth/passkeys')).text,
          (await bob.request('GET', '/auth/sessions')).text,
        ]
        const id = await idOf(bob)
        const theirs = await call(mallory, route, sent, id)
        const none = await call(mallory, route, sent, `${id.slice(0, -2)}AA`)
        const { requestId: _a, ...first } = theirs.body
        const { requestId: _b, ...second } = none.body
        expect(first).toEqual(second)
        expect(first).toMatchObject({ status: 404, code: 'not_found' })
        expect([
          (await bob.request('GET', '/auth/passkeys')).text,
          (await bob.request('GET', '/auth/sessions')).text,
        ]).toEqual(before)
      },
    )

    it('is not even looked for by a stale session (R3)', async () => {
      site = await openSiteOn(engine)
      const bob = await signedUp(site, 'bob')
      site.clock.advance(6 * MINUTE)
      const alice = await signedUp(site, 'alice')
      for (const id of [await firstSession(alice), await firstSession(bob), 'unknown']) {
        const { body } = await call(bob, 'DELETE /auth/sessions/:id', undefined, id)
        expect(body.code).toBe('reauthentication_required')
      }
    })
  })
})

async function firstPasskey(owner: Visitor): Promise<string> {
  const { body } = await owner.request<PasskeysMessage>('GET', '/auth/passkeys')
  return body.passkeys[0]!.id
}

async function firstSession(owner: Visitor): Promise<string> {
  const { body } = await owner.request<SessionsMessage>('GET', '/auth/sessions')
  return body.sessions[0]!.id
}
