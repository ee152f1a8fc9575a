/** One assertion, fifty copies, two processes, one session (R28, F15). */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleServer } from './bundle.ts'
import { RunningServer } from './running-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-one-session-'))
const path = join(folder, 'shared.db')
let servers: readonly RunningServer[] = []

beforeAll(async () => {
  const secret = randomBytes(32).toString('base64url')
  const bundle = await bundleServer(folder)
  servers = await Promise.all([RunningServer.start(bundle), RunningServer.start(bundle)])
  await Promise.all(servers.map((one) => one.listen({ database: `sqlite:${path}`, secret })))
})
afterAll(async () => {
  await Promise.all(servers.map((one) => one.kill()))
  rmSync(folder, { recursive: true })
})

/** Ids of all sessions, as the file has them. */
function sessions(): readonly string[] {
  const database = new DatabaseSync(path)
  const rows = database.prepare('select hex(id) as id from sessions').all()
  database.close()
  return rows.map(({ id }) => String(id))
}

it('gives a session to one of fifty copies of an assertion', async () => {
  const person = servers[0]!.app()
  await person.signUp('ana')
  for (let round = 0; round < 10; round++) {
    const assertion = await person.get(await person.beginSignIn())
    const before = sessions().length
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, copy) => {
        const app = servers[copy % 2]!.app()
        app.ceremony = person.ceremony
        return app.post('/auth/authentication', assertion)
      }),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const refused = answers.filter(({ body }) => body.code === 'challenge_used')
    expect(refused).toHaveLength(49)
    expect(refused.every(({ status }) => status === 401)).toBe(true)
    expect(sessions()).toHaveLength(before + 1)
  }
})
