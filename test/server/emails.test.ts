/** E-mail addresses: security.md R114, R133, R134, and what their owners are told (R55, R106). */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PasskeysMessage, RegisteredMessage } from '../../src/protocol/messages.ts'
import type { PublicKeyCredentialCreationOptionsJSON } from '../../src/protocol/webauthn-json.ts'
import type { LatchkeyConfig } from '../../src/server/config.ts'
import { withClient } from '../store/postgres.ts'
import { ENGINES, openSiteOn } from './engines.ts'
import type { Engine, EngineSite } from './engines.ts'
import { openMailServer, until } from './mail-server.ts'
import type { MailServer } from './mail-server.ts'
import { askForLink, confirmAddress, recover, someone } from './recovery-people.ts'
import { expectStatus, MINUTE } from './site.ts'
import type { Answer, Visitor } from './site.ts'

let mail: MailServer
let site: EngineSite
beforeAll(async () => {
  mail = await openMailServer()
})
beforeEach(() => {
  mail.mails.length = 0
  mail.mood = 'take'
})
afterEach(() => site.close())
afterAll(() => mail.close())

async function open(engine: Engine, change: Partial<LatchkeyConfig> = {}): Promise<void> {
  const from = 'Example <hello@example.com>'
  const limits = { mailsPerHour: 50, mailsPerDay: 50 }
  site = await openSiteOn(engine, { mail: { url: mail.url, from }, limits, ...change })
}

const lastReason = () => site.log.findLast(({ outcome }) => outcome === 'refused')?.reason
const emailOf = async (visitor: Visitor) =>
  (await visitor.request<{ address: string }>('GET', '/auth/email')).body.address
const subjectsTo = (address: string) =>
  mail.mails.filter(({ to }) => to === address).map(({ subject }) => subject)

/** What a stranger can see of an answer, without what is different in every answer. */
function seen({ status, text, headers }: Answer): unknown {
  const plain = [...headers].map(([name, value]) => [
    name,
    value.replaceAll(/=[\w-]{20,}/g, (secret) => `=${'x'.repeat(secret.length)}`),
  ])
  return { status, text: text.replace(/"requestId":"[^"]+"/, ''), plain }
}

describe.each(ENGINES)('e-mail addresses on %s', (engine) => {
  it('count once their mailbox is proved, in the browser and the account that asked', async () => {
    await open(engine)
    const alice = site.browser()
    await alice.signUp('alice')
    expect(await emailOf(alice)).toBe(null)
    const address = 'alice@mail.example'
    expectStatus(204, await alice.request('PUT', '/auth/email', { body: { address } }))
    const { token, text } = await mail.linkTo(address)
    expect(text).toContain(`https://example.com/confirm-email#token=${token}\n`)
    // What she calls herself is not mailed to somebody who may never have heard of her.
    expect(text).not.toContain('alice')
    expect(await emailOf(alice)).toBe(null)

    const elsewhere = site.browser()
    elsewhere.authenticator = alice.authenticator
    await elsewhere.signIn()
    const path = '/auth/email/confirmation'
    expect((await elsewhere.post(path, { token })).body.code).toBe('authentication_failed')
    expect(lastReason()).toBe('token_of_other_browser')
    const bob = site.browser()
    await bob.signUp('bob')
    expect((await bob.post(path, { token })).status).toBe(401)
    expect(lastReason()).toBe('token_of_other_account')

    expectStatus(200, await alice.post(path, { token }))
    expect(await emailOf(alice)).toBe(address)
    expect((await alice.post(path, { token })).status).toBe(401)
    expect(lastReason()).toBe('token_unknown')
  })

  it('R130 lets many at once confirm one link once', async () => {
    await open(engine)
    const alice = site.browser()
    await alice.signUp('alice')
    const body = { address: 'alice@mail.example' }
    expectStatus(204, await alice.request('PUT', '/auth/email', { body }))
    const { token } = await mail.linkTo(body.address)
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => alice.post('/auth/email/confirmation', { token })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('R133 tells the former address of a change, and lets it take that back for a week', async () => {
    await open(engine)
    const { visitor, address } = await someone(site, mail)
    await confirmAddress(visitor, mail, 'thief@mail.example')
    expect(await emailOf(visitor)).toBe('thief@mail.example')
    await until(() =>
      subjectsTo(address).includes('Your e-mail address at example.com was changed'),
    )
    const { token, text } = await mail.linkTo(address, 2)
    expect(text).toContain(`https://example.com/undo-email#token=${token}\n`)
    // Whoever changed it may go on; the link that went to the former mailbox stays good.
    await confirmAddress(visitor, mail, 'second@mail.example')
    const second = await mail.linkTo('thief@mail.example', 2)

    site.clock.advance(7 * 24 * 60 * MINUTE - MINUTE)
    await visitor.signIn()
    expectStatus(204, await site.browser().post('/auth/email/undo', { token }))
    expect((await visitor.request('GET', '/auth/session')).status).toBe(401)
    await visitor.signIn()
    expect(await emailOf(visitor)).toBe(address)
    // The link of the one who changed it is void with the change.
    expect((await site.browser().post('/auth/email/undo', { token: second.token })).status).toBe(
      401,
    )
    expect((await site.browser().post('/auth/email/undo', { token })).status).toBe(401)
    expect(lastReason()).toBe('token_unknown')
  })

  it('R133 does not take a change back after a week', async () => {
    await open(engine)
    const { visitor, address } = await someone(site, mail)
    await confirmAddress(visitor, mail, 'new@mail.example')
    const { token } = await mail.linkTo(address, 2)
    site.clock.advance(7 * 24 * 60 * MINUTE)
    expect((await site.browser().post('/auth/email/undo', { token })).status).toBe(401)
  })

  it('R133 can be removed, and taken back', async () => {
    await open(engine)
    const { visitor, address } = await someone(site, mail)
    expectStatus(204, await visitor.request('DELETE', '/auth/email'))
    expect(await emailOf(visitor)).toBe(null)
    expect((await visitor.request('DELETE', '/auth/email')).status).toBe(404)
    const { token } = await mail.linkTo(address, 2)
    expectStatus(204, await site.browser().post('/auth/email/undo', { token }))
    await visitor.signIn()
    expect(await emailOf(visitor)).toBe(address)
  })

  it.each([
    [
      'a new password',
      async ({ visitor }: { visitor: Visitor }) => {
        const body = { password: 'correct horse battery staple' }
        expectStatus(204, await visitor.request('PUT', '/auth/password', { body }))
      },
    ],
    [
      'signing out everywhere',
      async ({ visitor }: { visitor: Visitor }) => {
        expectStatus(204, await visitor.request('DELETE', '/auth/sessions'))
      },
    ],
    [
      'a recovery',
      async ({ visitor, codes }: { visitor: Visitor; codes: readonly string[] }) => {
        const lost = site.browser()
        const address = 'alice@mail.example'
        const { token } = await askForLink(lost, mail, { username: 'alice', address })
        expectStatus(200, await recover(lost, { token, code: codes[0]! }))
        await visitor.signIn()
      },
    ],
  ])('R133 a change that waits dies with %s', async (_, act) => {
    await open(engine)
    const { visitor, codes } = await someone(site, mail)
    const body = { address: 'thief@mail.example' }
    expectStatus(204, await visitor.request('PUT', '/auth/email', { body }))
    const { token } = await mail.linkTo(body.address)
    await act({ visitor, codes })
    const answer = await visitor.post('/auth/email/confirmation', { token })
    expect([401, 429]).toContain(answer.status)
    expect(['token_unknown', 'recovered_lately']).toContain(lastReason())
    const links = await site.database.rows(
      "SELECT digest FROM mail_tokens WHERE purpose = 'change_email'",
    )
    expect(links).toHaveLength(0)
  })

  it('R114 answer alike whether another account has the address, and tell its mailbox', async () => {
    await open(engine)
    const { address } = await someone(site, mail)
    const bob = site.browser()
    await bob.signUp('bob')
    const taken = await bob.request('PUT', '/auth/email', { body: { address } })
    const free = await bob.request('PUT', '/auth/email', {
      body: { address: 'bobby@mail.example' },
    })
    expect(seen(taken)).toEqual(seen(free))
    await until(() => subjectsTo(address).includes('Your e-mail address at example.com'))
    expect(mail.countLinksTo(address)).toBe(1)
  })

  it('R134 answers alike for every name, and writes to mailboxes only', async () => {
    await open(engine)
    const { address } = await someone(site, mail)
    const silent = site.browser()
    await silent.signUp('carol')
    const answers: unknown[] = []
    for (const username of ['alice', address, 'nobody', 'nobody@mail.example', 'carol']) {
      answers.push(seen(await site.browser().post('/auth/recovery/options', { username })))
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 204, text: '' })
    await until(() => subjectsTo('nobody@mail.example').length === 1)
    expect(subjectsTo('nobody@mail.example')[0]).toContain('There is no account')
    expect(mail.countLinksTo('nobody@mail.example')).toBe(0)
  })

  it('R134 and R115 count mails for a name, known or not, and for whoever asks', async () => {
    await open(engine, { limits: { mailsPerHour: 3 } })
    const { address } = await someone(site, mail)
    for (const username of ['alice', 'nobody']) {
      const statuses: number[] = []
      for (let count = 0; count < 5; count += 1) {
        statuses.push((await site.browser().post('/auth/recovery/options', { username })).status)
      }
      expect(statuses).toEqual([204, 204, 204, 429, 429])
    }
    // By another name of the same account: the answer is the same, the mailbox is not flooded.
    expectStatus(204, await site.browser().post('/auth/recovery/options', { username: address }))
    await until(() => mail.countLinksTo(address) >= 4)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(mail.countLinksTo(address)).toBe(4)
    // Nor is the operator told of a failure: nothing failed.
    await site.latchkey.close()
    expect(site.log.filter(({ event }) => event === 'errand')).toEqual([])
  })

  it('R55 and R106 tell the owner of every change to the ways in', async () => {
    const told: string[] = []
    await open(engine, { hooks: { notice: ({ kind }) => void told.push(kind) } })
    const { visitor, address } = await someone(site, mail)
    const { passkey } = await visitor.addPasskey()
    expectStatus(204, await visitor.request('DELETE', `/auth/passkeys/${passkey.id}`))
    const body = { password: 'correct horse battery staple' }
    expectStatus(204, await visitor.request('PUT', '/auth/password', { body }))
    expectStatus(204, await visitor.request('DELETE', '/auth/password'))
    const expected = [
      'A passkey was added to your account at example.com',
      'A passkey was removed from your account at example.com',
      'Your password at example.com was changed',
      'Your password at example.com was removed',
    ]
    await until(() => expected.every((subject) => subjectsTo(address).includes(subject)))
    const kinds = ['passkey_added', 'passkey_removed', 'password_changed', 'password_removed']
    expect(told).toEqual(expect.arrayContaining(kinds))
  })

  it('R149 answers fast while the mail server is away, and nothing that fits is lost', async () => {
    await open(engine)
    const { address } = await someone(site, mail)
    mail.mood = 'later'
    const began = performance.now()
    expectStatus(204, await site.browser().post('/auth/recovery/options', { username: 'alice' }))
    expect(performance.now() - began).toBeLessThan(5000)
    await until(() => site.log.some(({ reason }) => reason === 'to_be_tried_again'))
    expect(mail.countLinksTo(address)).toBe(1)
    mail.mood = 'take'
    await mail.linkTo(address, 2)
    expect(mail.countLinksTo(address)).toBe(2)
  })

  it('a host hook that fails or hangs changes nothing', async () => {
    let calls = 0
    const notice = () => {
      calls += 1
      throw new Error('no')
    }
    await open(engine, { hooks: { notice } })
    const { visitor } = await someone(site, mail)
    await visitor.addPasskey()
    await until(() => calls >= 2)
    expect(
      site.log.some(({ event, reason }) => event === 'notice' && reason === 'hook_failed'),
    ).toBe(true)
  })
})

describe.each(ENGINES)('accounts keyed by their address on %s', (engine) => {
  const address = 'dora@mail.example'

  async function beginSignUp(visitor: Visitor): Promise<string> {
    const had = mail.countLinksTo(address)
    expectStatus(204, await visitor.post('/auth/email/proof', { address }))
    return (await mail.linkTo(address, had + 1)).token
  }

  async function signUp(visitor: Visitor): Promise<RegisteredMessage> {
    const token = await beginSignUp(visitor)
    const options = expectStatus(
      200,
      await visitor.post<PublicKeyCredentialCreationOptionsJSON>('/auth/registration/options', {
        token,
        displayName: 'Dora',
      }),
    )
    const response = await visitor.create(options)
    return expectStatus(201, await visitor.post<RegisteredMessage>('/auth/registration', response))
  }

  it('R114 exist only once the mailbox is proved, in the browser that asked', async () => {
    await open(engine, { accounts: 'email' })
    const dora = site.browser()
    const path = '/auth/registration/options'
    expect((await dora.post(path, { username: address })).body.code).toBe('invalid_request')
    const token = await beginSignUp(dora)
    expect((await site.browser().post(path, { token })).body.code).toBe('challenge_invalid')
    expect((await dora.post(path, { token: 'nonsense' })).body.code).toBe('challenge_invalid')
    expect(await site.database.rows('SELECT id FROM accounts')).toHaveLength(0)

    const { account } = await signUp(dora)
    expect(account).toMatchObject({ username: address, displayName: 'Dora' })
    expect(await emailOf(dora)).toBe(address)
    await dora.request('DELETE', '/auth/session')
    expect((await dora.signIn(address)).account.username).toBe(address)
  })

  it('R114 are made with a password, too, and by no name alone', async () => {
    await open(engine, { accounts: 'email' })
    const dora = site.browser()
    const path = '/auth/password/registration'
    const password = 'nobody else has this sentence'
    expect((await dora.post(path, { username: address, password })).status).toBe(401)
    const token = await beginSignUp(dora)
    expect((await site.browser().post(path, { token, password })).body.code).toBe(
      'challenge_invalid',
    )
    expect((await dora.post(path, { token, password: 'short' })).status).toBe(400)
    const { account } = expectStatus(
      200,
      await dora.post<RegisteredMessage>(path, { token, password, displayName: 'Dora' }),
    )
    expect(account).toMatchObject({ username: address, displayName: 'Dora' })
    expect(await emailOf(dora)).toBe(address)
    expect((await dora.post(path, { token, password })).body.code).toBe('username_taken')
    const signIn = { username: address, password }
    expectStatus(200, await site.browser().post('/auth/password/authentication', signIn))
  })

  it('R114 answer a sign-up alike for an address that has one; the mail says it', async () => {
    await open(engine, { accounts: 'email' })
    await signUp(site.browser())
    const taken = await site.browser().post('/auth/email/proof', { address })
    const free = await site.browser().post('/auth/email/proof', { address: 'e@mail.example' })
    expect(seen(taken)).toEqual(seen(free))
    await until(() => subjectsTo(address).includes('You have an account at example.com'))
    expect(mail.countLinksTo(address)).toBe(1)
  })

  it('R114 are made at most once by one link', async () => {
    await open(engine, { accounts: 'email' })
    const dora = site.browser()
    const token = await beginSignUp(dora)
    const body = { token }
    const begun = await Promise.all(
      [1, 2].map(() =>
        dora.post<PublicKeyCredentialCreationOptionsJSON>('/auth/registration/options', body),
      ),
    )
    const statuses: number[] = []
    for (const { body: options } of begun) {
      statuses.push((await dora.post('/auth/registration', await dora.create(options))).status)
    }
    expect(statuses.filter((status) => status === 201)).toHaveLength(1)
    expect((await dora.post('/auth/registration/options', body)).body.code).toBe('username_taken')
  })

  it('R133 move with their address, and back', async () => {
    await open(engine, { accounts: 'email' })
    const dora = site.browser()
    await signUp(dora)
    await confirmAddress(dora, mail, 'moved@mail.example')
    const { body } = await dora.request<{ account: { username: string } }>('GET', '/auth/session')
    expect(body.account.username).toBe('moved@mail.example')
    const { token } = await mail.linkTo(address, 2)
    expectStatus(204, await site.browser().post('/auth/email/undo', { token }))
    expect((await dora.signIn(address)).account.username).toBe(address)
    const { passkeys } = (await dora.request<PasskeysMessage>('GET', '/auth/passkeys')).body
    expect(passkeys).toHaveLength(1)
    expect((await dora.request('DELETE', '/auth/email')).body.code).toBe('invalid_request')
  })

  it('do not move to an address that somebody else signs up with in the same instant', async () => {
    await open(engine, { accounts: 'email' })
    const dora = site.browser()
    await signUp(dora)
    const wanted = 'moved@mail.example'
    expectStatus(204, await dora.request('PUT', '/auth/email', { body: { address: wanted } }))
    const { token } = await mail.linkTo(wanted)
    const insert = `insert into accounts (id, username, username_key, display_name, user_handle,
      session_epoch, disabled, created_at) values ('other', '${wanted}', '${wanted}', '', 'other', 0, 0, 0)`
    const confirm = () => dora.post('/auth/email/confirmation', { token })
    const inTheSameInstant = () =>
      withClient(site.database.url, async (client) => {
        await client.query('begin')
        await client.query(insert)
        const asked = confirm()
        // Until it waits for the name; were it not to, the answer would be the same.
        const waits = "select from pg_stat_activity where wait_event_type = 'Lock'"
        for (let turn = 0; turn < 200; turn++) {
          if ((await client.query(waits)).rows.length > 0) break
          await sleep(10)
        }
        await client.query('commit')
        return asked
      })
    // On SQLite whoever comes second waits before looking.
    if (engine === 'SQLite') await site.database.run(insert)
    const late = await (engine === 'SQLite' ? confirm() : inTheSameInstant())
    expect([late.status, late.body.code]).toEqual([401, 'authentication_failed'])
    expect(await emailOf(dora)).toBe(address)
  })

  it('need mail in the configuration', async () => {
    await open(engine)
    expect(() => site.latchkey).not.toThrow()
    const { createLatchkey } = await import('../../src/server/latchkey.ts')
    const { randomBytes } = await import('node:crypto')
    const config = {
      rpId: 'example.com',
      origins: ['https://example.com'],
      database: 'sqlite::memory:',
      secret: randomBytes(32),
      accounts: 'email',
    } as const
    expect(() => createLatchkey(config)).toThrow(TypeError)
  })
})
