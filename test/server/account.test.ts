/** The account of whoever is signed in: its profile, its passkeys' names, its signals, and its end. */
import { afterEach, describe, expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import type { AccountDetailsMessage, SignalsMessage } from '../../src/protocol/account-messages.ts'
import type { PasskeysMessage } from '../../src/protocol/messages.ts'
import { ENGINES, openSiteOn } from './engines.ts'
import type { EngineSite } from './engines.ts'
import { expectStatus, MINUTE, ORIGIN } from './site.ts'
import type { Visitor } from './site.ts'

let site: EngineSite
afterEach(() => site.close())

const PASSWORD = 'correct horse battery staple'
const ACCOUNT = '/auth/account'

async function signedUp(name = 'alice'): Promise<Visitor> {
  const visitor = site.browser()
  await visitor.signUp(name)
  return visitor
}

async function withPassword(name = 'ida'): Promise<Visitor> {
  const visitor = site.browser()
  const body = { username: name, password: PASSWORD }
  expectStatus(200, await visitor.post('/auth/password/registration', body))
  return visitor
}

async function read<Body>(visitor: Visitor, path: string): Promise<Body> {
  return expectStatus(200, await visitor.request<Body>('GET', path))
}

const change = (visitor: Visitor, body: unknown) =>
  visitor.request<AccountDetailsMessage & { code?: string }>('PATCH', ACCOUNT, { body })

describe.each(ENGINES)('an account on %s', (engine) => {
  it('shows its profile and what opens it', async () => {
    site = await openSiteOn(engine)
    const alice = await signedUp()
    expect(await read(alice, ACCOUNT)).toEqual({
      account: {
        id: expect.any(String) as string,
        username: 'alice',
        displayName: 'alice',
        createdAt: '2026-06-01T00:00:00.000Z',
      },
      automaticPasskeys: true,
      signIn: { passkeys: 1, password: false, identities: 0 },
    })
  })

  it('changes its display name without proof, and its username with (R89)', async () => {
    site = await openSiteOn(engine)
    const alice = await signedUp()
    const other = site.browser()
    other.authenticator = alice.authenticator
    await other.signIn()
    site.clock.advance(6 * MINUTE)
    const named = await change(alice, { displayName: 'Alice A.', automaticPasskeys: false })
    expect(named.body).toMatchObject({
      account: { username: 'alice', displayName: 'Alice A.' },
      automaticPasskeys: false,
    })
    expect((await change(alice, { username: 'liddell' })).body.code).toBe(
      'reauthentication_required',
    )
    await alice.signIn()
    const renamed = await change(alice, { username: 'Liddell' })
    expect(renamed.body.account).toMatchObject({ username: 'Liddell', displayName: 'Alice A.' })
    // Nothing ends by it, and the old name is free.
    expect((await other.request('GET', '/auth/session')).status).toBe(200)
    await signedUp('alice')
    expect((await alice.trySignIn({}, 'LIDDELL')).status).toBe(200)
  })

  it('takes no name that another has, and then nothing else of the change either', async () => {
    site = await openSiteOn(engine)
    await signedUp('bob')
    const alice = await signedUp()
    const taken = await change(alice, { username: 'BOB', displayName: 'Bob' })
    expect([taken.status, taken.body.code]).toEqual([409, 'username_taken'])
    const { account } = await read<AccountDetailsMessage>(alice, ACCOUNT)
    expect(account).toMatchObject({ username: 'alice', displayName: 'alice' })
    expect((await change(alice, { username: 'a@b.example' })).body.code).toBe('invalid_request')
    expect((await change(alice, { username: 'Alice' })).body.account.username).toBe('Alice')
  })

  it('gives a name to one of those who want it at once', async () => {
    site = await openSiteOn(engine)
    const people = await Promise.all(['a1', 'a2', 'a3', 'a4'].map((name) => signedUp(name)))
    const answers = await Promise.all(people.map((one) => change(one, { username: 'queen' })))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.toSorted((one, other) => one - other)).toEqual([200, 409, 409, 409])
  })

  it('lets the password open it, or not, but never nothing (R92, R98, R109)', async () => {
    site = await openSiteOn(engine)
    const ida = await withPassword()
    const last = await change(ida, { passwordSignIn: false })
    expect([last.status, last.body.code]).toEqual([409, 'last_sign_in_method'])
    await ida.addPasskey(ida.authenticator)
    await ida.signIn()
    const off = await change(ida, { passwordSignIn: false })
    expect(off.body.signIn).toEqual({ passkeys: 1, password: false, identities: 0 })
    const credentials = { username: 'ida', password: PASSWORD }
    const answer = await site.browser().post('/auth/password/authentication', credentials)
    expect(answer.body.code).toBe('authentication_failed')
    expect((await change(ida, { passwordSignIn: true })).body.signIn.password).toBe(true)
    expect((await site.browser().post('/auth/password/authentication', credentials)).status).toBe(
      200,
    )
  })
})

describe.each(ENGINES)('a deleted account on %s', (engine) => {
  it('is gone with all there was of it, and nothing of it is ever free again (R93, R99)', async () => {
    site = await openSiteOn(engine)
    const alice = await signedUp('Alice in Wonderland')
    await alice.addPasskey(new SoftwareAuthenticator())
    await alice.request('PUT', '/auth/password', { body: { password: PASSWORD } })
    await alice.signIn()
    const { account } = await read<AccountDetailsMessage>(alice, ACCOUNT)
    const { passkeys } = await read<PasskeysMessage>(alice, '/auth/passkeys')
    const signals = await read<SignalsMessage>(alice, '/auth/signals')
    const gone = await alice.request('DELETE', ACCOUNT)
    expect([gone.status, alice.cookies.has('__Host-session')]).toEqual([204, false])

    for (const table of ['accounts', 'sessions', 'passwords', 'automatic_passkeys', 'emails']) {
      const rows = JSON.stringify(await site.database.rows(`SELECT * FROM ${table}`))
      for (const trace of [account.id, 'Wonderland', signals.currentUserDetails.userId]) {
        expect([table, rows.includes(trace)]).toEqual([table, false])
      }
    }
    const credentials = await site.database.rows('SELECT * FROM credentials')
    expect(credentials).toHaveLength(2)
    for (const row of credentials) {
      expect(row).toMatchObject({ account_id: '@deleted', public_key: '', name: null })
    }
    const events = await site.database.rows(
      `SELECT event FROM audit_events WHERE account_id = '${account.id}'`,
    )
    expect(events.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['registration', 'account.delete']),
    )
    expect((await alice.trySignIn()).body.code).toBe('credential_unknown')
    const again = site.browser()
    const options = await again.beginSignUp('Alice in Wonderland')
    const [{ credentialId } = { credentialId: '' }] = passkeys
    const randomBytes = () => Buffer.from(credentialId, 'base64url')
    const copied = await new SoftwareAuthenticator({ randomBytes }).create(options, {
      origin: ORIGIN,
    })
    expect(copied.id).toBe(credentialId)
    expect((await again.post('/auth/registration', copied)).body.code).toBe('credential_exists')
    // The name is free.
    await signedUp('Alice in Wonderland')
  })

  it('goes once, whoever asks how often, and others stay', async () => {
    site = await openSiteOn(engine)
    const bob = await signedUp('bob')
    const alice = await signedUp()
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => alice.request('DELETE', ACCOUNT)),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.toSorted((one, other) => one - other)).toEqual([204, 401, 401, 401, 401])
    const carol = await signedUp('carol')
    expect((await carol.request('DELETE', ACCOUNT)).status).toBe(204)
    expect((await bob.request('GET', '/auth/session')).status).toBe(200)
  })
})

describe.each(ENGINES)('what password managers should know, on %s', (engine) => {
  it('is computed by the server, whole (R95)', async () => {
    site = await openSiteOn(engine)
    const alice = await signedUp()
    site.clock.advance(1000)
    await alice.addPasskey(new SoftwareAuthenticator())
    const { passkeys } = await read<PasskeysMessage>(alice, '/auth/passkeys')
    const ids = () => passkeys.map(({ credentialId }) => credentialId).toSorted()
    const before = await read<SignalsMessage>(alice, '/auth/signals')
    expect(before.allAcceptedCredentials).toMatchObject({ rpId: 'example.com' })
    expect([...before.allAcceptedCredentials!.allAcceptedCredentialIds].toSorted()).toEqual(ids())
    await alice.request('DELETE', `/auth/passkeys/${passkeys[1]!.id}`)
    await change(alice, { displayName: 'Alice A.' })
    const { allAcceptedCredentials, currentUserDetails } = await read<SignalsMessage>(
      alice,
      '/auth/signals',
    )
    const { userId } = before.currentUserDetails
    expect(allAcceptedCredentials).toEqual({
      rpId: 'example.com',
      userId,
      allAcceptedCredentialIds: [passkeys[0]!.credentialId],
    })
    expect(currentUserDetails).toEqual({
      rpId: 'example.com',
      userId,
      name: 'alice',
      displayName: 'Alice A.',
    })
  })

  it('is never an empty list of what is accepted', async () => {
    site = await openSiteOn(engine)
    const ida = await withPassword()
    expect(Object.keys(await read<object>(ida, '/auth/signals'))).toEqual(['currentUserDetails'])
  })
})

describe.each(ENGINES)('the list of passkeys on %s', (engine) => {
  it('tells what each one is, and never its key or counter (R94)', async () => {
    site = await openSiteOn(engine)
    const alice = site.browser()
    const google = { aaguid: 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4' }
    alice.authenticator = new SoftwareAuthenticator(google)
    await alice.signUp('alice')
    for (const settings of [
      google,
      { transports: ['usb', 'nfc'], backupEligible: false, backupState: false },
      { transports: ['usb', 'nfc'], backupEligible: false, backupState: false },
      { transports: ['internal', 'hybrid'] },
    ]) {
      site.clock.advance(1000)
      await alice.addPasskey(new SoftwareAuthenticator(settings))
    }
    const response = await alice.get(await alice.beginSignIn())
    const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0' }
    await alice.request('POST', '/auth/authentication', { body: response, headers })
    const { passkeys } = await read<PasskeysMessage>(alice, '/auth/passkeys')
    expect(passkeys.map(({ name }) => name)).toEqual([
      'Google Password Manager',
      'Google Password Manager 2',
      'Security key',
      'Security key 2',
      'Unknown passkey provider',
    ])
    expect(passkeys[0]).toEqual({
      id: expect.any(String) as string,
      name: 'Google Password Manager',
      provider: {
        name: 'Google Password Manager',
        icon: expect.stringMatching(/^data:/) as string,
      },
      synced: expect.any(Boolean) as boolean,
      credentialId: response.id,
      createdAt: '2026-06-01T00:00:00.000Z',
      lastUsedAt: '2026-06-01T00:00:04.000Z',
      lastUsedDevice: 'Firefox on Linux',
    })
    expect(passkeys[2]).toMatchObject({
      synced: false,
      provider: { name: null },
      lastUsedAt: null,
      lastUsedDevice: null,
    })
  })
})
