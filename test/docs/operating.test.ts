/** The page for operators: its examples run. */
import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { auditCommand } from '../../src/cli/audit-log.ts'
import { createLatchkey, verifyWebhook, WebhookError } from '../../src/server/index.ts'
import { databaseFile } from '../server/database.ts'
import { Visitor } from '../server/site.ts'

const secret = randomBytes(32)
const blocked = new Set(['blocked'])
const seen = new Set<number>()

// #region receiver
/** The route that the webhook names. */
async function receive(request: Request, webhookSecret: string): Promise<Response> {
  try {
    const { type, data } = verifyWebhook({
      secret: webhookSecret,
      headers: request.headers,
      body: await request.text(),
    })
    // The same event may come twice; its place never has another.
    if (!seen.has(data.position)) console.log(type, data.accountId)
    seen.add(data.position)
    return new Response(null, { status: 204 })
  } catch (error) {
    if (error instanceof WebhookError) return new Response(error.code, { status: 400 })
    throw error
  }
}
// #endregion

// #region chain
/** Checks an export without Latchkey: the hash of each line follows from the line before it. */
function checkExport(lines: readonly string[], before = new Uint8Array(32)): boolean {
  let last: Uint8Array = before
  return lines.every((json) => {
    const line = JSON.parse(json)
    const { position, time, requestId, event, outcome, hash } = line
    const { reason = null, accountId = null, credentialId = null } = line
    const at = Date.parse(time)
    const about = [reason, accountId, credentialId]
    const content = JSON.stringify(
      ['latchkey.audit.1', position, at, requestId, event, outcome].concat(about),
    )
    last = createHash('sha256').update(last).update(content).digest()
    return Buffer.from(last).toString('base64url') === hash
  })
}
// #endregion

it('tells a webhook, asks and tells the host, and measures', async () => {
  const webhookSecret = `whsec_${randomBytes(32).toString('base64')}`
  const metricsToken = 'token-of-16-or-more'
  const answers: number[] = []
  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    const headers = new Headers()
    for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value))
    const body = await text(incoming)
    const answer = await receive(new Request(url, { method: 'POST', headers, body }), webhookSecret)
    answers.push(answer.status)
    response.writeHead(answer.status).end()
  }
  const server = createServer((incoming, response) => void handle(incoming, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const file = databaseFile()
  const url = `http://127.0.0.1:${port}/`
  const welcomed: unknown[] = []
  const welcome = (accountId: string | undefined) => void welcomed.push(accountId)
  // #region configuration
  const latchkey = createLatchkey({
    rpId: 'example.com',
    origins: ['https://example.com'],
    database: file.url,
    secret,
    webhooks: [{ url, secret: webhookSecret, events: ['registration', 'passkey.delete'] }],
    hooks: {
      beforeSignUp: ({ username }) => (blocked.has(username) ? 'refuse' : 'allow'),
      event: ({ event, accountId }) => {
        if (event === 'registration') welcome(accountId)
      },
    },
    metrics: { token: metricsToken },
    auditRetention: 365,
    log: () => undefined,
  })
  // #endregion
  await latchkey.fetch(new Request('https://example.com/readyz'))
  while (file.rows('SELECT * FROM webhook_cursors').length === 0) await sleep(5)
  const visitor = new Visitor(latchkey, 'browser')
  const { account } = await visitor.signUp('ada')
  const refused = await visitor.post('/auth/registration/options', { username: 'blocked' })
  expect(refused.body).toMatchObject({ code: 'registration_failed', reason: 'not_allowed' })
  while (answers.length === 0) await sleep(5)
  expect([answers, welcomed]).toEqual([[204], [account.id]])
  const scrape = async () => {
    const headers = { authorization: `Bearer ${metricsToken}` }
    const answer = await latchkey.fetch(new Request('https://example.com/metrics', { headers }))
    return answer.text()
  }
  await vi.waitFor(async () =>
    expect(await scrape()).toContain('latchkey_webhook_deliveries_total{outcome="taken"} 1'),
  )
  await visitor.signIn()
  await latchkey.close()
  server.close()
  const forged = new Request('http://localhost/', { method: 'POST', body: '{}' })
  expect(await (await receive(forged, webhookSecret)).text()).toBe('webhook_header_missing')

  const lines: string[] = []
  const print = (line: string) => void lines.push(line)
  const world = { environment: {}, print, remark: () => undefined }
  await auditCommand(['export', '--json', '--database', file.url], world)
  expect(lines).toHaveLength(2)
  expect(checkExport(lines)).toBe(true)
  expect(checkExport(lines.toReversed())).toBe(false)
  file.remove()
})
