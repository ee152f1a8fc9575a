/**
 * From a real better-auth to Latchkey, on every pair of databases, with the authenticators that people have.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import type { SignalsMessage } from '../../src/protocol/account-messages.ts'
import type { PasskeysMessage } from '../../src/protocol/messages.ts'
import { emptyDatabase, ENGINES, openSiteOn } from '../server/engines.ts'
import type { EngineSite, TestDatabase } from '../server/engines.ts'
import { openOldSite } from './better-auth-site.ts'
import type { OldPerson, OldSite } from './better-auth-site.ts'
import { runImport, runImportJson } from './run-import.ts'
import { registerThere } from './simplewebauthn-site.ts'

/** The passkeys of the other site are of this very day. */
const REAL_CLOCK = { wall: Date.now, monotonic: () => performance.now() }

const counts = (imported: number, alreadyThere: number, refused: number) => ({
  imported,
  alreadyThere,
  refused,
})

describe.each(ENGINES)('people who come from better-auth, on %s', (engine) => {
  let from: TestDatabase
  let old: OldSite
  let site: EngineSite
  let ada: OldPerson
  const phone = new SoftwareAuthenticator()
  const laptop = new SoftwareAuthenticator()
  const words = () => ['better-auth', '--from', from.url, '--database', site.database.url]

  beforeEach(async () => {
    from = await emptyDatabase(engine)
    old = await openOldSite(from.url)
    ada = await old.signUp({ email: 'ada@example.com', username: 'ada' })
    await ada.addPasskey(phone, 'Phone')
    await ada.addPasskey(laptop)
    await old.verifyEmail(ada)
    site = await openSiteOn(engine, { clock: REAL_CLOCK })
    await site.browser().beginSignIn()
  })
  afterEach(async () => {
    await Promise.all([site.close(), old.close()])
    await from.remove()
  })

  it('sign in with the passkeys they had, found by the authenticator or by name', async () => {
    expect(await runImportJson(words())).toMatchObject({
      complete: true,
      refused: [],
      report: {
        people: counts(1, 0, 0),
        passkeys: counts(2, 0, 0),
        passwordsLeftBehind: 1,
      },
    })
    for (const authenticator of [phone, laptop]) {
      const visitor = site.browser()
      visitor.authenticator = authenticator
      const { account } = await visitor.signIn()
      expect(account).toMatchObject({ username: 'ada', displayName: 'ada the Great' })
      expect((await visitor.signIn('ada')).account.id).toBe(account.id)
      expect((await visitor.signIn()).account.id).toBe(account.id)
    }
    // And the old site still takes them: the two can run side by side.
    expect(await ada.signIn(phone)).toBe(200)
  })

  it('keep names and models, and their providers are told by the handles they know', async () => {
    await runImport(words())
    const visitor = site.browser()
    visitor.authenticator = phone
    await visitor.signIn()
    const { passkeys } = (await visitor.request<PasskeysMessage>('GET', '/auth/passkeys')).body
    expect(passkeys.map(({ name }) => name)).toContain('Phone')
    const read = () => visitor.request<SignalsMessage>('GET', '/auth/signals')
    await expect.poll(async () => (await read()).body.imported?.length).toBe(1)
    const { imported = [], currentUserDetails } = (await read()).body
    const [made] = await site.database.rows(
      "SELECT imported_handle FROM credentials WHERE name = 'Phone'",
    )
    expect(imported[0]?.currentUserDetails.userId).toBe(made?.['imported_handle'])
    expect(imported[0]?.allAcceptedCredentials?.allAcceptedCredentialIds).toHaveLength(2)
    expect(imported[0]?.currentUserDetails.userId).not.toBe(currentUserDetails.userId)
  })

  it('are held to the handle that their first sign-in told', async () => {
    await runImport(words())
    const visitor = site.browser()
    visitor.authenticator = phone
    await visitor.signIn()
    const learnt = "SELECT id FROM credentials WHERE imported_handle <> ''"
    await expect.poll(async () => (await site.database.rows(learnt)).length).toBe(1)
    const other = async (username: string | undefined, userHandle: string | undefined) => {
      const answer = await visitor.get(await visitor.beginSignIn(username))
      const { userHandle: _, ...response } = answer.response
      const body = { ...answer, response: { ...response, ...(userHandle && { userHandle }) } }
      return (await visitor.post('/auth/authentication', body)).status
    }
    expect(await other(undefined, 'c29tZWJvZHkgZWxzZQ')).toBe(401)
    expect(await other('ada', 'c29tZWJvZHkgZWxzZQ')).toBe(401)
    expect(await other(undefined, undefined)).toBe(401)
    expect(await other('ada', undefined)).toBe(200)
  })

  it('have to name themselves the first time, too, where nobody named them before', async () => {
    await runImport(words())
    const visitor = site.browser()
    visitor.authenticator = phone
    const answer = await visitor.get(await visitor.beginSignIn())
    const { userHandle: _, ...response } = answer.response
    const refused = await visitor.post('/auth/authentication', { ...answer, response })
    expect([refused.status, refused.body.code]).toEqual([401, 'authentication_failed'])
  })

  it('add a passkey, delete an old one, and it is not brought a second time', async () => {
    await runImport(words())
    const visitor = site.browser()
    visitor.authenticator = phone
    await visitor.signIn()
    await visitor.addPasskey()
    const { passkeys } = (await visitor.request<PasskeysMessage>('GET', '/auth/passkeys')).body
    const old = passkeys.find(({ name }) => name === 'Phone')!
    expect((await visitor.request('DELETE', `/auth/passkeys/${old.id}`)).status).toBe(204)
    expect(await runImportJson(words())).toMatchObject({
      complete: true,
      report: { people: counts(0, 1, 0), passkeys: counts(0, 2, 0) },
    })
    expect((await visitor.trySignIn()).body.code).toBe('credential_unknown')
  })

  it('are brought once, and what they made since with the next run', async () => {
    await runImport(words())
    const rows = await site.database.countRows()
    const again = await runImportJson(words())
    expect(again.report).toMatchObject({ people: counts(0, 1, 0), passkeys: counts(0, 2, 0) })
    expect(await site.database.countRows()).toBe(rows)

    const key = new SoftwareAuthenticator()
    await ada.addPasskey(key)
    await old.signUp({ email: 'bob@example.com', username: 'bob' })
    const more = await runImportJson(words())
    expect(more.report).toMatchObject({ people: counts(1, 1, 0), passkeys: counts(1, 2, 0) })
    const visitor = site.browser()
    visitor.authenticator = key
    expect((await visitor.signIn()).account.username).toBe('ada')
  })

  it('leave a mark each in the audit log', async () => {
    await runImport(words())
    const events = await site.database.rows('SELECT event, outcome FROM audit_events')
    expect(events.map(({ event }) => event)).toEqual([
      'import.account',
      'import.passkey',
      'import.passkey',
    ])
  })

  it('are only counted by a dry run', async () => {
    const before = await site.database.countRows()
    const tried = await runImportJson([...words(), '--dry-run'])
    expect(tried.report).toMatchObject({
      dryRun: true,
      people: counts(1, 0, 0),
      passkeys: counts(2, 0, 0),
    })
    expect(await site.database.countRows()).toBe(before)
  })

  it('have their address for a name where accounts are keyed by it, once it is proved', async () => {
    await old.signUp({ email: 'bob@example.com', username: 'bob' })
    const run = await runImportJson([...words(), '--accounts', 'email'])
    expect(run.refused).toMatchObject([{ reason: 'email_not_verified' }])
    expect(run.report.people).toEqual(counts(1, 0, 1))
    const visitor = site.browser()
    visitor.authenticator = laptop
    expect((await visitor.signIn('ada@example.com')).account.username).toBe('ada@example.com')
  })

  it('keep the address that they proved, to come back by', async () => {
    await runImport(words())
    expect(await site.database.rows('SELECT address FROM emails')).toEqual([
      { address: 'ada@example.com' },
    ])
  })
})

it('people with ids and counters beyond what JavaScript counts with stop nobody else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-import-'))
  const url = `sqlite:${join(folder, 'old.db')}`
  const old = new DatabaseSync(join(folder, 'old.db'))
  old.exec(`create table user (id integer, name, email, "emailVerified", username);
    create table account ("userId", password);
    create table passkey (id, "userId", "createdAt", "publicKey", "credentialID", counter, "deviceType");
    insert into user values (1, 'Ann', 'a@example.com', 1, 'ann'), (9007199254740993, 'Ben', '', 0, 'ben')`)
  const { id, publicKey } = await registerThere(
    { id: 1, username: 'ann' },
    new SoftwareAuthenticator(),
  )
  const add = old.prepare("insert into passkey values (?, ?, '', ?, ?, ?, 'multiDevice')")
  add.run(1, 1, publicKey, id, 9_007_199_254_740_993n)
  add.run(2, 9_007_199_254_740_993n, publicKey, id, 5n)
  old.close()
  const words = ['better-auth', '--from', url, '--database', `sqlite:${join(folder, 'new.db')}`]
  const { refused, report } = await runImportJson(words)
  expect(refused).toEqual([
    { place: 'user 1', passkey: id, reason: 'counter_malformed' },
    { place: 'user 1', reason: 'counter_malformed' },
  ])
  expect(report).toMatchObject({ people: counts(1, 0, 1), passkeys: counts(1, 0, 1) })
  rmSync(folder, { recursive: true })
})
