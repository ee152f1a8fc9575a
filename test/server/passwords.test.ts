/** Passwords over HTTP, on every database (security.md R102–R109, R113, R115). */
import { hash as argon2id } from '@node-rs/argon2'
import { afterEach, describe, expect, it } from 'vitest'
import type { PasskeysMessage, SignedInMessage } from '../../src/protocol/messages.ts'
import type { PasswordSignedInMessage } from '../../src/protocol/password-messages.ts'
import type { Problem } from '../../src/protocol/problem.ts'
import type { PublicKeyCredentialCreationOptionsJSON } from '../../src/protocol/webauthn-json.ts'
import type { LatchkeyConfig } from '../../src/server/config.ts'
import { ENGINES, openSiteOn } from './engines.ts'
import type { EngineSite } from './engines.ts'
import { expectStatus, MINUTE } from './site.ts'
import type { Answer, Visitor } from './site.ts'

const PASSWORD = 'velvet otter lamp'
const OTHER = 'kelp quartz ribbon'
const WRONG = 'not the password'

let site: EngineSite
afterEach(() => site?.close())

const register = (visitor: Visitor, username: string, password = PASSWORD) =>
  visitor.post<PasswordSignedInMessage & Problem>('/auth/password/registration', {
    username,
    password,
  })
const signIn = (visitor: Visitor, username: string, password = PASSWORD) =>
  visitor.post<PasswordSignedInMessage & Problem>('/auth/password/authentication', {
    username,
    password,
  })
const setPassword = (visitor: Visitor, password: string) =>
  visitor.request('PUT', '/auth/password', { body: { password } })
const reasons = () => site.log.map(({ reason }) => reason).filter((reason) => reason !== undefined)

/** What a stranger can see of an answer. */
function visible({ status, body, headers }: Answer<Problem>) {
  const { requestId: _, ...rest } = body
  return { status, rest, headers: [...headers.keys()] }
}

describe.each(ENGINES)('on %s', (engine) => {
  const open = async (change: Partial<LatchkeyConfig> = {}) => {
    site = await openSiteOn(engine, change)
  }

  describe('signing up and in', () => {
    it('makes an account, and lets it in again with the password alone', async () => {
      await open()
      const up = await register(site.browser(), 'marina')
      expect(up).toMatchObject({
        status: 200,
        body: { account: { username: 'marina' }, session: { method: 'password' } },
      })
      const back = site.browser()
      const { account, session } = expectStatus(200, await signIn(back, 'MARINA'))
      expect([account.id, session.method]).toEqual([up.body.account.id, 'password'])
      const who = await back.request<SignedInMessage>('GET', '/auth/session')
      expect(who.body.account).toEqual(account)
      expect(up.text + who.text).not.toContain(PASSWORD)
    })

    it('R104 takes another form of the same text', async () => {
      await open()
      await register(site.browser(), 'marina', 'ﬁancée velvet otter')
      const answer = await signIn(site.browser(), 'marina', 'fiance\u0301e velvet otter')
      expect(answer.status).toBe(200)
    })

    it('R104 counts every character of it, up to the last', async () => {
      await open()
      const long = `velvet\0otter${'lamp qz'.repeat(34)}!`
      expect(expectStatus(200, await register(site.browser(), 'marina', long))).toBeDefined()
      const answers = [long, `${long.slice(0, -1)}?`, 'velvet', long.replace('\0', '')]
      const statuses: number[] = []
      for (const one of answers) statuses.push((await signIn(site.browser(), 'marina', one)).status)
      expect(statuses).toEqual([200, 401, 401, 401])
    })

    it('serves an app, which keeps its token itself (R83)', async () => {
      await open()
      const app = site.app()
      const { headers } = await register(app, 'marina')
      expect(headers.get('set-cookie')).toBe(null)
      expect(app.token).toMatch(/^[\w-]{64}$/)
      const who = await app.request<SignedInMessage>('GET', '/auth/session')
      expect(who.body.account.username).toBe('marina')
    })

    it('R72 ends the session that was there before, and takes no chosen one over', async () => {
      await open()
      const visitor = site.browser()
      await register(visitor, 'marina')
      const before = visitor.cookies.get('__Host-session')!
      await signIn(visitor, 'marina')
      expect(visitor.cookies.get('__Host-session')).not.toBe(before)
      const thief = site.browser()
      thief.cookies.set('__Host-session', before)
      expect((await thief.request('GET', '/auth/session')).body.code).toBe('session_required')
    })

    it('refuses a name that is taken, also by the slower of two at once (E18)', async () => {
      await open()
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => register(site.browser(), 'marina')),
      )
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
        200,
        ...Array(7).fill(409),
      ])
      expect((await register(site.browser(), 'Ｍarina')).body.code).toBe('username_taken')
    })

    it.each([
      ['too short', 'velvet otter l', 'too_short'],
      ['too long', 'velvet otter lamp qzj '.repeat(12), 'too_long'],
      ['far too long', 'velvet otter'.repeat(100), 'too_long'],
      ['common', 'Password12345678', 'blocked'],
      ['the own name', 'marina velvet otter', 'blocked'],
      ['half a character', `velvet otter lamp\ud800`, 'not_well_formed'],
      ['a number', 123_456_789_012_345, 'wrong_type'],
      ['absent', undefined, 'missing'],
    ])('R104, R105 refuses a password that is %s (E9, E25)', async (_, password, code) => {
      await open()
      const answer = await site
        .browser()
        .post('/auth/password/registration', { username: 'marina', password })
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
      expect(answer.body.errors).toEqual([{ pointer: '/password', code }])
    })

    it('is closed with the sign-up', async () => {
      await open({ signUp: 'closed' })
      expect((await register(site.browser(), 'marina')).body.code).toBe('session_required')
    })
  })

  describe('what is wrong', () => {
    it('R107 gets one answer, whatever it is; only the log tells', async () => {
      await open()
      await register(site.browser(), 'marina')
      await register(site.browser(), 'disabled')
      await register(site.browser(), 'switched-off')
      await site.browser().signUp('passkey-only')
      await site.database.run("update accounts set disabled = 1 where username = 'disabled'")
      await site.database.run(
        "update passwords set switched_off = 'owner' where account_id = (select id from accounts where username = 'switched-off')",
      )
      site.log.length = 0
      const answers: Answer<Problem>[] = []
      for (const [name, password] of [
        ['marina', WRONG],
        ['nobody', PASSWORD],
        ['disabled', PASSWORD],
        ['switched-off', PASSWORD],
        ['passkey-only', PASSWORD],
      ] as const) {
        answers.push(await signIn(site.browser(), name, password))
      }
      const [first, ...rest] = answers.map(visible)
      expect(first).toMatchObject({ status: 401, rest: { code: 'authentication_failed' } })
      for (const answer of rest) expect(answer).toEqual(first)
      const expected = [
        'wrong_password',
        'account_unknown',
        'account_disabled',
        'password_off_by_owner',
        'password_missing',
      ]
      expect(reasons()).toEqual(expected)
      const audit = await site.database.rows(
        "select reason from audit_events where outcome = 'refused' order by at, reason",
      )
      expect(audit.map(({ reason }) => reason)).toEqual(expected.toSorted())
    })

    it('R109 is everything when passwords are off', async () => {
      await open({ passwords: 'off' })
      const visitor = site.browser()
      await visitor.signUp('marina')
      expect((await signIn(site.browser(), 'nobody')).body.code).toBe('authentication_failed')
      expect((await signIn(site.browser(), 'marina')).body.code).toBe('authentication_failed')
      expect((await register(site.browser(), 'other')).body.code).toBe('session_required')
      expect((await setPassword(visitor, PASSWORD)).body.code).toBe('not_found')
      expect(reasons()).toContain('passwords_off')
    })

    it('R108 never gets a password into the log', async () => {
      await open()
      await register(site.browser(), 'marina')
      await register(site.browser(), 'CanaryName', 'canary short')
      await signIn(site.browser(), 'marina', 'canary wrong password')
      await signIn(site.browser(), 'canary as a name', 'x')
      expect(JSON.stringify(site.log).toLowerCase()).not.toMatch(/canary|argon2|velvet/)
      const audit = JSON.stringify(await site.database.rows('select * from audit_events'))
      expect(audit.toLowerCase()).not.toMatch(/canary|argon2|velvet/)
    })

    it('R78 is a sign-in that another site sent (E21)', async () => {
      await open()
      await register(site.browser(), 'marina')
      const answer = await site.browser().request('POST', '/auth/password/authentication', {
        body: { username: 'marina', password: PASSWORD },
        headers: { origin: 'https://evil.example' },
      })
      expect(answer.body.code).toBe('cross_site_request')
    })
  })

  describe('what every route of passwords refuses first', () => {
    it.each([
      ['POST', '/auth/password/registration'],
      ['POST', '/auth/password/authentication'],
      ['PUT', '/auth/password'],
    ])('at %s %s (E2–E4, E7, E8, E21)', async (method, path) => {
      await open({ bodyLimit: 1024 })
      const visitor = site.browser()
      const raw = JSON.stringify({ username: 'marina', password: PASSWORD })
      const code = async (options: Parameters<Visitor['request']>[2], verb = method) =>
        (await visitor.request(verb, path, options)).body.code
      expect(await code({ raw }, 'PATCH')).toBe('method_not_allowed')
      expect(await code({ raw, headers: { 'content-type': 'text/plain' } })).toBe(
        'unsupported_media_type',
      )
      expect(await code({ raw, headers: { 'content-encoding': 'gzip' } })).toBe(
        'unsupported_media_type',
      )
      expect(await code({ raw: raw.padEnd(1025) })).toBe('body_too_large')
      expect(await code({ raw: `\ufeff${raw}` })).toBe('malformed_json')
      expect(await code({ raw: '[]' })).toBe('invalid_request')
      expect(await code({ raw, headers: { origin: 'https://sub.example.com' } })).toBe(
        'cross_site_request',
      )
      const elsewhere = new Request(`https://elsewhere.example${path}`, { method })
      const answer = await site.latchkey.fetch(elsewhere)
      expect(answer.status).toBe(421)
    })
  })

  describe('the own password', () => {
    it('is set, and ends every other session (R75, R106)', async () => {
      await open()
      const [here, there] = [site.browser(), site.browser()]
      await here.signUp('marina')
      there.authenticator = here.authenticator
      await there.signIn()
      expect((await setPassword(here, PASSWORD)).status).toBe(204)
      expect((await here.request('GET', '/auth/session')).status).toBe(200)
      expect((await there.request('GET', '/auth/session')).status).toBe(401)
      expect((await signIn(site.browser(), 'marina')).status).toBe(200)
    })

    it('is changed by whoever has just shown it, and the old one opens nothing', async () => {
      await open()
      const here = site.browser()
      await register(here, 'marina')
      expect((await setPassword(here, OTHER)).status).toBe(204)
      expect((await signIn(site.browser(), 'marina')).status).toBe(401)
      expect((await signIn(site.browser(), 'marina', OTHER)).status).toBe(200)
    })

    it.each([
      ['too_short', 'short'],
      ['blocked', 'marina marina marina'],
    ])('is refused when it is bad: %s (E25)', async (code, password) => {
      await open()
      const here = site.browser()
      await register(here, 'marina')
      const answer = await setPassword(here, password)
      expect(answer.body.errors).toEqual([{ pointer: '/password', code }])
    })

    it('R88, R89 is left alone by a session that has shown nothing lately (E20)', async () => {
      await open()
      const here = site.browser()
      await register(here, 'marina')
      site.clock.advance(6 * MINUTE)
      for (const answer of [
        await setPassword(here, OTHER),
        await here.request('DELETE', '/auth/password'),
      ]) {
        expect(answer.body).toMatchObject({
          code: 'reauthentication_required',
          methods: ['password'],
        })
      }
    })

    it('R90 neither changes itself nor adds a passkey where there is a passkey', async () => {
      await open()
      const owner = site.browser()
      await owner.signUp('marina')
      await setPassword(owner, PASSWORD)
      const thief = site.browser()
      const signedIn = expectStatus(200, await signIn(thief, 'marina'))
      expect(signedIn.conditionalCreate).toBe(undefined)
      for (const answer of [
        await setPassword(thief, OTHER),
        await thief.request('DELETE', '/auth/password'),
        await thief.post('/auth/registration/options', {}),
        await thief.post('/auth/registration/options', { mediation: 'conditional' }),
      ]) {
        expect(answer.body).toMatchObject({
          code: 'reauthentication_required',
          methods: ['passkey'],
        })
      }
    })

    it('R90 adds no passkey to an account that has got one since its options were asked for', async () => {
      await open()
      const owner = site.browser()
      await register(owner, 'marina')
      const thief = site.browser()
      await signIn(thief, 'marina')
      const options = await thief.post<PublicKeyCredentialCreationOptionsJSON>(
        '/auth/registration/options',
        {},
      )
      const response = await thief.create(expectStatus(200, options))
      await owner.addPasskey()
      const late = await thief.post('/auth/registration', response)
      expect(late.status).toBe(403)
      expect(late.body).toMatchObject({
        code: 'reauthentication_required',
        methods: ['passkey'],
      })
      const { body: kept } = await owner.request<PasskeysMessage>('GET', '/auth/passkeys')
      expect(kept.passkeys).toHaveLength(1)
    })

    it('R92 is not taken away when it is the last way in (E23), and once when it is not', async () => {
      await open()
      const here = site.browser()
      await register(here, 'marina')
      const last = await here.request('DELETE', '/auth/password')
      expect([last.status, last.body.code]).toEqual([409, 'last_sign_in_method'])
      await here.addPasskey(here.authenticator)
      await here.signIn()
      expect((await here.request('DELETE', '/auth/password')).status).toBe(204)
      expect((await here.request('DELETE', '/auth/password')).body.code).toBe('not_found')
      expect((await signIn(site.browser(), 'marina')).status).toBe(401)
    })

    it('R92 leaves one of two ways to 50 that take both away at once', async () => {
      await open({ limits: { finishesPerMinute: 1000 } })
      const here = site.browser()
      await here.signUp('marina')
      await setPassword(here, PASSWORD)
      const { body } = await here.request<PasskeysMessage>('GET', '/auth/passkeys')
      const [{ id } = { id: '' }] = body.passkeys
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, turn) =>
          here.request('DELETE', turn % 2 === 0 ? '/auth/password' : `/auth/passkeys/${id}`),
        ),
      )
      expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
      const [{ count } = { count: 0 }] = await site.database.rows(
        'select (select count(*) from passwords) + (select count(*) from credentials where deleted_at is null) as count',
      )
      expect(Number(count)).toBe(1)
    })

    it('is one of those that were set at once, and no other', async () => {
      await open()
      const here = site.browser()
      await register(here, 'marina')
      const passwords = Array.from({ length: 6 }, (_, turn) => `${OTHER} ${turn}`)
      const answers = await Promise.all(passwords.map((one) => setPassword(here, one)))
      expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(204))
      const opened: number[] = []
      for (const one of passwords) {
        opened.push((await signIn(site.browser(), 'marina', one)).status)
        site.clock.advance(MINUTE)
      }
      expect(opened.filter((status) => status === 200)).toHaveLength(1)
    })

    it('R102 is hashed anew with the next sign-in, once more is asked for', async () => {
      await open({ passwords: { memory: 20_480 } })
      await register(site.browser(), 'marina')
      const weak = await argon2id(PASSWORD, { memoryCost: 12_288, timeCost: 3, parallelism: 1 })
      await site.database.run(`update passwords set hash = '${weak}'`)
      const stored = async () => {
        const [row] = await site.database.rows('select hash from passwords')
        return String(row!['hash'])
      }
      expect((await signIn(site.browser(), 'marina', WRONG)).status).toBe(401)
      expect(await stored()).toBe(weak)
      expect((await signIn(site.browser(), 'marina')).status).toBe(200)
      const strong = await stored()
      expect(strong).toMatch(/^\$argon2id\$v=19\$m=20480,t=2,p=1\$[^$]{22}\$[^$]{43}$/)
      expect((await signIn(site.browser(), 'marina')).status).toBe(200)
      expect(await stored()).toBe(strong)
    })
  })

  describe('the queue (R103)', () => {
    it('refuses what does not fit (E28) without counting it, and passkeys do not wait', async () => {
      await open({ passwords: { waiting: 0, threads: 1 } })
      const owner = site.browser()
      await owner.signUp('owner')
      await register(site.browser(), 'marina')
      await signIn(site.browser(), 'marina')
      const flood = Array.from({ length: 20 }, (_, turn) => signIn(site.browser(), `name-${turn}`))
      const passkey = await owner.trySignIn()
      expect(passkey.status).toBe(200)
      const answers = await Promise.all(flood)
      const refused = answers.filter(({ status }) => status === 503)
      expect(refused.length).toBeGreaterThan(0)
      for (const { body, headers } of refused) {
        expect(body.code).toBe('unavailable')
        expect(headers.get('retry-after')).toBe('3')
      }
      const counted = await site.database.rows(
        'select count(*) as count from limits where count > 0',
      )
      const failed = answers.filter(({ status }) => status === 401)
      expect(Number(counted[0]!['count'])).toBe(failed.length * 4)
    })
  })

  it('is all there is in the programming interface, too', async () => {
    await open()
    const { api } = site.latchkey
    const { session = '' } = await api.registerWithPassword({
      username: 'marina',
      password: PASSWORD,
    })
    await api.setPassword({ password: OTHER }, { session })
    const again = await api.authenticateWithPassword({ username: 'marina', password: OTHER })
    expect(again.body.account.username).toBe('marina')
    const wrong = api.authenticateWithPassword({ username: 'marina', password: PASSWORD })
    await expect(wrong).rejects.toMatchObject({ code: 'authentication_failed' })
    const last = api.removePassword({ session: again.session! })
    await expect(last).rejects.toMatchObject({ code: 'last_sign_in_method' })
  })
})
