import { afterEach, describe, expect, it } from 'vitest'
import { itRefuses } from './refusal-rows.ts'
import type { Row } from './refusal-rows.ts'
import { openSite } from './site.ts'
import type { Site } from './site.ts'

const OPTIONS = '/auth/authentication/options'

const rows: readonly Row[] = [
  [
    'E1 an unknown path',
    404,
    'not_found',
    'path_unknown',
    (site) => site.browser().request('GET', '/auth/nothing'),
  ],
  [
    'E2 a method that is not allowed',
    405,
    'method_not_allowed',
    'method_not_allowed',
    (site) => site.browser().request('PUT', '/auth/session', { body: {} }),
  ],
  [
    'E3 another media type',
    415,
    'unsupported_media_type',
    'content_type',
    (site) =>
      site.browser().request('POST', OPTIONS, {
        raw: '{}',
        headers: { 'content-type': 'text/plain' },
      }),
  ],
  [
    'E3 no media type',
    415,
    'unsupported_media_type',
    'content_type',
    (site) =>
      site.browser().request('POST', OPTIONS, { raw: '{}', headers: { 'content-type': null } }),
  ],
  [
    'E3 an encoded body',
    415,
    'unsupported_media_type',
    'content_encoding',
    (site) =>
      site
        .browser()
        .request('POST', OPTIONS, { raw: '{}', headers: { 'content-encoding': 'gzip' } }),
  ],
  [
    'E3 an encoded body where none is wanted',
    415,
    'unsupported_media_type',
    'content_encoding',
    (site) =>
      site.browser().request('GET', '/auth/session', { headers: { 'content-encoding': 'gzip' } }),
  ],
  [
    'E4 a body that is too large',
    413,
    'body_too_large',
    'body_too_large',
    (site) => site.browser().request('POST', OPTIONS, { raw: ' '.repeat(65_537) }),
  ],
  [
    'E4 a body that is too large where none is wanted',
    413,
    'body_too_large',
    'body_too_large',
    (site) => site.browser().request('DELETE', '/auth/session', { raw: ' '.repeat(65_537) }),
  ],
  [
    'E7 another host',
    421,
    'misdirected_request',
    'misdirected_request',
    (site) => site.browser().request('GET', '/healthz', { headers: { host: 'evil.example' } }),
  ],
  [
    'E8 a body that is not JSON',
    400,
    'malformed_json',
    'json_malformed',
    (site) => site.browser().request('POST', OPTIONS, { raw: '{' }),
  ],
  [
    'E9 a member of the wrong type',
    400,
    'invalid_request',
    'shape',
    (site) => site.browser().post(OPTIONS, { username: 5 }),
  ],
  [
    'E9 a username that is a mailbox',
    400,
    'invalid_request',
    'username_not_allowed',
    (site) => site.browser().post('/auth/registration/options', { username: 'a@example.com' }),
  ],
]

describe('requests that are refused before they mean anything', () => {
  itRefuses(rows)
})

describe('requests that are refused before they mean anything, in detail', () => {
  let site: Site
  afterEach(() => site.latchkey.close())

  it('names the members that are wrong, without their values', async () => {
    site = openSite()
    const { body } = await site.browser().post('/auth/authentication', {
      id: 'short',
      rawId: 'short',
      type: 'public-key',
      response: { clientDataJSON: 'AB', authenticatorData: 5, signature: '' },
    })
    expect(body.errors).toEqual([
      { pointer: '/id', code: 'too_short' },
      { pointer: '/rawId', code: 'too_short' },
      { pointer: '/response/clientDataJSON', code: 'not_base64url' },
      { pointer: '/response/authenticatorData', code: 'wrong_type' },
      { pointer: '/response/signature', code: 'too_short' },
    ])
  })

  it('lists the allowed methods', async () => {
    site = openSite()
    const { headers } = await site.browser().request('PUT', '/auth/session', { body: {} })
    expect(headers.get('allow')).toBe('GET, HEAD, DELETE')
  })
})
