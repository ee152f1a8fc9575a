/**
 * From a real SimpleWebAuthn to Latchkey, with the authenticators that people have; and every line that is
 * refused.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import { UsageError } from '../../src/cli/usage.ts'
import type { SignalsMessage } from '../../src/protocol/account-messages.ts'
import { ENGINES, openSiteOn } from '../server/engines.ts'
import type { EngineSite } from '../server/engines.ts'
import { runImport, runImportJson } from './run-import.ts'
import { lineOf, registerThere, signInThere } from './simplewebauthn-site.ts'
import type { StoredPasskey } from './simplewebauthn-site.ts'

/** The passkeys of the other site are of this very day. */
const REAL_CLOCK = { wall: Date.now, monotonic: () => performance.now() }
const ADA = { id: 17, username: 'ada' }

describe.each(ENGINES)('people who come from SimpleWebAuthn, on %s', (engine) => {
  let site: EngineSite
  let phone: SoftwareAuthenticator
  let passkey: StoredPasskey
  const words = () => ['simplewebauthn', '--from', '-', '--database', site.database.url]

  beforeEach(async () => {
    phone = new SoftwareAuthenticator()
    passkey = await registerThere(ADA, phone)
    site = await openSiteOn(engine, { clock: REAL_CLOCK })
    await site.browser().beginSignIn()
  })
  afterEach(() => site.close())

  it('sign in with the passkeys they had, found by the authenticator or by name', async () => {
    expect(await runImport(words(), lineOf(passkey))).toEqual({
      complete: true,
      lines: [
        'People    1 imported, 0 already there, 0 refused\nPasskeys  1 imported, 0 already there, 0 refused',
      ],
      remarks: [],
    })
    const visitor = site.browser()
    visitor.authenticator = phone
    const { account } = await visitor.signIn()
    expect(account.username).toBe('ada')
    expect((await visitor.signIn('ada')).account.id).toBe(account.id)
    expect(await signInThere(passkey, phone)).toBe(true)
  })

  it('keep the user handle they had: a new passkey takes the place of the old one', async () => {
    await runImport(words(), lineOf(passkey))
    const visitor = site.browser()
    visitor.authenticator = phone
    await visitor.signIn()
    const signals = (await visitor.request<SignalsMessage>('GET', '/auth/signals')).body
    expect(signals.currentUserDetails.userId).toBe(passkey.webauthnUserID)
    expect(signals.imported).toBeUndefined()
  })

  it('keep every user handle, where they have several', async () => {
    const laptop = new SoftwareAuthenticator()
    const other = await registerThere(ADA, laptop)
    const both = lineOf(passkey) + lineOf(other)
    expect((await runImportJson(words(), both)).report).toMatchObject({
      people: { imported: 1, alreadyThere: 0 },
      passkeys: { imported: 2 },
    })
    const visitor = site.browser()
    visitor.authenticator = laptop
    await visitor.signIn()
    const signals = (await visitor.request<SignalsMessage>('GET', '/auth/signals')).body
    const told = [signals, ...(signals.imported ?? [])]
    expect(told.map(({ currentUserDetails }) => currentUserDetails.userId)).toEqual([
      passkey.webauthnUserID,
      other.webauthnUserID,
    ])
    expect((await runImportJson(words(), both)).report).toMatchObject({
      people: { imported: 0, alreadyThere: 1 },
      passkeys: { imported: 0, alreadyThere: 2 },
    })
  })

  it.each([
    ['a public key in base64', (row: Row) => ({ ...row, publicKey: base64(row.publicKey) })],
    ['a public key as numbers', (row: Row) => ({ ...row, publicKey: [...row.publicKey] })],
    ['a public key as Node writes it', (row: Row) => row],
    [
      'a public key as bytes become',
      (row: Row) => ({ ...row, publicKey: Object.fromEntries(row.publicKey.entries()) }),
    ],
    ['transports between commas', (row: Row) => ({ ...row, transports: 'internal,hybrid' })],
    [
      'a public key in lines of base64, as PostgreSQL writes it',
      (row: Row) => ({ ...row, publicKey: base64(row.publicKey).replace(/(.{76})/, '$1\n') }),
    ],
  ])('are read with %s', async (_, written) => {
    const row: Row = { ...passkey, publicKey: Buffer.from(passkey.publicKey) }
    const { report } = await runImportJson(words(), JSON.stringify(written(row)))
    expect(report.passkeys.imported).toBe(1)
    const visitor = site.browser()
    visitor.authenticator = phone
    await visitor.signIn()
  })

  it.each([
    ['no JSON', () => '{', 'line_malformed'],
    ['a list of lines', () => `[${line({})}]`, 'line_malformed'],
    [
      'letters of another encoding',
      () => Buffer.from(line({ user: { id: 1, username: 'josé' } }), 'latin1'),
      'line_malformed',
    ],
    ['no user', () => line({ user: undefined }), 'user_id_missing'],
    ['no name', () => line({ user: { id: 1 } }), 'username_missing'],
    [
      'an address for a name',
      () => line({ user: { id: 1, username: 'a@b.cd' } }),
      'username_not_allowed',
    ],
    ['no credential id', () => line({ id: undefined }), 'credential_id_malformed'],
    ['a credential id of other letters', () => line({ id: 'ä' }), 'credential_id_malformed'],
    [
      'a credential id in hexadecimal',
      () => line({ id: Buffer.from(passkey.id, 'base64url').toString('hex') }),
      'credential_id_malformed',
    ],
    ['no public key', () => line({ publicKey: undefined }), 'public_key_malformed'],
    ['a point beside the curve', () => line({ publicKey: offCurve() }), 'public_key_malformed'],
    ['an unknown algorithm', () => line({ publicKey: 'ogECAxhk' }), 'algorithm_unsupported'],
    ['a counter below nothing', () => line({ counter: -1 }), 'counter_malformed'],
    [
      'a handle of 65 bytes',
      () => line({ webauthnUserID: 'A'.repeat(87) }),
      'user_handle_malformed',
    ],
    [
      'a backup of what has none',
      () => line({ deviceType: 'singleDevice', backedUp: true }),
      'backup_flags_contradict',
    ],
  ])('are refused with %s, and nothing is stored', async (_, made, reason) => {
    const before = await site.database.countRows()
    const { complete, refused } = await runImportJson(words(), made())
    expect(complete).toBe(false)
    expect(refused.map((row) => row.reason)).toContain(reason)
    expect(refused[0]?.place).toBe('line 1')
    expect(await site.database.countRows()).toBe(before)
  })

  it('are read behind a byte order mark, and with line separators in their names', async () => {
    const piped = `\uFEFF${line({ user: { ...ADA, displayName: 'Ada\u2028' } })}\r\n`
    expect((await runImportJson(words(), piped)).report.people.imported).toBe(1)
  })

  it('are refused where somebody has their name, their handle or their passkey', async () => {
    const visitor = site.browser()
    await visitor.signUp('ada')
    const taken = await runImportJson(words(), lineOf(passkey))
    expect(taken.refused).toEqual([
      { place: 'line 1', reason: 'username_taken' },
      { place: 'line 1', passkey: passkey.id, reason: 'username_taken' },
    ])
    await runImport(words(), lineOf({ ...passkey, user: { id: 1, username: 'bob' } }))
    const again = lineOf({ ...passkey, user: { id: 2, username: 'eve' } })
    expect((await runImportJson(words(), again)).refused[0]?.reason).toBe('user_handle_taken')
    const stolen = lineOf({
      ...passkey,
      webauthnUserID: 'b3RoZXI',
      user: { id: 3, username: 'eve' },
    })
    expect((await runImportJson(words(), stolen)).refused.map(({ reason }) => reason)).toEqual([
      'credential_exists',
      'credential_exists',
    ])
    const accounts = await site.database.rows('SELECT username FROM accounts ORDER BY username')
    expect(accounts.map(({ username }) => username)).toEqual(['ada', 'bob'])
  })

  it('are told apart from the same number of another site', async () => {
    await runImport(words(), lineOf(passkey))
    const other = await registerThere({ id: 17, username: 'zoe' }, new SoftwareAuthenticator())
    expect((await runImportJson(words(), lineOf(other))).report.people.imported).toBe(1)
  })

  function line(change: object): string {
    return JSON.stringify({ ...(JSON.parse(lineOf(passkey)) as object), ...change })
  }

  function offCurve(): string {
    const key = Buffer.from(passkey.publicKey)
    key[key.length - 1]! ^= 1
    return key.toString('base64url')
  }
})

describe('latchkey import', () => {
  it('reads a file, and other names for its members', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-import-'))
    const { user, ...passkey } = await registerThere(ADA, new SoftwareAuthenticator())
    const publicKey = Buffer.from(passkey.publicKey).toString('base64')
    const rows = join(folder, 'rows.jsonl')
    const map = join(folder, 'map.json')
    writeFileSync(
      rows,
      JSON.stringify({ ...passkey, publicKey, owner: { nr: user.id, login: 'ada' } }),
    )
    writeFileSync(map, '{"user.id":"owner.nr","user.username":"owner.login"}')
    const words = ['simplewebauthn', '--from', rows, '--map', map, '--dry-run']
    const database = `sqlite:${join(folder, 'new.db')}`
    const { report } = await runImportJson([...words, '--database', database])
    expect(report).toMatchObject({ dryRun: true, people: { imported: 1 } })
    rmSync(folder, { recursive: true })
  })

  it.each([
    [[]],
    [['elsewhere', '--from', '-']],
    [['simplewebauthn']],
    [['simplewebauthn', '--from', 'no-such-file']],
    [['simplewebauthn', '--from', tmpdir()]],
    [['simplewebauthn', '--from', '-', '--accounts', 'number']],
    [['better-auth', '--from', 'sqlite:no-such-file']],
    [['better-auth', '--from', 'mysql://localhost/x']],
  ])('explains %j', async (words) => {
    await expect(runImport(words)).rejects.toThrow(UsageError)
  })
})

type Row = Omit<StoredPasskey, 'publicKey'> & { readonly publicKey: Buffer }

function base64(bytes: Buffer): string {
  return bytes.toString('base64')
}
