import { afterEach, describe, expect, it } from 'vitest'
import type { PasskeysMessage } from '../../src/protocol/messages.ts'
import { PROBLEMS } from '../../src/protocol/problem.ts'
import { itRefuses, signedIn } from './refusal-rows.ts'
import type { Row } from './refusal-rows.ts'
import { MINUTE, openSite } from './site.ts'
import type { Site } from './site.ts'

const OPTIONS = '/auth/authentication/options'

const rows: readonly Row[] = [
  [
    'E19 no session',
    401,
    'session_required',
    'session_required',
    (site) => site.browser().request('GET', '/auth/session'),
  ],
  [
    'E19 a passkey added by nobody',
    401,
    'session_required',
    'session_required',
    (site) => site.browser().post('/auth/registration/options', {}),
  ],
  [
    'E19 a session that nobody used for a day (R73)',
    401,
    'session_required',
    'session_required',
    async (site) => {
      const visitor = await signedIn(site)
      site.clock.advance(24 * 60 * MINUTE)
      return visitor.request('GET', '/auth/session')
    },
  ],
  [
    'E20 a passkey added without fresh proof (R36)',
    403,
    'reauthentication_required',
    'proof_not_fresh',
    async (site) => {
      const visitor = await signedIn(site)
      site.clock.advance(5 * MINUTE + 1)
      return visitor.post('/auth/registration/options', {})
    },
  ],
  [
    'E20 a passkey deleted without fresh proof (R89)',
    403,
    'reauthentication_required',
    'proof_not_fresh',
    async (site) => {
      const visitor = await signedIn(site)
      site.clock.advance(5 * MINUTE + 1)
      return visitor.request('DELETE', '/auth/passkeys/anything')
    },
  ],
  [
    'E21 another origin',
    403,
    'cross_site_request',
    'origin_not_allowed',
    (site) =>
      site
        .browser()
        .request('POST', OPTIONS, { body: {}, headers: { origin: 'https://evil.example' } }),
  ],
  [
    'E22 the passkey of somebody else (R87)',
    404,
    'not_found',
    'passkey_not_found',
    async (site) => {
      const bob = await signedIn(site, 'bob')
      const { body } = await bob.request<PasskeysMessage>('GET', '/auth/passkeys')
      const alice = await signedIn(site, 'alice')
      return alice.request('DELETE', `/auth/passkeys/${body.passkeys[0]!.id}`)
    },
  ],
  [
    'E22 a passkey that does not exist',
    404,
    'not_found',
    'passkey_not_found',
    async (site) =>
      (await signedIn(site)).request('PATCH', '/auth/passkeys/none', { body: { name: 'mine' } }),
  ],
  [
    'E23 the last passkey (R92)',
    409,
    'last_sign_in_method',
    'last_sign_in_method',
    async (site) => {
      const visitor = await signedIn(site)
      const { body } = await visitor.request<PasskeysMessage>('GET', '/auth/passkeys')
      return visitor.request('DELETE', `/auth/passkeys/${body.passkeys[0]!.id}`)
    },
  ],
]

describe('calls that are refused to whoever makes them', () => {
  itRefuses(rows)
})

describe('calls that are refused to whoever makes them, in detail', () => {
  let site: Site
  afterEach(() => site.latchkey.close())

  it('sends nothing but the members of its row', async () => {
    site = openSite()
    const { body, headers } = await site.browser().request('GET', '/auth/session')
    expect(Object.keys(body).toSorted()).toEqual(['code', 'requestId', 'status', 'title', 'type'])
    expect(body.title).toBe(PROBLEMS.session_required.title)
    // R2: a scheme that no browser prompts for.
    expect(headers.get('www-authenticate')).toBe('Latchkey')
  })
})
