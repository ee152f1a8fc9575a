/**
 * Nothing that is sent to any route gets out of it again: not into the log, the audit log, a webhook or the
 * metrics (security.md R159, R161, R162, R163, R165).
 *
 * The routes are walked, and so are the schemas of their bodies: a new route or a new member is in it.
 */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { auditCommand } from '../../src/cli/audit-log.ts'
import { ROUTES } from '../../src/protocol/route-table.ts'
import type { RouteName } from '../../src/protocol/route-table.ts'
import { pathOf } from '../../src/server/http/router.ts'
import { bodySchema } from '../../src/server/openapi/bodies.ts'
import { databaseFile } from './database.ts'
import type { DatabaseFile } from './database.ts'
import { openMailServer, until } from './mail-server.ts'
import type { MailServer } from './mail-server.ts'
import { askForLink, recover, someone } from './recovery-people.ts'
import { openSite } from './site.ts'
import type { Site, Visitor } from './site.ts'

const WEBHOOK_SECRET = `whsec_${randomBytes(32).toString('base64')}`
const METRICS_TOKEN = `canary-metrics-${randomBytes(16).toString('hex')}`

let file: DatabaseFile
let mail: MailServer
let site: Site
let webhooks: { readonly bodies: string[]; close(): Promise<unknown> }
beforeEach(async () => {
  file = databaseFile()
  mail = await openMailServer()
  const bodies: string[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      bodies.push(Buffer.concat(parts).toString())
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  webhooks = { bodies, close: () => new Promise((resolve) => server.close(resolve)) }
  const { port } = server.address() as AddressInfo
  site = openSite({
    database: file.url,
    mail: { url: mail.url, from: 'Example <hello@example.com>' },
    webhooks: [{ url: `http://127.0.0.1:${port}/canary-hook`, secret: WEBHOOK_SECRET }],
    metrics: { token: METRICS_TOKEN },
    issuers: {
      test: {
        issuer: 'http://127.0.0.1:9',
        jwksUri: 'http://127.0.0.1:9/keys',
        clientIds: ['canary-client'],
        insecureLoopback: true,
      },
    },
    hooks: {
      event: () => {
        throw new Error('canary-hook')
      },
    },
    limits: { finishesPerMinute: 100_000, optionsPerMinute: 100_000, mailsPerHour: 100 },
  })
  await site.browser().request('GET', '/readyz')
  await until(() => file.rows('SELECT * FROM webhook_cursors').length > 0, 'the webhook')
})
afterEach(async () => {
  await site?.latchkey.close()
  await webhooks.close()
  await mail.close()
  file.remove()
})

type Schema = Readonly<Record<string, unknown>>

/** Bodies that a schema would take, every text in them a canary: one for each of its variants. */
function planted(schema: Schema): readonly unknown[] {
  const variants = (schema['anyOf'] ?? schema['oneOf']) as readonly Schema[] | undefined
  if (variants !== undefined) return variants.flatMap(planted)
  if (schema['const'] !== undefined) return [schema['const']]
  if (Array.isArray(schema['enum'])) return [schema['enum'][0]]
  switch (schema['type']) {
    case 'object': {
      const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>)
      const bodies = [0, 1, 2].map((pick) =>
        Object.fromEntries(
          properties.map(([name, one]) => {
            const values = planted(one)
            return [name, values[pick % values.length]]
          }),
        ),
      )
      return bodies
    }
    case 'array':
      return [planted((schema['items'] ?? { type: 'string' }) as Schema).slice(0, 1)]
    case 'string':
      return [text(schema)]
    case 'number':
    case 'integer':
      return [schema['minimum'] ?? 0]
    case 'boolean':
      return [true, false]
    default:
      return [{ canary: text({}) }]
  }
}

let count = 0

/** Base64url on purpose: most texts of the protocol have to be. Long enough for any rule, unless one says less. */
function text({ maxLength = 64 }: { readonly maxLength?: number }): string {
  return `canary${count++}canarycanarycanarycanarycanary`.slice(0, Math.min(maxLength, 36))
}

/** Sends every route what it takes, and what it does not. */
async function walk(visitor: Visitor, names: readonly RouteName[]): Promise<number> {
  let sent = 0
  for (const name of names) {
    const { method, body } = ROUTES[name]
    const path = pathOf(name, '/auth')
      .replaceAll(/:issuer/g, 'test')
      .replaceAll(/:\w+/g, 'canary-id')
    const schema = bodySchema(name)
    const bodies =
      body === 'none'
        ? [undefined]
        : [
            ...(schema === undefined
              ? []
              : planted(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))),
            { canary: 'canary-unknown-member' },
            'canary-no-object',
          ]
    for (const one of bodies) {
      await visitor.request(method, `${path}?canary=canary`, {
        body: one,
        headers: { 'x-request-id': 'canary-request', 'user-agent': 'canary \u001b agent' },
      })
      sent += 1
    }
    if (body === 'json') await visitor.request(method, path, { raw: '{"canary": canary' })
  }
  return sent
}

async function output(): Promise<readonly (readonly [string, string])[]> {
  const scrape = new Request('https://example.com/metrics', {
    headers: { authorization: `Bearer ${METRICS_TOKEN}` },
  })
  const measured = await site.latchkey.fetch(scrape)
  expect(measured.status).toBe(200)
  const metrics = await measured.text()
  const lines: string[] = []
  const print = (line: string) => void lines.push(line)
  const world = { environment: {}, print, remark: () => undefined }
  await auditCommand(['export', '--json', '--database', file.url], world)
  await until(() => webhooks.bodies.length >= lines.length, 'every event by webhook')
  await site.latchkey.close()
  return [
    ['log', site.log.map((entry) => JSON.stringify(entry)).join('\n')],
    ['audit log', lines.join('\n')],
    ['metrics', metrics],
    ['webhooks', webhooks.bodies.join('\n')],
  ]
}

it('R162 keeps what is sent to any route out of log, audit log, webhooks and metrics', async () => {
  const names = Object.keys(ROUTES) as RouteName[]
  // Whoever signs out cannot go on; that comes last.
  const last: readonly RouteName[] = ['deleteAccount', 'endOtherSessions', 'endSession']
  const order = [...names.filter((name) => !last.includes(name)), ...last]
  for (const visitor of [site.browser(), site.app()]) {
    await walk(visitor, names)
    await visitor.signUp(`canary-walker-${visitor.kind}`)
    const sent = await walk(visitor, order)
    expect(sent).toBeGreaterThan(names.length)
  }
  for (const [where, written] of await output()) {
    expect([where, written.length > 100]).toEqual([where, true])
    expect([where, /.{0,80}canary.{0,80}/i.exec(written)?.[0]]).toEqual([where, undefined])
    // oxlint-disable-next-line no-control-regex
    expect([where, /[\u0000-\u0009\u000b-\u001f\u007f]/.test(written)]).toEqual([where, false])
  }
})

it('R162 keeps passwords, codes, mailed tokens and addresses out as well, right ones and wrong ones', async () => {
  const secrets = new Map<string, string>()
  const plant = (name: string, value: string | undefined) => {
    if (value !== undefined && value.length >= 8) secrets.set(`${name} ${secrets.size}`, value)
  }
  plant('webhook secret', WEBHOOK_SECRET)
  plant('metrics token', METRICS_TOKEN)
  const { visitor, address, codes } = await someone(site, mail, 'canary-owner')
  plant('username', 'canary-owner')
  plant('address', address)
  for (const code of codes) plant('recovery code', code)
  const password = 'canary correct horse battery'
  plant('password', password)
  await visitor.request('PUT', '/auth/password', { body: { password } })
  const credentials = { username: 'canary-owner', password }
  const other = site.browser()
  await other.post('/auth/password/authentication', credentials)
  const wrong = { ...credentials, password: 'canary wrong horse battery' }
  plant('wrong password', wrong.password)
  await other.post('/auth/password/authentication', wrong)
  await other.post('/auth/password/authentication', { ...wrong, username: password })
  await visitor.post('/auth/reauthentication', { password })
  const options = await other.post<{ nonce: string }>('/auth/federated/options', {})
  plant('nonce', options.body.nonce)
  const claims = Buffer.from(JSON.stringify({ nonce: options.body.nonce, sub: 'canary-subject' }))
  const header = Buffer.from(JSON.stringify({ alg: 'RS256', kid: 'canary-key' }))
  const idToken = [header, claims, Buffer.from('canary-signature')]
    .map((part) => part.toString('base64url'))
    .join('.')
  plant('ID token', idToken)
  await other.post('/auth/federated/test', { idToken })
  const lost = site.browser()
  const { token } = await askForLink(lost, mail, { username: 'canary-owner', address })
  plant('mailed token', token)
  await recover(lost, { token, code: codes[1]!.replaceAll(/./g, '0') })
  await recover(lost, { token, code: codes[0]! })
  await recover(lost, { token, code: codes[0]! })
  for (const each of [visitor, other, lost]) {
    for (const [name, cookie] of each.cookies) plant(name, cookie)
    for (const [name, cookie] of each.cookies) plant(`secret of ${name}`, cookie.split('.').at(-1))
  }
  const { text: sent } = await mail.mailTo(address)
  expect(sent.length).toBeGreaterThan(0)
  expect(secrets.size).toBeGreaterThan(20)
  for (const [where, written] of await output()) {
    expect([where, /.{0,80}canary.{0,80}/i.exec(written)?.[0]]).toEqual([where, undefined])
    for (const [name, value] of secrets) {
      expect([where, name, written.includes(value)]).toEqual([where, name, false])
    }
  }
})
