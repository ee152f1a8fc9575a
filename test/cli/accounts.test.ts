/** `latchkey accounts enrol-link`: an operator lets a locked-out person in (R96), once. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accountsCommand } from '../../src/cli/accounts.ts'
import type { PasskeysMessage, SignedInMessage } from '../../src/protocol/messages.ts'
import { openSecretFile } from '../../src/server/secret-file.ts'
import { databaseFile } from '../server/database.ts'
import type { DatabaseFile } from '../server/database.ts'
import { expectStatus, MINUTE, openSite } from '../server/site.ts'
import type { Site } from '../server/site.ts'

let site: Site
let file: DatabaseFile
let folder: string
const printed: string[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-accounts-'))
  file = databaseFile()
  const secrets = openSecretFile(join(folder, 'secret'), { create: true })
  site = openSite({ database: file.url, ...secrets })
  printed.length = 0
})
afterEach(async () => {
  await site.latchkey.close()
  file.remove()
  rmSync(folder, { recursive: true })
})

async function accounts(...args: readonly string[]): Promise<string> {
  await accountsCommand(args, {
    environment: {
      LATCHKEY_ORIGIN: 'https://example.com',
      LATCHKEY_DATABASE: file.url,
      LATCHKEY_SECRET_FILE: join(folder, 'secret'),
    },
    print: (line) => printed.push(line),
    remark: () => undefined,
    now: site.clock.wall,
  })
  return /#token=([\w-]+)$/.exec(printed.at(-1) ?? '')?.[1] ?? ''
}

describe('latchkey accounts enrol-link', () => {
  it('prints a link by which one person gives the account a new passkey, once', async () => {
    await site.browser().signUp('alice')
    const token = await accounts('enrol-link', 'alice')
    expect(printed).toEqual([`https://example.com/recover#token=${token}`])
    const lost = site.browser()
    const { session } = expectStatus(
      200,
      await lost.post<SignedInMessage>('/auth/recovery', { token }),
    )
    expect(session.method).toBe('recovery')
    await lost.addPasskey(lost.authenticator)
    expect(
      (await lost.request<PasskeysMessage>('GET', '/auth/passkeys')).body.passkeys,
    ).toHaveLength(2)
    expect((await site.browser().post('/auth/recovery', { token })).status).toBe(401)
  })

  it('voids the link before, and lets one live for as long as it was told', async () => {
    await site.browser().signUp('alice')
    const older = await accounts('enrol-link', 'alice')
    const newer = await accounts('enrol-link', 'ALICE', '--hours', '2')
    expect((await site.browser().post('/auth/recovery', { token: older })).status).toBe(401)
    site.clock.advance(119 * MINUTE)
    expect((await site.browser().post('/auth/recovery', { token: newer })).status).toBe(200)
    const late = await accounts('enrol-link', 'alice')
    site.clock.advance(60 * MINUTE)
    expect((await site.browser().post('/auth/recovery', { token: late })).status).toBe(401)
  })

  it('R164 is in the audit log, without the token', async () => {
    const { account } = await site.browser().signUp('alice')
    const token = await accounts('enrol-link', 'alice')
    const events = file.rows("SELECT * FROM audit_events WHERE event = 'account.enrol_link'")
    expect(events).toEqual([expect.objectContaining({ account_id: account.id })])
    expect(JSON.stringify(file.rows('SELECT * FROM mail_tokens'))).not.toContain(token)
  })

  it.each([
    ['nobody of that name', ['enrol-link', 'nobody']],
    ['no name', ['enrol-link']],
    ['another action', ['delete', 'alice']],
    ['too long', ['enrol-link', 'alice', '--hours', '73']],
    ['a page with a fragment', ['enrol-link', 'alice', '--page', '/recover#here']],
  ])('refuses %s', async (_, args) => {
    await site.browser().signUp('alice')
    await expect(accounts(...args)).rejects.toThrow(Error)
    expect(printed).toEqual([])
  })
})
