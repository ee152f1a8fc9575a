/** Getting back into an account: security.md R128–R132, R134. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PasskeysMessage, SignedInMessage } from '../../src/protocol/messages.ts'
import { ROUTES } from '../../src/protocol/route-table.ts'
import type { RouteName } from '../../src/protocol/route-table.ts'
import { pathOf } from '../../src/server/http/router.ts'
import { RECOVERY_ROUTES } from '../../src/server/recovery/limited-session.ts'
import { ENGINES, openSiteOn } from './engines.ts'
import type { EngineSite } from './engines.ts'
import { openMailServer, until } from './mail-server.ts'
import type { MailServer } from './mail-server.ts'
import { askForLink, makeCodes, recover, someone } from './recovery-people.ts'
import { expectStatus, MINUTE } from './site.ts'
import type { Visitor } from './site.ts'

let mail: MailServer
let site: EngineSite
beforeAll(async () => {
  mail = await openMailServer()
})
afterAll(() => mail.close())

const lastReason = () => site.log.findLast(({ outcome }) => outcome === 'refused')?.reason

/** Why it was refused inside (R5); outside it has to look like everything else that is wrong. */
async function whyRefused(
  answer: Promise<{ readonly status: number; readonly body: unknown }>,
): Promise<string | undefined> {
  const { status, body } = await answer
  const { code } = body as { readonly code?: string }
  return status === 401 && code === 'authentication_failed' ? lastReason() : `${status} ${code}`
}

describe.each(ENGINES)('recovery on %s', (engine) => {
  beforeEach(async () => {
    mail.mails.length = 0
    const limits = { mailsPerHour: 20 }
    const config = { mail: { url: mail.url, from: 'Example <hello@example.com>' }, limits }
    site = await openSiteOn(engine, config)
  })
  afterEach(() => site.close())

  it('R128 lets in with a link and a code, and a new passkey ends it', async () => {
    const { address, codes } = await someone(site, mail)
    const lost = site.browser()
    const { token, subject, text } = await askForLink(lost, mail, { username: 'alice', address })
    expect(subject).toBe('Get back into your account at example.com')
    // R16: a token in the fragment is sent to nobody.
    expect(text).toContain(`https://example.com/recover#token=${token}\n`)
    const { session } = expectStatus(200, await recover(lost, { token, code: codes[0]! }))
    expect(session.method).toBe('recovery')
    const { session: full } = await lost.addPasskey(lost.authenticator)
    expect(full?.method).toBe('passkey')
    const { body } = await lost.request<PasskeysMessage>('GET', '/auth/passkeys')
    // R131: the other passkeys stay.
    expect(body.passkeys).toHaveLength(2)
    await lost.request('DELETE', '/auth/session')
    expect((await lost.signIn()).account.username).toBe('alice')
  })

  it('R128 needs both while the account has a passkey, and uses neither up alone', async () => {
    const { address, codes } = await someone(site, mail)
    const lost = site.browser()
    const { token } = await askForLink(lost, mail, { username: 'alice', address })
    expect(await whyRefused(recover(lost, { token }))).toBe('second_factor_missing')
    expect(await whyRefused(recover(lost, { code: codes[0]! }))).toBe('second_factor_missing')
    expect(await whyRefused(recover(lost, {}))).toBe('nothing_proved')
    expectStatus(200, await recover(lost, { token, code: codes[0]! }))
  })

  it('R128 takes either where there is no passkey', async () => {
    const { visitor, address, codes } = await someone(site, mail)
    const password = 'correct horse battery staple'
    expectStatus(204, await visitor.request('PUT', '/auth/password', { body: { password } }))
    const { body } = await visitor.request<PasskeysMessage>('GET', '/auth/passkeys')
    const id = body.passkeys[0]!.id
    expectStatus(204, await visitor.request('DELETE', `/auth/passkeys/${id}`))
    const lost = site.browser()
    const { token } = await askForLink(lost, mail, { username: 'alice', address })
    expect((await recover(lost, { token })).status).toBe(200)
    expect((await recover(site.browser(), { code: codes[1]! })).status).toBe(200)
  })

  it('R129 shows ten codes once, and keeps only what nobody can use', async () => {
    const { visitor, codes } = await someone(site, mail)
    expect(new Set(codes).size).toBe(10)
    for (const code of codes) expect(code).toMatch(/^(?:[0-9a-hjkmnp-tv-z]{4}-){6}[0-9a-z]{4}$/)
    expect((await visitor.request('GET', '/auth/recovery/codes')).body).toEqual({ left: 10 })
    const kept = JSON.stringify(await site.database.rows('SELECT * FROM recovery_codes'))
    for (const code of codes) expect(kept).not.toContain(code.slice(0, 9))
  })

  it('R129 takes a code however it was typed, once; new codes void the old ones', async () => {
    const { visitor, address, codes } = await someone(site, mail)
    const typed = ` ${codes[0]!.toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O')} `
    const lost = site.browser()
    const first = await askForLink(lost, mail, { username: 'alice', address })
    expectStatus(200, await recover(lost, { token: first.token, code: typed }))
    const second = await askForLink(lost, mail, { username: 'alice', address })
    expect(await whyRefused(recover(lost, { token: second.token, code: codes[0]! }))).toBe(
      'code_wrong',
    )
    await visitor.signIn()
    await makeCodes(visitor)
    expect(await whyRefused(recover(lost, { token: second.token, code: codes[1]! }))).toBe(
      'code_wrong',
    )
  })

  it('R130 lets many at once use one link and one code for one session', async () => {
    const { address, codes } = await someone(site, mail)
    const lost = site.browser()
    const { token } = await askForLink(lost, mail, { username: 'alice', address })
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        // Even with another code each, the link is there once.
        recover(lost, { token, code: codes[index % 2]! }),
      ),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(
      await site.database.rows("SELECT id FROM sessions WHERE method = 'recovery'"),
    ).toHaveLength(1)
  })

  it('R130 takes no code together with a link that is none', async () => {
    const { codes } = await someone(site, mail)
    const proof = { token: 'none', code: codes[0]! }
    expect(await whyRefused(recover(site.browser(), proof))).toBe('token_unknown')
  })

  it('R130 refuses a link in another browser, and it stays good in its own', async () => {
    const { address, codes } = await someone(site, mail)
    const lost = site.browser()
    const { token } = await askForLink(lost, mail, { username: 'alice', address })
    const proof = { token, code: codes[0]! }
    expect(await whyRefused(recover(site.browser(), proof))).toBe('token_of_other_browser')
    const other = site.browser()
    await other.beginSignIn()
    expect(await whyRefused(recover(other, proof))).toBe('token_of_other_browser')
    expectStatus(200, await recover(lost, proof))
  })

  it('R130 voids the older link', async () => {
    const { address, codes } = await someone(site, mail)
    const lost = site.browser()
    const older = await askForLink(lost, mail, { username: 'alice', address })
    const newer = await askForLink(lost, mail, { username: 'alice', address })
    expect(await whyRefused(recover(lost, { token: older.token, code: codes[0]! }))).toBe(
      'token_unknown',
    )
    expectStatus(200, await recover(lost, { token: newer.token, code: codes[0]! }))
  })

  it('R130 lets a link live for 15 minutes, in a browser that does other things meanwhile', async () => {
    const { address, codes } = await someone(site, mail)
    const lost = site.browser()
    const { token } = await askForLink(lost, mail, { username: 'alice', address })
    site.clock.advance(14 * MINUTE)
    await lost.beginSignIn()
    expectStatus(200, await recover(lost, { token, code: codes[0]! }))
    const late = await askForLink(lost, mail, { username: 'alice', address })
    site.clock.advance(15 * MINUTE)
    expect(await whyRefused(recover(lost, { token: late.token, code: codes[1]! }))).toBe(
      'token_unknown',
    )
  })

  it('R130 does nothing on GET, whoever follows links', async () => {
    const { address, codes } = await someone(site, mail)
    const lost = site.browser()
    const { token } = await askForLink(lost, mail, { username: 'alice', address })
    for (const path of [`/auth/recovery?token=${token}`, '/auth/recovery', '/auth/email/undo']) {
      expect((await site.browser().request('GET', path)).status).toBe(405)
    }
    expectStatus(200, await recover(lost, { token, code: codes[0]! }))
  })

  it('R130 does not take a link for something else', async () => {
    const { visitor, codes } = await someone(site, mail)
    const body = { address: 'new@mail.example' }
    expectStatus(204, await visitor.request('PUT', '/auth/email', { body }))
    const { token } = await mail.linkTo('new@mail.example')
    const proof = { token, code: codes[0]! }
    expect(await whyRefused(recover(visitor, proof))).toBe('token_of_other_purpose')
  })

  it('R131 ends every session, tells the owner, and keeps the address for a day', async () => {
    const told: string[] = []
    await site.close()
    site = await openSiteOn(engine, {
      mail: { url: mail.url, from: 'hello@example.com' },
      limits: { mailsPerHour: 20 },
      hooks: { notice: ({ kind }) => void told.push(kind) },
    })
    const { visitor, address, codes } = await someone(site, mail)
    const lost = site.browser()
    const { token } = await askForLink(lost, mail, { username: 'alice', address })
    expectStatus(200, await recover(lost, { token, code: codes[0]! }))
    expect((await visitor.request('GET', '/auth/session')).status).toBe(401)
    await until(() => mail.mails.some(({ subject }) => subject.includes('was recovered')))
    const notice = mail.mails.find(({ subject }) => subject.includes('was recovered'))!
    expect(notice.text).toContain('Somebody got back into the account alice')
    expect(told).toContain('recovery_used')
    await lost.addPasskey()
    const body = { address: 'thief@mail.example' }
    const refused = await lost.request('PUT', '/auth/email', { body })
    expect([refused.status, lastReason()]).toEqual([429, 'recovered_lately'])
    expect(refused.headers.get('retry-after')).toBe(String(24 * 3600))
    site.clock.advance(23 * 60 * MINUTE)
    await visitor.signIn()
    site.clock.advance(60 * MINUTE)
    await visitor.signIn()
    expectStatus(204, await visitor.request('PUT', '/auth/email', { body }))
  })

  it('R131 gives the session of a recovery 15 minutes', async () => {
    const { address, codes } = await someone(site, mail)
    const lost = site.browser()
    const { token } = await askForLink(lost, mail, { username: 'alice', address })
    expectStatus(200, await recover(lost, { token, code: codes[0]! }))
    site.clock.advance(14 * MINUTE)
    expectStatus(200, await lost.request('GET', '/auth/session'))
    expectStatus(200, await lost.post('/auth/registration/options', {}))
    site.clock.advance(MINUTE)
    expect((await lost.request('GET', '/auth/session')).status).toBe(401)
  })

  it('R131 lets a new password make the session whole, too', async () => {
    const { address, codes } = await someone(site, mail)
    const lost = site.browser()
    const { token } = await askForLink(lost, mail, { username: 'alice', address })
    expectStatus(200, await recover(lost, { token, code: codes[0]! }))
    const limited = lost.cookies.get('__Host-session')
    const body = { password: 'correct horse battery staple' }
    expectStatus(204, await lost.request('PUT', '/auth/password', { body }))
    const { session } = expectStatus(
      200,
      await lost.request<SignedInMessage>('GET', '/auth/session'),
    )
    expect(session.method).toBe('password')
    lost.cookies.set('__Host-session', limited!)
    expect((await lost.request('GET', '/auth/session')).status).toBe(401)
  })

  it('R132 lets five wrong codes void a link, and none of them is a second factor', async () => {
    const { address, codes } = await someone(site, mail)
    const lost = site.browser()
    const { token } = await askForLink(lost, mail, { username: 'alice', address })
    // Neither the link itself nor the code of somebody else counts as the code.
    const bob = await someone(site, mail, 'bob')
    const wrong = [token, bob.codes[0]!, 'nonsense', '', codes[0]!.slice(1)]
    for (const code of wrong) {
      const { status } = await recover(lost, { token, code: code === '' ? '-' : code })
      expect(status).toBe(401)
    }
    expect(await whyRefused(recover(lost, { token, code: codes[0]! }))).toBe('token_unknown')
    const { token: bobs } = await askForLink(lost, mail, { username: 'bob', address: bob.address })
    expectStatus(200, await recover(lost, { token: bobs, code: bob.codes[0]! }))
  })

  it('refuses an account that was disabled after the mail', async () => {
    const { address, codes } = await someone(site, mail)
    const lost = site.browser()
    const { token } = await askForLink(lost, mail, { username: 'alice', address })
    await site.database.run('UPDATE accounts SET disabled = 1')
    expect(await whyRefused(recover(lost, { token, code: codes[0]! }))).toBe('account_disabled')
  })

  it('keeps no token and no code where a reader of the database could use it', async () => {
    const { address } = await someone(site, mail)
    const { token } = await askForLink(site.browser(), mail, { username: 'alice', address })
    const kept = JSON.stringify(await site.database.rows('SELECT * FROM mail_tokens'))
    expect(kept).not.toContain(token)
    expect(JSON.stringify(site.log)).not.toContain(token)
    expect(JSON.stringify(site.log)).not.toContain(address)
  })
})

describe('the session of a recovery', () => {
  const guarded = (Object.keys(ROUTES) as RouteName[]).filter(
    (name) => ROUTES[name].authorization !== 'anonymous',
  )
  let lost: Visitor
  beforeEach(async () => {
    mail.mails.length = 0
    const config = { mail: { url: mail.url, from: 'Example <hello@example.com>' } }
    site = await openSiteOn('SQLite', config)
    const { address, codes } = await someone(site, mail)
    lost = site.browser()
    const { token } = await askForLink(lost, mail, { username: 'alice', address })
    expectStatus(200, await recover(lost, { token, code: codes[0]! }))
  })
  afterEach(() => site.close())

  it.each(guarded.filter((name) => !RECOVERY_ROUTES.has(name)))(
    'R131 cannot use %s',
    async (name) => {
      const { method, body } = ROUTES[name]
      const path = pathOf(name, '/auth').replace(':id', 'unknown')
      // Shapes come before freshness, so each gets what it asks for.
      const given = {
        name: 'x',
        address: 'a@mail.example',
        token: 'x',
        displayName: 'x',
        password: 'x',
        issuer: 'x',
        idToken: 'x',
        purpose: 'x',
      }
      const answer = await lost.request(method, path, body === 'json' ? { body: given } : {})
      expect(answer.body).toMatchObject({ code: 'reauthentication_required', methods: [] })
      expect(lastReason()).toBe('recovery_session')
    },
  )

  it('R131 is nobody to an app that asks who is signed in', async () => {
    const cookie = `__Host-session=${lost.cookies.get('__Host-session')}`
    const request = new Request('https://example.com/app', { headers: { cookie } })
    expect(await site.latchkey.api.authenticate(request)).toBeUndefined()
  })

  it('R131 cannot make a restore credential', async () => {
    const answer = await lost.post('/auth/registration/options', { kind: 'restore' })
    expect(answer.status).toBeGreaterThanOrEqual(400)
  })
})
