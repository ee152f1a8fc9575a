/** Signing in with ID tokens over HTTP, on every database (security.md R118–R127). */
import { afterEach, describe, expect, it } from 'vitest'
import type { IdentitiesMessage, IdentityMessage } from '../../src/protocol/federation-messages.ts'
import type { SignedInMessage } from '../../src/protocol/messages.ts'
import type { Problem } from '../../src/protocol/problem.ts'
import { issuersCommand } from '../../src/cli/issuers.ts'
import { UsageError } from '../../src/cli/usage.ts'
import { createLatchkey } from '../../src/server/latchkey.ts'
import { ENGINES } from '../server/engines.ts'
import { expectStatus, MINUTE, ORIGIN, Visitor } from '../server/site.ts'
import type { Answer } from '../server/site.ts'
import { key, openFederatedSite } from './federated-site.ts'
import type { FederatedSite } from './federated-site.ts'
import { ecKey, json, makeToken } from './token-issuer.ts'

let site: FederatedSite
afterEach(() => site?.close())

const seconds = () => Math.floor(site.clock.wall() / 1000)
const reasonOf = () => site.log.findLast(({ outcome }) => outcome === 'refused')?.reason

/** The wire code and the reason that only the log knows. */
function refusal(answer: Answer<Problem>): readonly unknown[] {
  return [answer.status, answer.body.code, reasonOf()]
}

async function identities(visitor: Visitor): Promise<readonly IdentityMessage[]> {
  const answer = await visitor.request<IdentitiesMessage>('GET', '/auth/identities')
  return expectStatus(200, answer).identities
}

describe.each(ENGINES)('a federated sign-in on %s', (engine) => {
  it('makes an account the first time, and finds it by issuer and subject ever after (R122)', async () => {
    site = await openFederatedSite(engine)
    const first = await site.signIn(site.browser(), { email: 'ada@example.org', name: 'Ada L.' })
    expect(first).toMatchObject({
      account: { username: 'ada', displayName: 'Ada L.' },
      session: { method: 'federated', verifiedAt: null },
    })
    const again = await site.signIn(site.browser(), { email: 'other@example.org', name: 'X' })
    expect(again.account).toEqual(first.account)
    const other = await site.signIn(site.browser(), { sub: 'person-2', email: 'ada@example.org' })
    expect(other.account.id).not.toBe(first.account.id)
    expect(other.account.username).toMatch(/^ada-[a-z\d]{3}$/)
  })

  it('keeps the session in the cookie, and works for an app in its headers', async () => {
    site = await openFederatedSite(engine)
    const browser = site.browser()
    const { session } = await site.signIn(browser)
    const read = await browser.request<SignedInMessage>('GET', '/auth/session')
    expect(read.body.session.id).toBe(session.id)
    const app = site.app()
    await site.signIn(app, { azp: 'app-1' })
    expect(app.token).toHaveLength(64)
    expect((await app.request('GET', '/auth/session')).status).toBe(200)
  })

  it('ends the session it replaces (R72)', async () => {
    site = await openFederatedSite(engine)
    const browser = site.browser()
    await site.signIn(browser)
    const former = browser.cookies.get('__Host-session')!
    await site.signIn(browser)
    expect(browser.cookies.get('__Host-session')).not.toBe(former)
    browser.cookies.set('__Host-session', former)
    expect((await browser.request('GET', '/auth/session')).body.code).toBe('session_required')
  })

  it.each([
    ['without auth_time', undefined, null],
    ['a minute ago', 60, 60],
    ['a minute ago, to a fraction of a millisecond', 59.9996, 60],
    ['five minutes ago', 300, 300],
    ['longer ago', 301, null],
  ])('is fresh proof only when the issuer says since when: %s (R88)', async (_, ago, fresh) => {
    site = await openFederatedSite(engine)
    const { session } = await site.signIn(site.browser(), {
      ...(ago !== undefined && { auth_time: seconds() - ago }),
    })
    const since = fresh === null ? null : new Date((seconds() - fresh) * 1000).toISOString()
    expect(session.verifiedAt).toBe(since)
  })

  it('makes no account when that is off, and uses the nonce up (E26, R30)', async () => {
    site = await openFederatedSite(engine, { issuer: { autoCreate: false } })
    const visitor = site.browser()
    const idToken = site.token(await site.nonce(visitor))
    const refused = await visitor.post('/auth/federated/test', { idToken })
    expect(refusal(refused)).toEqual([403, 'account_not_linked', 'account_not_linked'])
    const replayed = await visitor.post('/auth/federated/test', { idToken })
    expect(refusal(replayed)).toEqual([401, 'challenge_used', 'challenge_used'])
    expect(await site.database.rows('SELECT id FROM accounts')).toEqual([])
  })

  it('makes no account when sign-up is closed (E26)', async () => {
    site = await openFederatedSite(engine, { signUp: 'closed' })
    expect(refusal(await site.bring(site.browser()))).toEqual([
      403,
      'account_not_linked',
      'account_not_linked',
    ])
  })

  it('lets nobody into a disabled account (E14)', async () => {
    site = await openFederatedSite(engine)
    await site.signIn(site.browser())
    await site.database.run('UPDATE accounts SET disabled = 1')
    const refused = await site.bring(site.browser())
    expect(refusal(refused)).toEqual([401, 'authentication_failed', 'account_disabled'])
  })

  it('of the same person ten times at once makes one account (R122)', async () => {
    site = await openFederatedSite(engine)
    const visitors = Array.from({ length: 10 }, () => site.browser())
    const signedIn = await Promise.all(visitors.map((visitor) => site.signIn(visitor)))
    expect(new Set(signedIn.map(({ account }) => account.id)).size).toBe(1)
    expect(await site.database.rows('SELECT id FROM accounts')).toHaveLength(1)
    expect(await site.database.rows('SELECT id FROM identities')).toHaveLength(1)
  })

  it('writes nothing until a token comes (R17)', async () => {
    site = await openFederatedSite(engine)
    await site.nonce(site.browser())
    const before = await site.database.countRows()
    for (let times = 0; times < 20; times++) await site.nonce(site.browser())
    expect(await site.database.countRows()).toBe(before)
  })
})

describe.each(ENGINES)('the nonce on %s (R121)', (engine) => {
  it('is good once: of 20 copies at once one gets a session', async () => {
    site = await openFederatedSite(engine)
    const visitor = site.browser()
    const idToken = site.token(await site.nonce(visitor))
    const copies = Array.from({ length: 20 }, () => {
      const copy = site.browser()
      copy.cookies.set('__Host-ceremony', visitor.cookies.get('__Host-ceremony')!)
      return copy.post('/auth/federated/test', { idToken })
    })
    const statuses = (await Promise.all(copies)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(statuses.filter((status) => status === 401)).toHaveLength(19)
  })

  it.each<readonly [string, (nonce: string) => unknown, string, string]>([
    ['none', () => undefined, 'authentication_failed', 'nonce_missing'],
    ['null', () => null, 'authentication_failed', 'nonce_missing'],
    ['a list', (nonce) => [nonce], 'authentication_failed', 'nonce_missing'],
    ['an empty one', () => '', 'challenge_invalid', 'challenge_malformed'],
    ['one of the client’s own', () => 'n-0S6_WzA2Mj', 'challenge_invalid', 'challenge_malformed'],
    ['a longer one', (nonce) => `${nonce}A`, 'challenge_invalid', 'challenge_malformed'],
    [
      'a padded one',
      (nonce) => `${nonce.slice(0, -1)}=`,
      'challenge_invalid',
      'challenge_malformed',
    ],
    [
      'a forged one',
      (nonce) => `${nonce.slice(0, -8)}AAAAAAAA`,
      'challenge_invalid',
      'challenge_tag_mismatch',
    ],
    [
      'a forged random part',
      (nonce) => `${nonce.slice(0, 20)}AAAA${nonce.slice(24)}`,
      'challenge_invalid',
      'challenge_tag_mismatch',
    ],
  ])('%s is refused', async (_, change, code, reason) => {
    site = await openFederatedSite(engine)
    const visitor = site.browser()
    const nonce = change(await site.nonce(visitor))
    const answer = await visitor.post('/auth/federated/test', {
      idToken: site.token('', { nonce }),
    })
    expect(refusal(answer)).toEqual([401, code, reason])
  })

  it('of the request body does not count', async () => {
    site = await openFederatedSite(engine)
    const visitor = site.browser()
    const nonce = await site.nonce(visitor)
    const idToken = site.token('mine')
    const answer = await visitor.post('/auth/federated/test', { idToken, nonce })
    expect(refusal(answer)).toEqual([401, 'challenge_invalid', 'challenge_malformed'])
  })

  it('belongs to the browser that asked', async () => {
    site = await openFederatedSite(engine)
    const [asker, other, stranger] = [site.browser(), site.browser(), site.browser()]
    const idToken = site.token(await site.nonce(asker))
    await site.nonce(other)
    const elsewhere = await other.post('/auth/federated/test', { idToken })
    expect(refusal(elsewhere)).toEqual([401, 'challenge_invalid', 'challenge_tag_mismatch'])
    const without = await stranger.post('/auth/federated/test', { idToken })
    expect(refusal(without)).toEqual([401, 'challenge_invalid', 'ceremony_secret_missing'])
    expect((await asker.post('/auth/federated/test', { idToken })).status).toBe(200)
  })

  it('expires after six minutes', async () => {
    site = await openFederatedSite(engine)
    const visitor = site.browser()
    const nonce = await site.nonce(visitor)
    site.clock.advance(6 * MINUTE)
    const answer = await visitor.post('/auth/federated/test', { idToken: site.token(nonce) })
    expect(refusal(answer)).toEqual([401, 'challenge_expired', 'challenge_expired'])
  })

  it('is no challenge of a passkey, and the other way round', async () => {
    site = await openFederatedSite(engine)
    const visitor = site.browser()
    await visitor.signUp('alice')
    const { challenge } = await visitor.beginSignIn()
    const answer = await visitor.post('/auth/federated/test', { idToken: site.token(challenge) })
    expect(refusal(answer)).toEqual([401, 'challenge_invalid', 'challenge_of_other_ceremony'])
    const options = { ...(await visitor.beginSignIn()), challenge: await site.nonce(visitor) }
    const passkey = await visitor.post('/auth/authentication', await visitor.get(options))
    expect(refusal(passkey)).toEqual([401, 'challenge_invalid', 'challenge_of_other_ceremony'])
  })

  it('is not used up by a token that nobody signed (R30)', async () => {
    site = await openFederatedSite(engine)
    const visitor = site.browser()
    const nonce = await site.nonce(visitor)
    const claims = {
      iss: site.issuer.origin,
      aud: 'client-1',
      sub: 'x',
      nonce,
      iat: seconds(),
      exp: seconds() + 9,
    }
    const idToken = makeToken(ecKey('key-1'), claims)
    const forged = await visitor.post('/auth/federated/test', { idToken })
    expect(refusal(forged)).toEqual([401, 'authentication_failed', 'token_signature'])
    const answer = await visitor.post('/auth/federated/test', { idToken: site.token(nonce) })
    expect(answer.status).toBe(200)
  })
})

describe('the route (R118, R127)', () => {
  it.each([
    ['no token', {}, 'missing'],
    ['a number', { idToken: 1 }, 'wrong_type'],
    ['null', { idToken: null }, 'wrong_type'],
    ['an empty token', { idToken: '' }, 'too_short'],
    ['a token of 17 kB', { idToken: 'x'.repeat(17_000) }, 'too_long'],
  ])('refuses %s by its shape (E9)', async (_, body, code) => {
    site = await openFederatedSite()
    const answer = await site.browser().post('/auth/federated/test', body)
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '/idToken', code }],
    })
  })

  it('knows the issuers that are configured, and no others (E22)', async () => {
    site = await openFederatedSite()
    const visitor = site.browser()
    const idToken = site.token(await site.nonce(visitor))
    for (const name of ['google', 'Test', '__proto__', 'constructor', '%2e%2e']) {
      const answer = await visitor.post(`/auth/federated/${name}`, { idToken })
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found'])
    }
    expect((await visitor.request('GET', '/auth/federated/test')).body.code).toBe(
      'method_not_allowed',
    )
  })

  it('takes no token of another issuer (R118)', async () => {
    site = await openFederatedSite()
    const refused = await site.bring(site.browser(), { iss: 'https://issuer.example' })
    expect(refusal(refused)).toEqual([401, 'authentication_failed', 'token_issuer'])
    const forOthers = await site.bring(site.browser(), { aud: 'client-3' })
    expect(refusal(forOthers)).toEqual([401, 'authentication_failed', 'token_audience'])
    // Nobody asked for keys: such tokens are refused before.
    expect(site.issuer.asked).toEqual([])
  })

  it('says nothing about why a token is refused (E14)', async () => {
    site = await openFederatedSite()
    const answers = [
      await site.bring(site.browser(), { aud: 'x' }),
      await site.bring(site.browser(), { exp: 1 }),
      await site.browser().post('/auth/federated/test', { idToken: 'x' }),
    ]
    const bodies = answers.map(({ text }) => text.replace(/"requestId":"[^"]+"/, ''))
    expect(new Set(bodies).size).toBe(1)
  })

  it('names the issuers that are enabled', async () => {
    site = await openFederatedSite()
    const { body } = await site.browser().post('/auth/federated/options', {})
    expect(body).toEqual({
      nonce: expect.stringMatching(/^[\w-]{78}$/) as string,
      issuers: [{ name: 'test', issuer: site.issuer.origin, clientId: 'client-1' }],
    })
  })

  it('refuses a disabled issuer at once (R127)', async () => {
    site = await openFederatedSite()
    const visitor = site.browser()
    await site.signIn(visitor)
    const config = {
      rpId: 'example.com',
      origins: [ORIGIN],
      database: site.database.url,
      secret: crypto.getRandomValues(new Uint8Array(32)),
      clock: site.clock,
      log: () => undefined,
    }
    const issuer = {
      issuer: site.issuer.origin,
      clientIds: ['client-1'],
      jwksUri: `${site.issuer.origin}/keys`,
      insecureLoopback: true,
      enabled: false,
    }
    const disabled = createLatchkey({ ...config, issuers: { test: issuer } })
    const late = new Visitor(disabled, 'browser')
    late.cookies.set('__Host-session', visitor.cookies.get('__Host-session')!)
    const options = await late.post<{ nonce: string; issuers: unknown }>(
      '/auth/federated/options',
      {},
    )
    expect(options.body.issuers).toEqual([])
    const idToken = site.token(options.body.nonce)
    const answer = await late.post('/auth/federated/test', { idToken })
    expect([answer.status, answer.body.code]).toEqual([401, 'authentication_failed'])
    expect((await late.request('GET', '/auth/session')).status).toBe(200)
    await disabled.close()
  })

  it('has those sessions ended by the operator’s command (R127)', async () => {
    site = await openFederatedSite()
    const [visitor, other] = [site.browser(), site.browser()]
    await site.signIn(visitor)
    await other.signUp('alice')
    const said: string[] = []
    const print = (line: string) => void said.push(line)
    const world = { environment: {}, print, remark: print }
    const database = ['--database', site.database.url]
    await issuersCommand(['end-sessions', 'https://issuer.example', ...database], world)
    expect((await visitor.request('GET', '/auth/session')).status).toBe(200)
    await issuersCommand(['end-sessions', site.issuer.origin, ...database], world)
    expect(said).toEqual(['0 sessions ended', '1 sessions ended'])
    expect((await visitor.request('GET', '/auth/session')).status).toBe(401)
    expect((await other.request('GET', '/auth/session')).status).toBe(200)
    await expect(issuersCommand(['end-sessions'], world)).rejects.toThrow(UsageError)
  })

  it('is unavailable while the keys of the issuer cannot be had, and uses nothing up (E28, R125)', async () => {
    site = await openFederatedSite()
    site.issuer.behave(json({}, 500))
    const visitor = site.browser()
    const idToken = site.token(await site.nonce(visitor))
    const away = await visitor.post('/auth/federated/test', { idToken })
    expect([away.status, away.body.code]).toEqual([503, 'unavailable'])
    expect(away.headers.get('retry-after')).not.toBeNull()
    site.issuer.behave(json({ keys: [key.jwk] }))
    site.clock.advance(30_000)
    expect((await visitor.post('/auth/federated/test', { idToken })).status).toBe(200)
  })

  it('logs no part of a token (R162)', async () => {
    site = await openFederatedSite()
    const claims = { email: 'canary@example.org', name: 'Canary', sub: 'canary-sub' }
    await site.signIn(site.browser(), claims)
    await site.bring(site.browser(), { ...claims, aud: 'canary-aud' })
    await site.bring(site.browser(), { ...claims, iss: 'canary-iss' })
    site.issuer.behave(json({ canary: true }))
    site.clock.advance(25 * 60 * MINUTE)
    await site.bring(site.browser(), claims)
    expect(site.log.filter(({ event }) => event === 'issuer.keys')).toHaveLength(1)
    expect(JSON.stringify(site.log)).not.toMatch(/canary|eyJ/i)
  })

  it('does the same for an app with routes of its own', async () => {
    site = await openFederatedSite()
    const { api } = site.latchkey
    const begun = await api.federatedOptions()
    const held = { ceremony: begun.ceremony }
    const idToken = site.token(begun.body.nonce)
    const { body, session } = await api.finishFederated('test', { idToken }, held)
    expect(body.session.method).toBe('federated')
    expect((await api.listIdentities({ session })).body.identities).toHaveLength(1)
    await expect(api.finishFederated('test', { idToken }, held)).rejects.toMatchObject({
      code: 'challenge_used',
    })
  })
})

describe.each(ENGINES)('linking on %s (R123)', (engine) => {
  it('needs fresh proof of the account, and then signs in to it', async () => {
    site = await openFederatedSite(engine)
    const visitor = site.browser()
    const { account } = await visitor.signUp('alice')
    const linked = await site.link(visitor, { email: 'alice@example.org' })
    expect(linked.status).toBe(201)
    expect(await identities(visitor)).toEqual([linked.body])
    expect(linked.body).toMatchObject({
      issuer: 'test',
      email: 'alice@example.org',
      lastUsedAt: null,
    })
    const signedIn = await site.signIn(site.browser())
    expect(signedIn.account).toEqual(account)
    expect((await identities(visitor))[0]?.lastUsedAt).not.toBeNull()
  })

  it('never happens by e-mail address alone (R122)', async () => {
    site = await openFederatedSite(engine)
    await site.browser().signUp('alice')
    const claims = { email: 'alice@example.com', email_verified: true }
    const { account } = await site.signIn(site.browser(), claims)
    expect(account.username).not.toBe('alice')
    expect(await site.database.rows('SELECT id FROM accounts')).toHaveLength(2)
  })

  it('is refused to a stale session, before the token is looked at (E20)', async () => {
    site = await openFederatedSite(engine)
    const visitor = site.browser()
    await visitor.signUp('alice')
    site.clock.advance(6 * MINUTE)
    const refused = await visitor.post('/auth/identities', { issuer: 'test', idToken: 'x' })
    expect([refused.status, refused.body.code]).toEqual([403, 'reauthentication_required'])
  })

  it('of an identity that is somebody else’s is refused, and stays theirs', async () => {
    site = await openFederatedSite(engine)
    const owner = await site.signIn(site.browser())
    const visitor = site.browser()
    await visitor.signUp('mallory')
    expect(refusal(await site.link(visitor))).toEqual([409, 'credential_exists', 'identity_exists'])
    expect((await site.signIn(site.browser())).account).toEqual(owner.account)
  })

  it('twice gives the same identity', async () => {
    site = await openFederatedSite(engine)
    const visitor = site.browser()
    await visitor.signUp('alice')
    const first = await site.link(visitor)
    const second = await site.link(visitor)
    expect([second.status, second.body]).toEqual([201, first.body])
  })

  it('uses the nonce up', async () => {
    site = await openFederatedSite(engine)
    const visitor = site.browser()
    await visitor.signUp('alice')
    const idToken = site.token(await site.nonce(visitor))
    const body = { issuer: 'test', idToken }
    expect((await visitor.post('/auth/identities', body)).status).toBe(201)
    expect(refusal(await visitor.post('/auth/identities', body))).toEqual([
      401,
      'challenge_used',
      'challenge_used',
    ])
    expect((await visitor.post('/auth/federated/test', { idToken })).body.code).toBe(
      'challenge_used',
    )
  })
})

describe.each(ENGINES)('unlinking on %s', (engine) => {
  it('takes the way in away, and every other session with it (R75, R98)', async () => {
    site = await openFederatedSite(engine)
    const visitor = site.browser()
    const { account } = await visitor.signUp('alice')
    await site.link(visitor)
    const elsewhere = site.browser()
    await site.signIn(elsewhere)
    const [identity] = await identities(visitor)
    const gone = await visitor.request('DELETE', `/auth/identities/${identity?.id}`)
    expect(gone.status).toBe(204)
    expect(await identities(visitor)).toEqual([])
    expect((await elsewhere.request('GET', '/auth/session')).status).toBe(401)
    expect((await visitor.request('GET', '/auth/session')).status).toBe(200)
    // Whoever comes with it now is somebody new.
    expect((await site.signIn(site.browser())).account.id).not.toBe(account.id)
    expect((await visitor.signIn()).account).toEqual(account)
  })

  it('of the last way in is refused (E23, R92)', async () => {
    site = await openFederatedSite(engine)
    const visitor = site.browser()
    await site.signIn(visitor, { auth_time: seconds() })
    const [identity] = await identities(visitor)
    const refused = await visitor.request('DELETE', `/auth/identities/${identity?.id}`)
    expect(refusal(refused)).toEqual([409, 'last_sign_in_method', 'last_sign_in_method'])
    expect(await identities(visitor)).toEqual([identity])
  })

  it('of two at once leaves one (R92)', async () => {
    site = await openFederatedSite(engine)
    const visitor = site.browser()
    await site.signIn(visitor, { auth_time: seconds() })
    await site.link(visitor, { sub: 'person-2' })
    const both = await identities(visitor)
    expect(both).toHaveLength(2)
    const answers = await Promise.all(
      both.map(({ id }) => visitor.request('DELETE', `/auth/identities/${id}`)),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204, 409]))
    expect(await identities(visitor)).toHaveLength(1)
  })

  it('of somebody else’s is like that of none (E22, R86)', async () => {
    site = await openFederatedSite(engine)
    const owner = site.browser()
    await site.signIn(owner)
    const [identity] = await identities(owner)
    const visitor = site.browser()
    await visitor.signUp('mallory')
    const theirs = await visitor.request('DELETE', `/auth/identities/${identity?.id}`)
    const nobodys = await visitor.request('DELETE', '/auth/identities/nothing')
    expect({ ...theirs.body, requestId: '' }).toEqual({ ...nobodys.body, requestId: '' })
    expect(theirs.body.code).toBe('not_found')
    // As a host's own route would hand it on, decoded.
    const held = { session: visitor.cookies.get('__Host-session') }
    const decoded = site.latchkey.api.unlinkIdentity('\0', held)
    await expect(decoded).rejects.toMatchObject({ code: 'not_found' })
    expect(await identities(owner)).toEqual([identity])
  })

  it('needs fresh proof, and listing does not (E20, R89)', async () => {
    site = await openFederatedSite(engine)
    const visitor = site.browser()
    await site.signIn(visitor)
    const [identity] = await identities(visitor)
    const refused = await visitor.request('DELETE', `/auth/identities/${identity?.id}`)
    expect([refused.status, refused.body.code]).toEqual([403, 'reauthentication_required'])
  })
})

describe.each(ENGINES)('a mailbox that the issuer owns on %s (R123)', (engine) => {
  const owned = { email: 'alice@mail.example', email_verified: true }
  const issuer = { authoritativeFor: ['mail.example'] }

  async function withMailbox(address = 'alice@mail.example'): Promise<SignedInMessage['account']> {
    const { account } = await site.browser().signUp('alice')
    const at = site.clock.wall()
    await site.database.run(
      `INSERT INTO emails (id, account_id, address, address_key, verified_at, replaced_at)
       VALUES ('e1', '${account.id}', '${address}', '${address}', ${at}, NULL)`,
    )
    return account
  }

  it('links to the account that has proved it', async () => {
    site = await openFederatedSite(engine, { issuer })
    const account = await withMailbox()
    expect((await site.signIn(site.browser(), owned)).account).toEqual(account)
    expect(await site.database.rows('SELECT id FROM identities')).toHaveLength(1)
  })

  it('makes and finds the account that it is the name of, where accounts are keyed by address', async () => {
    const mail = { from: 'no-reply@example.com', transport: () => Promise.resolve() }
    site = await openFederatedSite(engine, { issuer, accounts: 'email', mail })
    const { account } = await site.signIn(site.browser(), owned)
    expect(account.username).toBe('alice@mail.example')
    await site.database.run('DELETE FROM identities')
    expect((await site.signIn(site.browser(), owned)).account).toEqual(account)
    const unproved = { sub: 'person-2', email: 'bob@elsewhere.example', email_verified: true }
    expect((await site.bring(site.browser(), unproved)).body.code).toBe('account_not_linked')
  })

  it.each<readonly [string, object, object]>([
    ['the issuer does not own it', {}, {}],
    ['the issuer did not verify it', issuer, { email_verified: false }],
    ['the issuer does not say so', issuer, { email_verified: undefined }],
    ['the issuer says so in a text', issuer, { email_verified: 'true' }],
    ['it is on another domain', issuer, { email: 'alice@evil-mail.example' }],
    ['it is on a domain below', issuer, { email: 'alice@x.mail.example' }],
    ['it has two signs', issuer, { email: 'alice@evil.example@mail.example' }],
    ['it is another one', issuer, { email: 'bob@mail.example' }],
  ])('does not, when %s', async (_, owns, change) => {
    site = await openFederatedSite(engine, { issuer: owns })
    const account = await withMailbox()
    const signedIn = await site.signIn(site.browser(), { ...owned, ...change })
    expect(signedIn.account.id).not.toBe(account.id)
  })

  it('does not, when the account has it no more, or may not be used', async () => {
    site = await openFederatedSite(engine, { issuer })
    const account = await withMailbox()
    await site.database.run('UPDATE accounts SET disabled = 1')
    expect((await site.bring(site.browser(), owned)).body.code).toBe('account_not_linked')
    await site.database.run('UPDATE accounts SET disabled = 0')
    await site.database.run('UPDATE emails SET replaced_at = 1')
    expect((await site.signIn(site.browser(), owned)).account.id).not.toBe(account.id)
  })
})
