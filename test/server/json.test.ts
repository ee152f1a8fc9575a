/** Bodies that are hardly JSON, or JSON that hardly anyone sends (security.md R6, R9–R11). */
import { afterAll, describe, expect, it } from 'vitest'
import { openSite, ORIGIN } from './site.ts'

const site = openSite()
afterAll(() => site.latchkey.close())

const ROUTES = [
  '/auth/authentication/options',
  '/auth/authentication',
  '/auth/registration/options',
  '/auth/registration',
]
const visitor = site.browser()
const deep = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`
const bytes = (...values: number[]) => Uint8Array.from(values)

const MALFORMED: readonly (readonly [string, BodyInit])[] = [
  ['nothing', ''],
  ['white space', ' \n\t '],
  ['a byte order mark in front', '\uFEFF{}'],
  ['invalid UTF-8', bytes(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)],
  ['an overlong NUL', bytes(0x7b, 0x22, 0xc0, 0x80, 0x22, 0x3a, 0x31, 0x7d)],
  ['a surrogate as UTF-8', bytes(0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d)],
  ['UTF-16', bytes(0x7b, 0, 0x7d, 0)],
  ['trailing bytes', '{} {}'],
  ['a trailing NUL', '{}\0'],
  ['a trailing comma', '{"a":1,}'],
  ['a comment', '{/* */}'],
  ['single quotes', "{'a':1}"],
  ['an open string', '{"a":"'],
  ['a raw line break in a string', '{"a":"\n"}'],
  ['NaN', '{"a":NaN}'],
  ['Infinity', '{"a":-Infinity}'],
  ['a number with a leading zero', '{"a":01}'],
  ['hexadecimal', '{"a":0x1}'],
  ['a depth of 17', deep(17)],
  ['a depth of 30,000', deep(30_000)],
  ['a depth of 60,000 that never ends', '['.repeat(60_000)],
]

const STRANGE: readonly (readonly [string, string])[] = [
  ['an array', '[]'],
  ['a number', '1'],
  ['a text', '"text"'],
  ['null', 'null'],
  ['true', 'true'],
  ['huge numbers', '{"username":1e999999,"id":123456789012345678901234567890}'],
  ['a prototype', '{"__proto__":{"username":"alice"},"username":5}'],
  ['a constructor', '{"constructor":{"prototype":{"username":"x"}},"username":[]}'],
  ['a repeated member whose last one is wrong', '{"username":"alice","username":5,"id":1}'],
  ['a depth of 16', deep(16).replace('"a"', '"username"')],
  ['a lone surrogate', '{"username":"\\ud800","id":"\\udfff"}'],
  ['NUL in a text', '{"username":"a\\u0000b","id":0}'],
]

describe.each(ROUTES)('%s', (path) => {
  it.each(MALFORMED)('calls %s malformed', async (_, raw) => {
    const { status, body } = await visitor.request('POST', path, { raw })
    expect([status, body.code]).toEqual([400, 'malformed_json'])
  })

  it.each(STRANGE)('calls %s invalid', async (_, raw) => {
    const { status, body } = await visitor.request('POST', path, { raw })
    expect([status, body.code]).toEqual([400, 'invalid_request'])
  })
})

describe('a body', () => {
  const path = '/auth/authentication/options'

  it('may use the same member twice: the last one counts', async () => {
    const raw = '{"username":5,"username":"alice"}'
    expect((await visitor.request('POST', path, { raw })).status).toBe(200)
  })

  it('changes no prototype', async () => {
    const raw = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'
    expect((await visitor.request('POST', path, { raw })).status).toBe(200)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'Application/JSON ; charset="utf-8"',
  ])('may be called %s', async (type) => {
    const headers = { 'content-type': type }
    expect((await visitor.request('POST', path, { raw: '{}', headers })).status).toBe(200)
  })

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json, text/plain',
    'application/json; charset=utf-16',
    'application/json; charset=utf-8; x=y',
    'application/jsonp',
    'application/ld+json',
    '',
  ])('may not be called %s (R9)', async (type) => {
    const headers = { 'content-type': type }
    const { status } = await visitor.request('POST', path, { raw: '{}', headers })
    expect(status).toBe(415)
  })

  it('of exactly the limit is read', async () => {
    const raw = `{}${' '.repeat(65_534)}`
    expect((await visitor.request('POST', path, { raw })).status).toBe(200)
  })

  it.each([
    ['by what its length says', { 'content-length': '65537' }, 1],
    ['while it streams', {}, 70],
    ['while it streams, though its length lies', { 'content-length': '2' }, 70],
    ['however much there is to come', {}, Number.POSITIVE_INFINITY],
  ])('that is too large is refused %s (R6)', async (_, headers, kilobytes) => {
    let pulled = 0
    let cancelled = false
    const raw = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1
        controller.enqueue(new Uint8Array(1024).fill(0x20))
        if (pulled >= kilobytes) controller.close()
      },
      cancel() {
        cancelled = true
      },
    })
    const answer = await visitor.request('POST', path, { raw, headers })
    expect([answer.status, answer.body.code]).toEqual([413, 'body_too_large'])
    expect(answer.headers.get('connection')).toBe('close')
    expect(pulled).toBeLessThan(70)
    if (kilobytes > 70) expect(cancelled).toBe(true)
  })

  it('that breaks off is refused', async () => {
    const raw = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(new Error('reset'))
      },
    })
    const { body } = await visitor.request('POST', path, { raw })
    expect(body.code).toBe('malformed_json')
  })

  it('is not looked at where none belongs', async () => {
    const headers = { origin: ORIGIN, 'content-type': 'text/plain' }
    const { body } = await visitor.request('DELETE', '/auth/session', { raw: 'x', headers })
    expect(body.code).toBe('session_required')
  })
})

describe('texts that are stored (R14)', () => {
  it.each([
    ['a username of 65 bytes', { username: 'é'.repeat(33) }, '/username', 'too_long'],
    ['an empty username', { username: '' }, '/username', 'too_short'],
    ['a username of spaces', { username: '   ' }, '/username', 'too_short'],
    ['a line break', { username: 'a\nb' }, '/username', 'forbidden_character'],
    ['a bidi override', { username: 'a\u202eb' }, '/username', 'forbidden_character'],
    [
      'a bidi isolate',
      { username: 'alice', displayName: '\u2066x' },
      '/displayName',
      'forbidden_character',
    ],
    ['NUL', { username: 'alice', displayName: 'a\0' }, '/displayName', 'forbidden_character'],
    [
      'half a character',
      { username: 'alice', displayName: '\ud83d' },
      '/displayName',
      'not_well_formed',
    ],
    [
      '129 characters',
      { username: 'alice', displayName: '🔑'.repeat(129) },
      '/displayName',
      'too_long',
    ],
    ['no text', { username: 'alice', displayName: 5 }, '/displayName', 'wrong_type'],
  ])('are refused with %s', async (_, body, pointer, code) => {
    const answer = await visitor.post('/auth/registration/options', body)
    expect(answer.body.errors).toEqual([{ pointer, code }])
  })

  it('are taken up to their limits', async () => {
    const body = { username: 'é'.repeat(32), displayName: '🔑'.repeat(128) }
    const answer = await visitor.post('/auth/registration/options', body)
    expect(answer.status).toBe(200)
  })
})
