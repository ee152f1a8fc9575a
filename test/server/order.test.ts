/** Requests that are wrong in two ways get the answer of the earlier check (security.md R3). */
import { afterEach, describe, expect, it } from 'vitest'
import { MINUTE, openSite } from './site.ts'
import type { Site, Visitor } from './site.ts'

let site: Site
afterEach(() => site.latchkey.close())

const FINISH = '/auth/authentication'
const EVIL = { origin: 'https://evil.example' }
const large = ' '.repeat(70_000)

type Row = readonly [
  first: string,
  second: string,
  code: string,
  act: (visitor: Visitor) => unknown,
]

const rows: readonly Row[] = [
  [
    'host',
    'route',
    'misdirected_request',
    (v) => v.request('GET', '/nothing', { headers: { host: 'evil.example' } }),
  ],
  [
    'host',
    'size',
    'misdirected_request',
    (v) => v.request('POST', FINISH, { raw: large, headers: { host: 'evil.example' } }),
  ],
  ['route', 'size', 'not_found', (v) => v.request('POST', '/nothing', { raw: large })],
  [
    'route',
    'cross-site',
    'not_found',
    (v) => v.request('POST', '/nothing', { raw: '{}', headers: EVIL }),
  ],
  ['method', 'size', 'method_not_allowed', (v) => v.request('PUT', FINISH, { raw: large })],
  [
    'method',
    'cross-site',
    'method_not_allowed',
    (v) => v.request('PUT', FINISH, { raw: '{}', headers: EVIL }),
  ],
  [
    'size',
    'media type',
    'body_too_large',
    (v) => v.request('POST', FINISH, { raw: large, headers: { 'content-type': 'text/plain' } }),
  ],
  [
    'size',
    'cross-site',
    'body_too_large',
    (v) => v.request('POST', FINISH, { raw: large, headers: EVIL }),
  ],
  [
    'media type',
    'cross-site',
    'unsupported_media_type',
    (v) =>
      v.request('POST', FINISH, { raw: '{}', headers: { ...EVIL, 'content-type': 'text/plain' } }),
  ],
  [
    'media type',
    'JSON',
    'unsupported_media_type',
    (v) => v.request('POST', FINISH, { raw: '{', headers: { 'content-type': 'text/plain' } }),
  ],
  [
    'cross-site',
    'JSON',
    'cross_site_request',
    (v) => v.request('POST', FINISH, { raw: '{', headers: EVIL }),
  ],
  [
    'cross-site',
    'session',
    'cross_site_request',
    (v) => v.request('DELETE', '/auth/session', { headers: EVIL }),
  ],
  [
    'JSON',
    'session',
    'malformed_json',
    (v) => v.request('PATCH', '/auth/passkeys/x', { raw: '{' }),
  ],
  [
    'session',
    'shape',
    'session_required',
    (v) => v.request('PATCH', '/auth/passkeys/x', { body: { name: 5 } }),
  ],
  ['session', 'freshness', 'session_required', (v) => v.request('DELETE', '/auth/passkeys/x')],
  [
    'session',
    'shape of the options',
    'session_required',
    (v) => v.post('/auth/registration/options', { mediation: 'conditional' }),
  ],
  [
    'shape',
    'ownership',
    'invalid_request',
    async (v) => {
      await v.signUp('alice')
      return v.request('PATCH', '/auth/passkeys/x', { body: { name: '' } })
    },
  ],
  [
    'shape',
    'freshness',
    'invalid_request',
    async (v) => {
      await v.signUp('alice')
      site.clock.advance(6 * MINUTE)
      return v.post('/auth/registration/options', { mediation: 'required' })
    },
  ],
  [
    'freshness',
    'ownership',
    'reauthentication_required',
    async (v) => {
      await v.signUp('alice')
      site.clock.advance(6 * MINUTE)
      return v.request('DELETE', '/auth/passkeys/not-mine')
    },
  ],
  ['shape', 'ceremony', 'invalid_request', (v) => v.post(FINISH, { id: 'x' })],
]

describe('the order of checks', () => {
  it.each(rows)('%s comes before %s', async (_first, _second, code, act) => {
    site = openSite()
    const { body } = (await act(site.browser())) as { body: { code: string } }
    expect(body.code).toBe(code)
  })
})
