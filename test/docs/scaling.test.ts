/** The blocks of docs/scaling.md, against a real PostgreSQL server. */
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PostgresServer } from '../store/postgres-server.ts'
import { blocksFor, ROOT } from './blocks.ts'
import { openWorkplace } from './shell.ts'
import type { Workplace } from './shell.ts'

const [variable, roles, suite] = blocksFor('docs/scaling.md', 'test/docs/scaling.test.ts')

let server: PostgresServer
let place: Workplace
beforeAll(async () => {
  server = await PostgresServer.start()
  place = openWorkplace()
})
afterAll(async () => {
  place.remove()
  await server.stop()
})

/** The server's address as this role, in this database. */
function urlAs(user: string, database: string, password = 'secret'): string {
  const url = new URL(server.url)
  Object.assign(url, { username: user, password, pathname: `/${database}` })
  return url.href
}

async function query(url: string, statements: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const one of statements.split(';\n').filter(Boolean)) await client.query(one)
  } finally {
    await client.end()
  }
}

it('has roles: one owns the tables and brings them up to date, the other serves', async () => {
  // The test server's own superuser has the name that the page gives away.
  await query(server.url, "create role root superuser login password 'secret';\n")
  await query(urlAs('root', 'postgres'), 'alter role latchkey rename to first;\n')

  // `psql` would do it in one go. This server wants passwords.
  const [asSuperuser = '', asOwner = ''] = roles!.text.split('\\connect latchkey latchkey_owner\n')
  await query(urlAs('root', 'postgres'), asSuperuser)
  for (const role of ['latchkey', 'latchkey_owner']) {
    await query(urlAs('root', 'postgres'), `alter role ${role} password 'secret';\n`)
  }
  await query(urlAs('latchkey_owner', 'latchkey'), asOwner)

  const owner = { LATCHKEY_DATABASE: urlAs('latchkey_owner', 'latchkey') }
  expect(await place.run('latchkey migrate', owner)).toMatchObject({ code: 0 })

  // The same variable, with this server in it, which speaks no TLS.
  const { host } = new URL(server.url)
  const lines = variable!.text
    .replace('db.example.com', host)
    .replace('?sslrootcert=/etc/latchkey/ca.pem', '')
  expect(lines).toContain(urlAs('latchkey', 'latchkey'))
  const ran = await place.run(`set -a\n${lines}latchkey audit verify --json`)
  expect([ran.code, ran.stderr]).toEqual([0, ''])
  const dropped = query(urlAs('latchkey', 'latchkey'), 'drop table accounts;\n')
  await expect(dropped).rejects.toThrow('must be owner')
})

it('has a suite that runs against any server', async () => {
  const lines = suite!.text
    .trim()
    .replace(/postgres:\S+/, urlAs('root', 'postgres'))
    // All of it is in this run already; here it is about the line.
    .concat(` -t 'keeps every member of a passkey'`)
  const { code, stdout, stderr } = await place.run(`cd '${ROOT}'\n${lines}`)
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/1 passed/)
}, 120_000)
