import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkWebhooks } from './check-webhooks.ts'
import { readSecret, signWebhook, verifyWebhook } from './signature.ts'

const key = Buffer.from('0123456789abcdefghijklmnop')
const secret = `whsec_${key.toString('base64')}`
const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const now = Date.UTC(2026, 10, 22)
const message = {
  type: 'authentication',
  timestamp: '2026-11-22T00:00:00.000Z',
  data: { position: 1 },
}
const body = JSON.stringify(message)
const headers = signWebhook([readSecret(secret)], { id: 'one', body, now })
const good = { secret, headers, body, now }

describe('verifyWebhook', () => {
  it('accepts what was signed, with the headers of a request or of Node', () => {
    expect(verifyWebhook(good)).toEqual(message)
    expect(verifyWebhook({ ...good, headers: new Headers(headers) })).toEqual(message)
  })

  it('signs as Standard Webhooks says', () => {
    const signed = `one.${now / 1000}.${body}`
    const mac = createHmac('sha256', key).update(signed).digest('base64')
    expect(headers).toEqual({
      'webhook-id': 'one',
      'webhook-timestamp': String(now / 1000),
      'webhook-signature': `v1,${mac}`,
    })
  })

  it('accepts either secret while it is being changed', () => {
    const both = signWebhook([readSecret(secret), readSecret(other)], { id: 'one', body, now })
    expect(verifyWebhook({ ...good, headers: both })).toEqual(message)
    expect(verifyWebhook({ ...good, headers: both, secret: other })).toEqual(message)
    expect(verifyWebhook({ ...good, secret: [other, secret] })).toEqual(message)
  })

  it.each([
    ['another body', { body: `${body} ` }, 'webhook_signature_mismatch'],
    ['another secret', { secret: other }, 'webhook_signature_mismatch'],
    ['another id', { headers: { ...headers, 'webhook-id': 'two' } }, 'webhook_signature_mismatch'],
    [
      'another version',
      {
        headers: {
          ...headers,
          'webhook-signature': headers['webhook-signature']!.replace('v1', 'v2'),
        },
      },
      'webhook_signature_mismatch',
    ],
    [
      'no signature',
      { headers: { ...headers, 'webhook-signature': '' } },
      'webhook_header_missing',
    ],
    ['no id', { headers: { 'webhook-timestamp': '1' } }, 'webhook_header_missing'],
    ['an old one', { now: now + 5 * 60_001 }, 'webhook_timestamp_out_of_range'],
    ['one from the future', { now: now - 5 * 60_001 }, 'webhook_timestamp_out_of_range'],
    [
      'no time',
      { headers: { ...headers, 'webhook-timestamp': 'soon' } },
      'webhook_timestamp_out_of_range',
    ],
  ])('refuses %s', (_, change, code) => {
    expect(() => verifyWebhook({ ...good, ...change })).toThrow(expect.objectContaining({ code }))
  })

  it.each(['null', '{}', 'no JSON', '{"type":"a"}'])('refuses the signed body %s', (text) => {
    const signed = signWebhook([key], { id: 'one', body: text, now })
    expect(() => verifyWebhook({ ...good, headers: signed, body: text })).toThrow(
      expect.objectContaining({ code: 'webhook_body_malformed' }),
    )
  })
})

describe('checkWebhooks', () => {
  const webhook = { url: 'https://example.com/hook', secret }

  it('takes https, and http on loopback', () => {
    expect(checkWebhooks([webhook, { ...webhook, url: 'http://127.0.0.1:8080/' }])).toHaveLength(2)
    expect(checkWebhooks([{ ...webhook, secret: [secret, other] }])[0]?.secrets).toHaveLength(2)
  })

  it.each([
    ['http elsewhere', { url: 'http://example.com/hook' }],
    ['a name in the URL', { url: 'https://user:word@example.com/' }],
    ['no URL', { url: 'example.com' }],
    ['a short secret', { secret: 'whsec_MTIz' }],
    ['another secret', { secret: 'canary-canary-canary-canary-canary' }],
    ['no events', { events: [] }],
    ['an unknown member', { retries: 3 }],
  ])('refuses %s, and does not repeat a secret', (_, change) => {
    const check = () => checkWebhooks([{ ...webhook, ...change }])
    expect(check).toThrow(TypeError)
    expect(check).not.toThrow(/canary/)
  })

  it('refuses one URL twice', () => {
    expect(() => checkWebhooks([webhook, webhook])).toThrow(TypeError)
  })
})
