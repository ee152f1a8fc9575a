import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../authenticator/software-authenticator.ts'
import type { LogEntry } from './audit.ts'
import { createLatchkey } from './latchkey.ts'
import type { Latchkey } from './latchkey.ts'

const origin = 'https://example.com'
const log: LogEntry[] = []
let latchkey: Latchkey
afterEach(async () => {
  await latchkey.close()
  log.splice(0)
})

function open(change = {}): Latchkey {
  latchkey = createLatchkey({
    rpId: 'example.com',
    origins: [origin],
    database: 'sqlite::memory:',
    secret: randomBytes(32),
    log: (entry) => log.push(entry),
    ...change,
  })
  return latchkey
}

const get = (path: string) => latchkey.fetch(new Request(`${origin}${path}`))
const codeOf = async (response: Response) => ((await response.json()) as { code?: string }).code

describe('createLatchkey', () => {
  it('throws on a configuration that is nonsense', () => {
    open()
    expect(() => createLatchkey({ rpId: 'example.com' } as never)).toThrow(TypeError)
  })

  it('answers with 503 after it was closed, and closes once', async () => {
    open()
    expect((await get('/readyz')).status).toBe(200)
    await Promise.all([latchkey.close(), latchkey.close()])
    const answer = await get('/readyz')
    expect([answer.status, await codeOf(answer)]).toEqual([503, 'unavailable'])
    expect(log.filter(({ event }) => event === 'server.stopped')).toHaveLength(1)
  })

  it('lets what is running end before it closes (graceful stop)', async () => {
    open()
    const running = [get('/readyz'), get('/readyz'), get('/readyz')]
    await latchkey.close()
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200, 200])
  })

  it('answers with 503 while the database is away, and again when it is back (E28)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-away-'))
    const path = join(folder, 'data')
    // A folder where the file should be.
    mkdirSync(join(path, 'x'), { recursive: true })
    const time = { now: 1000 }
    const clock = { wall: () => 1_780_000_000_000 + time.now, monotonic: () => time.now }
    open({ database: `sqlite:${path}`, clock })
    const away = await get('/auth/session')
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '2'])
    expect(await codeOf(away)).toBe('unavailable')
    rmSync(path, { recursive: true })
    time.now += 1000
    expect((await get('/readyz')).status).toBe(200)
    rmSync(folder, { recursive: true })
  })

  it('does not fail when its log does', async () => {
    open({
      log: () => {
        throw new Error('disk full')
      },
    })
    expect((await get('/auth/session')).status).toBe(401)
  })

  it('turns a bug into a 500 without a word about it, and lives on (R4, E29)', async () => {
    let broken = false
    const clock = {
      wall: () => {
        if (broken) throw new Error('canary')
        return Date.now()
      },
      monotonic: () => 0,
    }
    open({ clock, log: (entry: LogEntry) => void log.push(entry) })
    await get('/readyz')
    broken = true
    const request = new Request(`${origin}/auth/authentication/options`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    const answer = await latchkey.fetch(request)
    const text = await answer.text()
    expect(answer.status).toBe(500)
    expect(text).toContain('internal_error')
    expect(text).not.toContain('canary')
    broken = false
    expect((await get('/readyz')).status).toBe(200)
  })
})

describe('the operations as functions', () => {
  it('carry a person from sign-up to sign-out', async () => {
    const { api } = open()
    const authenticator = new SoftwareAuthenticator()
    const begun = await api.registrationOptions({ username: 'alice' })
    const response = await authenticator.create(begun.body, { origin })
    const made = await api.finishRegistration(response, { ceremony: begun.ceremony })
    expect(made.body.account.username).toBe('alice')

    const held = { session: made.session }
    const renamed = await api.renamePasskey(made.body.passkey.id, { name: 'Key' }, held)
    expect(renamed.body.name).toBe('Key')
    expect((await api.listPasskeys(held)).body.passkeys).toEqual([renamed.body])
    await expect(api.deletePasskey(renamed.body.id, held)).rejects.toThrow(
      expect.objectContaining({ code: 'last_sign_in_method' }),
    )

    const headers = { cookie: `__Host-session=${made.session}` }
    const asked = await api.authenticate(new Request(origin, { headers }))
    expect(asked?.account).toEqual(made.body.account)

    const options = await api.authenticationOptions({})
    const answer = await authenticator.get(options.body, { origin })
    const again = { ...held, ceremony: options.ceremony, device: 'Test' }
    const signedIn = await api.finishAuthentication(answer, again)
    await expect(api.readSession(held)).rejects.toThrow(
      expect.objectContaining({ code: 'session_required' }),
    )
    await api.endSession({ session: signedIn.session })
    expect(await api.authenticate(new Request(origin, { headers }))).toBeUndefined()
    expect(await api.authenticate(new Request(origin))).toBeUndefined()

    const noted = log.map(({ event, outcome, reason }) => [event, outcome, reason])
    expect(noted).toEqual([
      ['server.started', 'accepted', undefined],
      ['registration', 'accepted', undefined],
      ['passkey.rename', 'accepted', undefined],
      ['passkey.delete', 'refused', 'last_sign_in_method'],
      ['authentication', 'accepted', undefined],
      ['session.read', 'refused', 'session_required'],
      ['session.end', 'accepted', undefined],
    ])
  })

  it('are refused once the server is closing', async () => {
    const { api, close } = open()
    const running = api.authenticationOptions({})
    await close()
    expect((await running).body.rpId).toBe('example.com')
    await expect(api.authenticationOptions({})).rejects.toThrow(
      expect.objectContaining({ code: 'unavailable' }),
    )
  })

  it('check shapes as the routes do', async () => {
    const { api } = open()
    await expect(api.finishAuthentication({ id: 5 }, {})).rejects.toThrow(
      expect.objectContaining({ code: 'invalid_request' }),
    )
    await expect(api.registrationOptions({})).rejects.toThrow(
      expect.objectContaining({ code: 'session_required' }),
    )
  })

  it('refuse what a visitor can make a host hand on: no body, a list for an id, an object for a cookie', async () => {
    const { api } = open()
    const { session } = await api.registerWithPassword({
      username: 'alice',
      password: 'velvet otter lamp',
    })
    const held = { session }
    const none = undefined as never
    const list = ['abc'] as never
    const nothing = { session: {}, ceremony: [], address: null, device: 7, deviceId: {} } as never
    const rows: readonly (readonly [() => Promise<unknown>, string])[] = [
      [() => api.registrationOptions(none), 'session_required'],
      [() => api.registrationOptions(none, held), 'invalid_request'],
      [() => api.registerWithPassword(none), 'invalid_request'],
      [() => api.finishReauthentication(none, held), 'invalid_request'],
      [() => api.unlinkIdentity(list, held), 'not_found'],
      [() => api.endSessionById(list, held), 'not_found'],
      [() => api.deletePasskey(list, held), 'not_found'],
      [() => api.renamePasskey(list, { name: 'Key' }, held), 'not_found'],
      [() => api.readSession(nothing), 'session_required'],
      [
        () => api.authenticateWithPassword({ username: 'alice', password: 'x' }, nothing),
        'authentication_failed',
      ],
    ]
    for (const [call, code] of rows) {
      await expect(call()).rejects.toThrow(expect.objectContaining({ code }))
    }
  })
})
