/** docs/migrating-from-better-auth.md and docs/migrating-from-simplewebauthn.md, followed as they stand. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import { blocksFor } from '../docs/blocks.ts'
import { openWorkplace } from '../docs/shell.ts'
import type { Workplace } from '../docs/shell.ts'
import { openOldSite } from './better-auth-site.ts'

const HERE = 'test/migrating/guides.test.ts'
const textsOf = (page: string) => blocksFor(`docs/${page}`, HERE).map(({ text }) => text)

let place: Workplace
beforeEach(() => {
  place = openWorkplace()
})
afterEach(() => place.remove())

/** Runs the statements of a page on the app's database; answers the ids of accounts that it has then. */
function accountsAfter(statements: string, { file, table }: Readonly<Record<string, string>>) {
  const database = new DatabaseSync(join(place.folder, file ?? ''))
  try {
    const latchkey = join(place.folder, 'data', 'latchkey.db')
    database.exec(statements.replace('data/latchkey.db', latchkey))
    const rows = database.prepare(`select latchkey_account, accounts.id from ${table}
      join latchkey.accounts on accounts.username = 'ada'`)
    return rows.all().map(({ latchkey_account: kept, id }) => [kept, id])
  } finally {
    database.close()
  }
}

describe('the guides for those who come from elsewhere', () => {
  it('bring the people of better-auth', async () => {
    const old = await openOldSite(`sqlite:${join(place.folder, 'old.db')}`)
    const ada = await old.signUp({ email: 'ada@example.com', username: 'ada' })
    await ada.addPasskey(new SoftwareAuthenticator())
    const [dry = '', real = '', statements = ''] = textsOf('migrating-from-better-auth.md')
    expect((await place.run(dry)).stdout).toContain('Passkeys  1 would be imported')
    const done = await place.run(real)
    expect([done.code, done.stderr]).toEqual([0, ''])
    expect(done.stdout).toContain('1 people have a password there, which stays behind.')
    expect((await place.run(real)).stdout).toContain('Passkeys  0 imported, 1 already there')
    await old.close()
    const [[kept, id] = [], ...others] = accountsAfter(statements, {
      file: 'old.db',
      table: 'user',
    })
    expect([kept, others]).toEqual([id, []])
    expect(id).toMatch(/^[\w-]{22}$/)
  })

  it('bring the passkeys of a site with SimpleWebAuthn', async () => {
    const [line = '', commands = '', statements = ''] = textsOf('migrating-from-simplewebauthn.md')
    const named = line.replaceAll('\n', ' ').replace('"username"', '"login"')
    const broken = named.replace('"dGhl', '"=').replace('17', '18')
    writeFileSync(join(place.folder, 'passkeys.jsonl'), `${named}\n`)
    const { code, stdout } = await place.run(commands)
    expect([code, stdout]).toEqual([0, expect.stringContaining('Passkeys  1 imported')])

    const database = new DatabaseSync(join(place.folder, 'app.db'))
    database.exec(`create table users (login text); insert into users values ('ada'), ('bea')`)
    database.close()
    const [ada = [], bea = []] = accountsAfter(statements, { file: 'app.db', table: 'users' })
    expect([ada[0], bea[0]]).toEqual([ada[1], null])

    writeFileSync(join(place.folder, 'passkeys.jsonl'), `${named}\n${broken}\n`)
    const again = await place.run(commands.replace(/^.*--dry-run\n/m, ''))
    expect([again.code, again.stdout]).toEqual([1, expect.stringContaining('1 already there')])
    expect(again.stdout).toContain('refused  line 2, passkey =')
  })
})
