/** What the server measures of itself, and who may read it (security.md R159, R162). */
import { metrics, trace } from '@opentelemetry/api'
import type {
  Attributes,
  MeterProvider,
  ObservableResult,
  TracerProvider,
} from '@opentelemetry/api'
import { afterEach, describe, expect, it } from 'vitest'
import { CONFIG_MEMBERS } from '../../src/server/check-config.ts'
import { MINUTE, openSite } from './site.ts'
import type { Site } from './site.ts'

let site: Site
afterEach(() => site?.latchkey.close())

async function scrape(headers: Record<string, string> = {}): Promise<Response> {
  const request = new Request('https://example.com/metrics', { headers })
  return site.latchkey.fetch(request)
}

/** The number of a series; undefined when there is none. */
async function series(name: string, labels: string): Promise<number | undefined> {
  const lines = (await (await scrape()).text()).split('\n')
  const start = `${name}{${labels}} `
  const line = lines.find((one) => one.startsWith(start))
  return line === undefined ? undefined : Number(line.slice(start.length))
}

describe('/metrics', () => {
  it.each([undefined, 'off'] as const)('is not there when it is %s', async (setting) => {
    site = openSite(setting === undefined ? {} : { metrics: setting })
    expect((await scrape()).status).toBe(404)
  })

  it('is for whoever has the token, and not there for others', async () => {
    const token = 'canary-token-of-metrics'
    site = openSite({ metrics: { token } })
    expect((await scrape({ authorization: `Bearer ${token}` })).status).toBe(200)
    for (const authorization of ['', 'Bearer canary-token', `Basic ${token}`]) {
      const answer = await scrape({ authorization })
      expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'not_found' }])
    }
  })

  it.each([{ metrics: 'yes' }, { metrics: { token: 'short' } }, { metrics: { tokens: [] } }])(
    'refuses the configuration %j',
    (change) => {
      expect(Object.hasOwn(CONFIG_MEMBERS, 'metrics')).toBe(true)
      expect(() => openSite(change as never)).toThrow(TypeError)
    },
  )

  it('is text in the form that Prometheus reads', async () => {
    site = openSite({ metrics: 'on' })
    await site.browser().signUp('ann')
    const answer = await scrape()
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    const text = await answer.text()
    const value = String.raw`(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?)`
    const label = String.raw`[a-z]+="(?:[^"\\\n]|\\.)*"`
    const line = new RegExp(
      `^(?:# (?:HELP|TYPE) .+|[a-z_]+(?:{${label}(?:,${label})*})? ${value})$`,
    )
    for (const one of text.trimEnd().split('\n')) expect(one).toMatch(line)
    expect(text.endsWith('\n')).toBe(true)
    const names = text.match(/^# TYPE (\S+)/gm)
    expect(new Set(names).size).toBe(names?.length)
    expect(text).toContain('latchkey_operation_duration_seconds_bucket{operation=')
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m)
  })

  it('counts calls by how they ended, whichever way they came', async () => {
    site = openSite({ metrics: 'on' })
    const ann = site.browser()
    await ann.signUp('ann')
    await ann.signIn()
    await ann.trySignIn({ faults: { signature: 'bit_flipped' } })
    await ann.request('GET', '/nowhere')
    await site.latchkey.api.authenticationOptions({})
    const count = (labels: string) => series('latchkey_operations_total', labels)
    expect(await count('operation="finishAuthentication",outcome="accepted",code=""')).toBe(1)
    expect(
      await count(
        'operation="finishAuthentication",outcome="refused",code="authentication_failed"',
      ),
    ).toBe(1)
    expect(await count('operation="none",outcome="refused",code="not_found"')).toBe(1)
    expect(await count('operation="authenticationOptions",outcome="accepted",code=""')).toBe(3)
    const durations = 'latchkey_operation_duration_seconds_count'
    expect(await series(durations, 'operation="authenticationOptions",outcome="accepted"')).toBe(3)
  })

  it('tells how far people get with their passkeys, and why no further', async () => {
    site = openSite({ metrics: 'on' })
    const ann = site.browser()
    await ann.signUp('ann')
    await ann.addPasskey()
    await ann.beginSignIn()
    await ann.signIn()
    await ann.trySignIn({ faults: { signature: 'bit_flipped' } })
    const step = (ceremony: string, name: string, purpose = '', reason = '') =>
      series(
        'latchkey_passkey_funnel_total',
        `ceremony="${ceremony}",step="${name}",purpose="${purpose}",reason="${reason}"`,
      )
    expect(await step('creation', 'offered', 'sign-up')).toBe(1)
    expect(await step('creation', 'created', 'sign-up')).toBe(1)
    expect(await step('creation', 'created', 'added')).toBe(1)
    expect(await step('sign-in', 'offered')).toBe(3)
    expect(await step('sign-in', 'used')).toBe(1)
    expect(await step('sign-in', 'failed', '', 'signature_invalid')).toBe(1)
    const granting = site.browser()
    const body = { username: 'bob', password: 'correct horse battery staple' }
    await granting.post('/auth/password/registration', body)
    expect(await step('creation', 'granted', 'automatic')).toBe(1)
  })

  it('has no name, no address and no id in it (R162)', async () => {
    site = openSite({ metrics: 'on' })
    const ann = site.browser()
    const { account, passkey } = await ann.signUp('canary-name')
    site.clock.advance(6 * MINUTE)
    await ann.request('DELETE', `/auth/passkeys/${passkey.id}`)
    await ann.request('GET', '/canary-path')
    await ann.post('/auth/federated/canary-issuer', { idToken: 'canary-token' })
    const text = await (await scrape()).text()
    expect(text).not.toContain('canary')
    expect(text).not.toContain(account.id)
    expect(text).not.toContain(passkey.id)
  })
})

describe('OpenTelemetry', () => {
  it('gets a span for each operation, with its code and nothing else, and the measurements', async () => {
    const spans: { name: string; attributes: Attributes; ended: boolean }[] = []
    const observed = new Map<string, (result: ObservableResult) => void>()
    const recorded: unknown[] = []
    trace.setGlobalTracerProvider({
      getTracer: () => ({
        startActiveSpan(name: string, work: (span: unknown) => unknown) {
          const span = { name, attributes: {} as Attributes, ended: false }
          spans.push(span)
          return work({
            setAttribute: (key: string, value: string) => (span.attributes[key] = value),
            setStatus: () => undefined,
            end: () => (span.ended = true),
          })
        },
      }),
    } as unknown as TracerProvider)
    const observable = (name: string) => ({
      addCallback: (callback: (result: ObservableResult) => void) => observed.set(name, callback),
    })
    metrics.setGlobalMeterProvider({
      getMeter: () => ({
        createObservableCounter: observable,
        createObservableGauge: observable,
        createHistogram: () => ({ record: (...given: unknown[]) => recorded.push(given) }),
      }),
    } as unknown as MeterProvider)
    site = openSite({ telemetry: 'on' })
    const ann = site.browser()
    await ann.signUp('ann')
    await ann.trySignIn({ faults: { signature: 'bit_flipped' } })
    expect(spans.map(({ name, attributes }) => [name, attributes])).toEqual([
      ['latchkey registrationOptions', {}],
      ['latchkey finishRegistration', {}],
      ['latchkey authenticationOptions', {}],
      ['latchkey finishAuthentication', { 'latchkey.code': 'authentication_failed' }],
    ])
    expect(spans.every(({ ended }) => ended)).toBe(true)
    expect(recorded).toHaveLength(4)
    const seen: unknown[] = []
    const observe = (...given: unknown[]) => void seen.push(given)
    observed.get('latchkey.operations')?.({ observe })
    expect(seen).toContainEqual([1, { operation: 'finishRegistration', outcome: 'accepted' }])
    trace.disable()
    metrics.disable()
  })
})
