/** Proving once more who is there: for a session, for a purpose, and by nothing weaker than the account has. */
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import type { SignedInMessage } from '../../src/protocol/messages.ts'
import type { PublicKeyCredentialRequestOptionsJSON } from '../../src/protocol/webauthn-json.ts'
import { ENGINES, openSiteOn } from './engines.ts'
import type { EngineSite } from './engines.ts'
import { expectStatus, MINUTE, ORIGIN } from './site.ts'
import type { Visitor } from './site.ts'

const OPTIONS = '/auth/reauthentication/options'
const FINISH = '/auth/reauthentication'
const COOKIE = '__Host-session'
const PASSWORD = 'correct horse battery staple'

let site: EngineSite
afterEach(() => site.close())

interface Proving {
  readonly purpose?: unknown
  /** Who finishes what the visitor began. */
  readonly by?: Visitor
  readonly claimed?: unknown
}

async function answerOf(visitor: Visitor, purpose?: unknown) {
  const options = expectStatus<PublicKeyCredentialRequestOptionsJSON>(
    200,
    await visitor.post(OPTIONS, { ...(purpose !== undefined && { purpose }) }),
  )
  return visitor.get(options)
}

async function prove(visitor: Visitor, { purpose, by = visitor, claimed }: Proving = {}) {
  const answer = await answerOf(visitor, purpose)
  const body = claimed === undefined ? answer : { ...answer, purpose: claimed }
  return by.post<SignedInMessage & { code?: string }>(FINISH, body)
}

/** A finish call with a purpose that was asked for and is claimed again. */
const proveFor = (visitor: Visitor, purpose: unknown) =>
  prove(visitor, { purpose, claimed: purpose })

const held = (visitor: Visitor) => ({ session: visitor.cookies.get(COOKIE) })
const wants = (visitor: Visitor, action: string, parameters?: Record<string, string | number>) =>
  site.latchkey.api.requireProof(held(visitor), { action, parameters })

async function withPassword(name = 'ida'): Promise<Visitor> {
  const visitor = site.browser()
  const body = { username: name, password: PASSWORD }
  expectStatus(200, await visitor.post('/auth/password/registration', body))
  return visitor
}

describe.each(ENGINES)('a re-authentication on %s', (engine) => {
  it('makes a stale session fresh again, under a new token (R72, R88, R101)', async () => {
    site = await openSiteOn(engine)
    const alice = site.browser()
    await alice.signUp('alice')
    site.clock.advance(6 * MINUTE)
    const before = alice.cookies.get(COOKIE)!
    expect((await alice.post('/auth/registration/options', {})).body.code).toBe(
      'reauthentication_required',
    )
    const { status, body } = await prove(alice)
    expect(status).toBe(200)
    expect(body.session).toMatchObject({
      method: 'passkey',
      methods: ['passkey'],
      assurance: 'aal2',
      verifiedAt: new Date(site.clock.wall()).toISOString(),
    })
    expect(alice.cookies.get(COOKIE)).not.toBe(before)
    expect((await alice.post('/auth/registration/options', {})).status).toBe(200)
    const thief = site.browser()
    thief.cookies.set(COOKIE, before)
    expect((await thief.request('GET', '/auth/session')).status).toBe(401)
  })

  it('is good for one use, and only in the session that asked (R18, R27, R97)', async () => {
    site = await openSiteOn(engine)
    const alice = site.browser()
    await alice.signUp('alice')
    const second = site.browser()
    second.authenticator = alice.authenticator
    await second.signIn()
    site.clock.advance(6 * MINUTE)
    const elsewhere = await prove(alice, { by: second })
    expect([elsewhere.status, elsewhere.body.code]).toEqual([401, 'challenge_invalid'])
    const answer = await answerOf(alice)
    expect((await alice.post(FINISH, answer)).status).toBe(200)
    // The session that asked is over: its challenges were bound to it.
    expect((await alice.post(FINISH, answer)).body.code).toBe('challenge_invalid')
    expect((await second.request('DELETE', '/auth/sessions')).body.code).toBe(
      'reauthentication_required',
    )
  })

  it('lets one of many copies through (R27, R29)', async () => {
    site = await openSiteOn(engine)
    const alice = site.browser()
    await alice.signUp('alice')
    const answer = await answerOf(alice)
    const token = alice.cookies.get(COOKIE)!
    const copies = Array.from({ length: 8 }, () => {
      const copy = site.browser()
      copy.cookies.set(COOKIE, token)
      return copy
    })
    const answers = await Promise.all(copies.map((copy) => copy.post(FINISH, answer)))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(new Set(statuses)).toEqual(new Set([200, 401]))
  })

  it('takes no answer to another ceremony, and gives none (R18)', async () => {
    site = await openSiteOn(engine)
    const alice = site.browser()
    await alice.signUp('alice')
    const signIn = await alice.get(await alice.beginSignIn())
    expect((await alice.post(FINISH, signIn)).body.code).toBe('challenge_invalid')
    const reauthentication = await answerOf(alice)
    const crossed = await alice.post('/auth/authentication', reauthentication)
    expect([crossed.status, crossed.body.code]).toEqual([401, 'challenge_invalid'])
  })

  it('looks for its challenge in what was signed, not beside it (R21)', async () => {
    site = await openSiteOn(engine)
    const alice = site.browser()
    await alice.signUp('alice')
    const { response } = await answerOf(alice)
    const { challenge } = JSON.parse(
      Buffer.from(response.clientDataJSON, 'base64url').toString(),
    ) as { challenge: string }
    const other = await alice.get(await alice.beginSignIn())
    const claimed = { ...other, challenge, response: { ...other.response, challenge } }
    expect((await alice.post(FINISH, claimed)).body.code).toBe('challenge_invalid')
  })

  it('takes only a passkey of this account, and its user has to be verified (R58, R60)', async () => {
    site = await openSiteOn(engine, { userVerification: 'discouraged' })
    const alice = site.browser()
    await alice.signUp('alice')
    const mallory = site.browser()
    await mallory.signUp('mallory')
    const own = await mallory.get(await mallory.beginSignIn())
    const { clientDataJSON } = (await answerOf(alice)).response
    const theirs = { ...own, response: { ...own.response, clientDataJSON } }
    expect((await alice.post(FINISH, theirs)).body.code).toBe('authentication_failed')

    const options = expectStatus<PublicKeyCredentialRequestOptionsJSON>(
      200,
      await alice.post(OPTIONS, {}),
    )
    expect(options.userVerification).toBe('required')
    const faults = { authenticatorData: { flags: { uv: false } } }
    const present = await alice.get(options, { faults })
    const refused = await alice.post(FINISH, present)
    expect([refused.status, refused.body.code]).toEqual([401, 'authentication_failed'])
    // R30: verified but refused, so it is used up.
    expect((await alice.post(FINISH, present)).body.code).toBe('challenge_used')
  })

  it('loses against everything that ends its session (R75)', async () => {
    site = await openSiteOn(engine)
    const alice = site.browser()
    await alice.signUp('alice')
    const second = site.browser()
    second.authenticator = alice.authenticator
    await second.signIn()
    const answer = await answerOf(alice)
    expect((await second.request('DELETE', '/auth/sessions')).status).toBe(204)
    expect((await alice.post(FINISH, answer)).body.code).toBe('session_required')
  })
})

describe.each(ENGINES)('a proof for a purpose on %s', (engine) => {
  it('is good for just this action and these parameters, once (R88)', async () => {
    site = await openSiteOn(engine)
    const alice = site.browser()
    await alice.signUp('alice')
    await expect(wants(alice, 'transfer')).rejects.toMatchObject({
      code: 'reauthentication_required',
      details: { methods: ['passkey'] },
    })
    const purpose = { action: 'transfer', parameters: { to: 'bob', amount: 250 } }
    expect((await proveFor(alice, purpose)).status).toBe(200)
    for (const [action, parameters] of [
      ['transfer', { to: 'bob', amount: 251 }],
      ['transfer', { to: 'bob', amount: '250' }],
      ['transfer', { to: 'bob' }],
      ['transfer', undefined],
      ['transfers', { to: 'bob', amount: 250 }],
    ] as const) {
      await expect(wants(alice, action, parameters)).rejects.toMatchObject({
        reason: 'proof_missing',
      })
    }
    const { account } = await wants(alice, 'transfer', { amount: 250, to: 'bob' })
    expect(account.username).toBe('alice')
    await expect(wants(alice, 'transfer', { amount: 250, to: 'bob' })).rejects.toMatchObject({
      code: 'reauthentication_required',
    })
  })

  it('of fifty that use it at once serves one', async () => {
    site = await openSiteOn(engine)
    const alice = site.browser()
    await alice.signUp('alice')
    await proveFor(alice, 'export')
    const uses = await Promise.allSettled(Array.from({ length: 50 }, () => wants(alice, 'export')))
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('may count until it is stale, and not a moment longer', async () => {
    site = await openSiteOn(engine)
    const alice = site.browser()
    await alice.signUp('alice')
    await proveFor(alice, 'export')
    const look = () =>
      site.latchkey.api.requireProof(held(alice), { action: 'export' }, { uses: 'many' })
    await look()
    site.clock.advance(5 * MINUTE)
    await look()
    site.clock.advance(1)
    await expect(look()).rejects.toMatchObject({ code: 'reauthentication_required' })
  })

  it.each([['once'], ['many']] as const)(
    'of a clock that was ahead counts no more once that is right again (%s)',
    async (uses) => {
      site = await openSiteOn(engine)
      const alice = site.browser()
      await alice.signUp('alice')
      await proveFor(alice, 'export')
      site.clock.setWall(-60 * MINUTE)
      await expect(
        site.latchkey.api.requireProof(held(alice), { action: 'export' }, { uses }),
      ).rejects.toMatchObject({ reason: 'proof_missing' })
    },
  )

  it('is made only for what the challenge was sealed for (R18)', async () => {
    site = await openSiteOn(engine)
    const alice = site.browser()
    await alice.signUp('alice')
    const other = await prove(alice, { purpose: 'look', claimed: 'delete everything' })
    expect([other.status, other.body.code]).toEqual([401, 'challenge_invalid'])
    const none = await prove(alice, { claimed: 'delete everything' })
    expect(none.body.code).toBe('challenge_invalid')
    // Proved, but nobody said again what for: the person only.
    expect((await prove(alice, { purpose: 'look' })).status).toBe(200)
    await expect(wants(alice, 'look')).rejects.toMatchObject({ reason: 'proof_missing' })
  })

  it('belongs to its session, and follows it through the next re-authentication (R97)', async () => {
    site = await openSiteOn(engine)
    const alice = site.browser()
    await alice.signUp('alice')
    const second = site.browser()
    second.authenticator = alice.authenticator
    await second.signIn()
    await proveFor(alice, 'export')
    await expect(wants(second, 'export')).rejects.toMatchObject({ reason: 'proof_missing' })
    await proveFor(alice, 'look')
    await wants(alice, 'look')
    await wants(alice, 'export')
  })

  it('is asked of a request, too, and of nobody who is not signed in', async () => {
    site = await openSiteOn(engine)
    const alice = site.browser()
    await alice.signUp('alice')
    await proveFor(alice, 'export')
    const headers = { cookie: `${COOKIE}=${alice.cookies.get(COOKIE)}` }
    const request = new Request(`${ORIGIN}/export`, { headers })
    const { session } = await site.latchkey.api.requireProof(request, { action: 'export' })
    expect(session.assurance).toBe('aal2')
    await expect(site.latchkey.api.requireProof({}, { action: 'export' })).rejects.toMatchObject({
      code: 'session_required',
    })
  })

  it.each([
    ['an empty action', '', '/purpose'],
    ['a number', 5, '/purpose'],
    ['an action that is too long', 'x'.repeat(129), '/purpose'],
    ['no action', { parameters: {} }, '/purpose'],
    ['a parameter that is an object', { action: 'x', parameters: { a: {} } }, '/purpose'],
    [
      'too many parameters',
      {
        action: 'x',
        parameters: Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`p${index}`, 1])),
      },
      '/purpose',
    ],
  ])('refuses %s as purpose', async (_, purpose, pointer) => {
    site = await openSiteOn(engine)
    const alice = site.browser()
    await alice.signUp('alice')
    const { status, body } = await alice.post(OPTIONS, { purpose })
    expect([status, body.code]).toEqual([400, 'invalid_request'])
    expect(body.errors?.[0]?.pointer.startsWith(pointer)).toBe(true)
  })
})

describe.each(ENGINES)('who only knows a password on %s', (engine) => {
  it('proves it with the password, while the account has no passkey (R88)', async () => {
    site = await openSiteOn(engine)
    const ida = await withPassword()
    site.clock.advance(6 * MINUTE)
    const stale = await ida.request('DELETE', '/auth/sessions')
    expect(stale.body).toMatchObject({
      code: 'reauthentication_required',
      methods: ['password'],
    })
    expect((await ida.post(OPTIONS, {})).body.methods).toEqual(['password'])
    const wrong = await ida.post(FINISH, { password: 'wrong horse battery staple' })
    expect([wrong.status, wrong.body.code]).toEqual([401, 'authentication_failed'])
    const right = await ida.post<SignedInMessage>(FINISH, { password: PASSWORD, purpose: 'look' })
    expect(right.body.session).toMatchObject({ method: 'password', assurance: 'aal1' })
    expect((await ida.request('DELETE', '/auth/sessions')).status).toBe(204)
    await wants(ida, 'look')
  })

  it('can neither add nor delete a passkey where there is one (R90)', async () => {
    site = await openSiteOn(engine)
    const ida = await withPassword()
    await ida.addPasskey(ida.authenticator)
    const thief = site.browser()
    expectStatus(
      200,
      await thief.post('/auth/password/authentication', { username: 'ida', password: PASSWORD }),
    )
    const needed = { code: 'reauthentication_required', methods: ['passkey'] }
    for (const visitor of [thief, ida]) {
      expect((await visitor.post('/auth/registration/options', {})).body).toMatchObject(needed)
      expect((await visitor.request('DELETE', '/auth/passkeys/any')).body).toMatchObject(needed)
      expect((await visitor.request('DELETE', '/auth/account')).body).toMatchObject(needed)
    }
    const again = await thief.post(FINISH, { password: PASSWORD })
    expect(again.body).toMatchObject(needed)
    // With the passkey it is another matter, and the session tells of both.
    const proved = await prove(ida)
    expect(proved.body.session).toMatchObject({
      method: 'passkey',
      methods: ['password', 'passkey'],
      assurance: 'aal2',
    })
    await ida.addPasskey(new SoftwareAuthenticator())
  })
})

describe('whoever is asked for a password', () => {
  it('does not prove it with that of an account that has taken the name meanwhile', async () => {
    site = await openSiteOn('SQLite')
    await withPassword('mallory')
    const ida = await withPassword()
    const body = { password: 'another horse, another staple' }
    expectStatus(204, await ida.request('PUT', '/auth/password', { body }))
    const rival = new DatabaseSync(site.database.url.slice('sqlite:'.length))
    try {
      rival.exec(`begin immediate;
        update accounts set username = 'gone', username_key = 'gone' where username = 'ida';
        update accounts set username = 'ida', username_key = 'ida' where username = 'mallory'`)
      const asked = ida.post(FINISH, { password: PASSWORD })
      // Most likely it waits for the lock by then; if it does not, the password is wrong all the same.
      await sleep(20)
      rival.exec('commit')
      expect((await asked).body.code).toBe('authentication_failed')
    } finally {
      rival.close()
    }
  })
})
