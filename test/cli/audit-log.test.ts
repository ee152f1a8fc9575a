/** `latchkey audit`, on a real database that a real server wrote. */
import { existsSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { auditCommand } from '../../src/cli/audit-log.ts'
import { UsageError } from '../../src/cli/usage.ts'
import { databaseFile } from '../server/database.ts'
import type { DatabaseFile } from '../server/database.ts'
import { openSite } from '../server/site.ts'

let file: DatabaseFile
beforeEach(async () => {
  file = databaseFile()
  const site = openSite({ database: file.url })
  const ann = site.browser()
  await ann.signUp('ann')
  await ann.signIn()
  await ann.request('DELETE', '/auth/session')
  await site.latchkey.close()
})
afterEach(() => file.remove())

const refuse = (line: string) => expect(line).toBeUndefined()

async function run(...args: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = []
  await auditCommand([...args, '--database', file.url], {
    environment: {},
    print: (line) => void lines.push(line),
    remark: () => undefined,
  })
  return lines
}

describe('latchkey audit', () => {
  it('exports every event as a line of JSON, from any place on', async () => {
    const lines = await run('export', '--json')
    const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(events.map(({ position, event }) => [position, event])).toEqual([
      [1, 'registration'],
      [2, 'authentication'],
      [3, 'session.end'],
    ])
    expect(await run('export', '--json', '--from', '3')).toEqual(lines.slice(2))
    expect(lines.join('')).not.toContain('ann')
  })

  it('exports for people, too', async () => {
    const [first] = await run('export')
    expect(first).toMatch(/^1 {2}2026-\d\d-\d\dT[\d:.]+Z {2}registration {2}accepted {2}account /)
  })

  it('finds the log sound, and says what to write down', async () => {
    const [line] = await run('verify')
    expect(line).toMatch(/sound: 3 events\. It ends with 3:[\w-]{43}$/)
    const known = line!.split(' ').at(-1)!
    const verdict = (await run('verify', '--json', '--known', known)).join('')
    expect(JSON.parse(verdict)).toMatchObject({ sound: true, events: 3 })
  })

  it('fails when somebody touched it', async () => {
    await run('verify')
    file.run("UPDATE audit_log SET account_id = 'x' WHERE position = 2")
    await expect(run('verify')).rejects.toThrow(/broken at 2/)
    file.run('DELETE FROM audit_log WHERE position = 1')
    await expect(run('verify', '--json')).rejects.toThrow(/broken at 1/)
  })

  it.each([
    ['that is not there', 'sqlite:./not-there/latchkey.db', { code: 'store_unavailable' }],
    ['of no kind that is known', 'mysql://localhost/x', { name: 'UsageError' }],
  ])('finds nothing sound in a database %s, and makes none', async (_, url, failure) => {
    const output = { environment: { LATCHKEY_DATABASE: url }, print: refuse, remark: refuse }
    await expect(auditCommand(['verify'], output)).rejects.toMatchObject(failure)
    expect(existsSync('not-there')).toBe(false)
  })

  it('forgets what is old, and finds the rest sound', async () => {
    expect(await run('prune', '--keep-days', '1')).toEqual(['3 events were forgotten.'])
    expect(await run('prune', '--keep-days', '1', '--json')).toEqual(['{"forgotten":0}'])
    expect((await run('verify')).join('')).toMatch(/sound: 1 events/)
  })

  it.each([
    ['nothing to do', []],
    ['something else', ['erase']],
    ['no number', ['export', '--from', 'first']],
    ['half a place', ['verify', '--known', '12']],
    ['no days', ['prune']],
    ['no days at all', ['prune', '--keep-days', '0']],
  ])('does not know what to do with %s', async (_, args) => {
    await expect(run(...args)).rejects.toThrow(UsageError)
  })
})
