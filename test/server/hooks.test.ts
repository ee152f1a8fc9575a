/** The host application's own functions: they hear of what was done, and are asked before a sign-up. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { HookEvent, SignUpRequest } from '../../src/server/host-hooks.ts'
import { databaseFile } from './database.ts'
import type { DatabaseFile } from './database.ts'
import { openSite } from './site.ts'
import type { Site } from './site.ts'

let site: Site
let file: DatabaseFile | undefined
afterEach(async () => {
  await site?.latchkey.close()
  file?.remove()
  file = undefined
})

const PASSWORD = 'correct horse battery staple'

describe('hooks.event', () => {
  it('hears of what was done, in order, after the commit', async () => {
    const heard: HookEvent[] = []
    site = openSite({ hooks: { event: (event) => void heard.push(event) } })
    const ann = site.browser()
    const { account, passkey } = await ann.signUp('ann')
    await ann.signIn()
    await ann.trySignIn({ faults: { signature: 'bit_flipped' } })
    await ann.request('DELETE', '/auth/session')
    await site.latchkey.close()
    const about = { accountId: account.id, credentialId: passkey.id }
    expect(heard).toMatchObject([
      { event: 'registration', at: site.clock.wall(), ...about },
      { event: 'authentication', ...about },
      { event: 'session.end', accountId: account.id },
    ])
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('canary')
      },
    ],
    ['rejects', () => Promise.reject(new Error('canary'))],
  ])('changes nothing when it %s, and that is noted without its words', async (_, event) => {
    site = openSite({ hooks: { event } })
    await site.browser().signUp('ann')
    await site.latchkey.close()
    expect(site.log).toContainEqual(
      expect.objectContaining({ event: 'hook', reason: 'event_hook_failed' }),
    )
    expect(JSON.stringify(site.log)).not.toContain('canary')
  })

  it('delays no answer, and tells one event after the other', async () => {
    const heard: string[] = []
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    const event = async (told: HookEvent) => {
      heard.push(told.event)
      await held
    }
    site = openSite({ hooks: { event } })
    const ann = site.browser()
    await ann.signUp('ann')
    await ann.signIn()
    expect(heard).toEqual(['registration'])
    release()
    await site.latchkey.close()
    expect(heard).toEqual(['registration', 'authentication'])
  })
})

describe('hooks.beforeSignUp', () => {
  it('is asked with the names and the way, and lets people in', async () => {
    const asked: SignUpRequest[] = []
    const beforeSignUp = async (request: SignUpRequest) => {
      asked.push(request)
      return 'allow' as const
    }
    site = openSite({ hooks: { beforeSignUp } })
    await site.browser().signUp('ann')
    const bob = { username: 'bob', displayName: 'Bob', password: PASSWORD }
    expect((await site.browser().post('/auth/password/registration', bob)).status).toBe(200)
    expect(asked).toEqual([
      { username: 'ann', displayName: 'ann', method: 'passkey' },
      { username: 'bob', displayName: 'Bob', method: 'password' },
    ])
  })

  it.each([
    ['says no', (): 'refuse' => 'refuse', 400, 'registration_failed'],
    [
      'throws',
      (): never => {
        throw new Error('canary')
      },
      503,
      'unavailable',
    ],
    ['says something else', (): never => true as never, 503, 'unavailable'],
    [
      'says nothing in time',
      (): Promise<'allow'> => sleep(10_000, 'allow', { ref: false }),
      503,
      'unavailable',
    ],
  ] as const)(
    'keeps people out when it %s, and nothing is written',
    async (_, hook, status, code) => {
      file = databaseFile()
      site = openSite({ database: file.url, hooks: { beforeSignUp: hook } })
      const before = [await site.browser().request('GET', '/readyz'), file.countRows()][1]
      const ann = site.browser()
      for (const [path, body] of [
        ['/auth/registration/options', { username: 'ann' }],
        ['/auth/password/registration', { username: 'ann', password: PASSWORD }],
      ] as const) {
        const answer = await ann.post(path, body)
        expect([answer.status, answer.body.code]).toEqual([status, code])
      }
      expect(file.countRows()).toBe(before)
      expect(JSON.stringify(site.log)).not.toContain('canary')
    },
  )

  it('says nothing about whether a name is taken', async () => {
    let answer: 'allow' | 'refuse' = 'allow'
    site = openSite({ hooks: { beforeSignUp: () => answer } })
    await site.browser().signUp('ann')
    answer = 'refuse'
    const bodies = ['ann', 'bob'].map(async (username) => {
      const refused = await site.browser().post('/auth/registration/options', { username })
      const { requestId: _, ...rest } = refused.body
      return rest
    })
    const [taken, free] = await Promise.all(bodies)
    expect(taken).toEqual(free)
  })
})
