/** Who may call what: the authorization matrix, from the router itself (security.md R85, R100). */
import { afterEach, describe, expect, it } from 'vitest'
import type { PasskeysMessage } from '../../src/protocol/messages.ts'
import { ROUTES } from '../../src/protocol/routes.ts'
import type { RouteName } from '../../src/protocol/routes.ts'
import { createRouter, pathOf } from '../../src/server/http/router.ts'
import { databaseFile } from './database.ts'
import type { DatabaseFile } from './database.ts'
import { MINUTE, openSite } from './site.ts'
import type { Site, Visitor } from './site.ts'

let site: Site
let file: DatabaseFile
afterEach(async () => {
  await site?.latchkey.close()
  file?.remove()
})

/** Written by hand, so that a changed table is noticed. */
const MATRIX: Readonly<Record<string, string>> = {
  'POST /auth/authentication/options': 'anonymous',
  'POST /auth/authentication': 'anonymous',
  'POST /auth/registration/options': 'anonymous',
  'POST /auth/registration': 'anonymous',
  'POST /auth/password/registration': 'anonymous',
  'POST /auth/password/authentication': 'anonymous',
  'PUT /auth/password': 'fresh',
  'DELETE /auth/password': 'fresh',
  'POST /auth/federated/options': 'anonymous',
  'POST /auth/federated/:issuer': 'anonymous',
  'GET /auth/identities': 'session',
  'POST /auth/identities': 'fresh',
  'DELETE /auth/identities/:id': 'fresh',
  'GET /auth/session': 'session',
  'GET /auth/email': 'session',
  'PUT /auth/email': 'fresh',
  'DELETE /auth/email': 'fresh',
  'POST /auth/email/confirmation': 'session',
  'POST /auth/email/undo': 'anonymous',
  'POST /auth/email/proof': 'anonymous',
  'GET /auth/recovery/codes': 'fresh',
  'POST /auth/recovery/codes': 'fresh',
  'POST /auth/recovery/options': 'anonymous',
  'POST /auth/recovery': 'anonymous',
  'DELETE /auth/session': 'session',
  'GET /auth/passkeys': 'session',
  'PATCH /auth/passkeys/:id': 'session',
  'DELETE /auth/passkeys/:id': 'fresh',
  'GET /.well-known/webauthn': 'anonymous',
  'GET /.well-known/passkey-endpoints': 'anonymous',
  'GET /.well-known/assetlinks.json': 'anonymous',
  'GET /.well-known/apple-app-site-association': 'anonymous',
  'GET /.well-known/change-password': 'anonymous',
  'GET /healthz': 'anonymous',
  'GET /readyz': 'anonymous',
}

describe('the router', () => {
  it('has exactly the routes of the matrix', () => {
    const served = [...createRouter('/auth').places].flatMap(([path, { methods }]) =>
      [...methods.keys()]
        .filter((method) => method !== 'HEAD')
        .map((method) => `${method} ${path}`),
    )
    expect(new Set(served)).toEqual(new Set(Object.keys(MATRIX)))
  })

  it('has the authorizations of the matrix', () => {
    const table = (Object.keys(ROUTES) as RouteName[]).map((name) => {
      const { method, authorization } = ROUTES[name]
      return [`${method} ${pathOf(name, '/auth')}`, authorization]
    })
    expect(Object.fromEntries(table)).toEqual(MATRIX)
  })
})

type Actor = (name: string) => Promise<Visitor>

async function signedUp(name: string): Promise<Visitor> {
  const visitor = site.browser()
  await visitor.signUp(name)
  return visitor
}

async function withToken(change: (token: string) => string): Promise<Visitor> {
  const visitor = await signedUp('actor')
  visitor.cookies.set('__Host-session', change(visitor.cookies.get('__Host-session')!))
  return visitor
}

const ACTORS: readonly (readonly [string, 'none' | 'stale' | 'fresh', Actor])[] = [
  ['nobody', 'none', async () => site.browser()],
  [
    'an expired session',
    'none',
    async () => {
      const visitor = await signedUp('actor')
      site.clock.advance(24 * 60 * MINUTE)
      return visitor
    },
  ],
  [
    'a revoked session',
    'none',
    async () => {
      const visitor = await signedUp('actor')
      const token = visitor.cookies.get('__Host-session')!
      await visitor.request('DELETE', '/auth/session')
      visitor.cookies.set('__Host-session', token)
      return visitor
    },
  ],
  [
    'a tampered session',
    'none',
    () => withToken((token) => `${token.slice(0, 40)}${'A'.repeat(24)}`),
  ],
  [
    'a session of a disabled account',
    'none',
    async () => {
      const visitor = await signedUp('actor')
      file.run('UPDATE accounts SET disabled = 1')
      return visitor
    },
  ],
  [
    'a stale session',
    'stale',
    async () => {
      const visitor = await signedUp('actor')
      site.clock.advance(6 * MINUTE)
      return visitor
    },
  ],
  ['a fresh session', 'fresh', () => signedUp('actor')],
]

/** What a guarded route is sent, so that nothing but the actor is wrong. */
const BODIES: Partial<Readonly<Record<RouteName, object>>> = {
  renamePasskey: { name: 'x' },
  linkIdentity: { issuer: 'unknown', idToken: 'x' },
  setPassword: { password: 'correct horse battery staple' },
  changeEmail: { address: 'actor@mail.example' },
  confirmEmail: { token: 'x' },
}

/** What whoever may call a route is refused for all the same: what it asks for is not there. */
const REFUSED: Partial<Readonly<Record<RouteName, string>>> = {
  linkIdentity: 'not_found',
  removePassword: 'not_found',
  changeEmail: 'not_found',
  removeEmail: 'not_found',
  confirmEmail: 'authentication_failed',
}

const guarded = (Object.keys(ROUTES) as RouteName[]).filter(
  (name) => ROUTES[name].authorization !== 'anonymous',
)

describe.each(ACTORS)('%s', (_, proof, actor) => {
  it.each(guarded)('at %s', async (name) => {
    file = databaseFile()
    site = openSite({ database: file.url })
    const visitor = await actor('actor')
    const { method, authorization, body } = ROUTES[name]
    const path = pathOf(name, '/auth').replace(':id', 'unknown')
    const answer = await visitor.request(
      method,
      path,
      body === 'json' ? { body: BODIES[name] ?? {} } : {},
    )
    const wanted =
      proof === 'none'
        ? 'session_required'
        : proof === 'stale' && authorization === 'fresh'
          ? 'reauthentication_required'
          : path.endsWith('unknown')
            ? 'not_found'
            : REFUSED[name]
    expect(answer.body?.code).toBe(wanted)
  })
})

describe('the passkey of somebody else (R86, R87)', () => {
  it('is answered like one that does not exist, and stays', async () => {
    file = databaseFile()
    site = openSite({ database: file.url })
    const bob = await signedUp('bob')
    const mallory = await signedUp('mallory')
    const { body } = await bob.request<PasskeysMessage>('GET', '/auth/passkeys')
    const [{ id } = { id: '' }] = body.passkeys
    for (const [method, sent] of [
      ['PATCH', { name: 'mine' }],
      ['DELETE', undefined],
    ] as const) {
      const theirs = await mallory.request(method, `/auth/passkeys/${id}`, { body: sent })
      const none = await mallory.request(method, `/auth/passkeys/${id.toLowerCase()}x`, {
        body: sent,
      })
      const { requestId: _a, ...first } = theirs.body
      const { requestId: _b, ...second } = none.body
      expect(first).toEqual(second)
      expect(first).toMatchObject({ status: 404, code: 'not_found' })
    }
    expect((await bob.request('GET', '/auth/passkeys')).body).toEqual(body)
  })
})
