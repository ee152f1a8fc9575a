/** Webhooks, told to real endpoints that fail, hang, lead elsewhere and come back (security.md R149, R162). */
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LogEntry } from '../../src/server/audit.ts'
import { sealAll } from '../../src/server/audit-log/audit-log.ts'
import { acceptedEvent } from '../../src/server/audit.ts'
import { recordAudit } from '../../src/server/store/acts/audit-acts.ts'
import { openStore } from '../../src/server/store/open-store.ts'
import type { Store } from '../../src/server/store/store.ts'
import { checkWebhooks } from '../../src/server/webhooks/check-webhooks.ts'
import type { WebhookConfig } from '../../src/server/webhooks/check-webhooks.ts'
import { Courier } from '../../src/server/webhooks/courier.ts'
import type { CourierPace } from '../../src/server/webhooks/courier.ts'
import { verifyWebhook } from '../../src/server/webhooks/signature.ts'
import { databaseFile } from './database.ts'
import type { DatabaseFile } from './database.ts'

const SECRET = `whsec_${Buffer.from('0123456789abcdefghijklmnop').toString('base64')}`

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** An endpoint that does what it is told. */
class Endpoint {
  readonly received: Received[] = []
  answer: (response: ServerResponse) => void = (response) => void response.writeHead(204).end()
  readonly #server: Server

  constructor() {
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        this.received.push({ headers: request.headers, body: Buffer.concat(parts).toString() })
        this.answer(response)
      })
    })
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook?key=canary`
  }

  get positions(): readonly number[] {
    return this.received.map(({ body }) => JSON.parse(body).data.position as number)
  }

  async open(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve))
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }
}

const FAST: Partial<CourierPace> = {
  look: 10,
  timeout: 300,
  firstPause: 20,
  longestPause: 100,
  lease: 2000,
}

let file: DatabaseFile
let store: Store
let endpoint: Endpoint
let couriers: Courier[]
let log: Omit<LogEntry, 'time'>[]
beforeEach(async () => {
  file = databaseFile()
  store = await openStore(file.url)
  endpoint = new Endpoint()
  await endpoint.open()
  couriers = []
  log = []
})
afterEach(async () => {
  await Promise.all(couriers.map((courier) => courier.stop()))
  await endpoint.close()
  await store.close()
  file.remove()
})

function start(
  change: Partial<WebhookConfig> = {},
  { pace = {}, on = store }: { pace?: Partial<CourierPace>; on?: Store } = {},
): Courier {
  const webhooks = checkWebhooks([{ url: endpoint.url, secret: SECRET, ...change }])
  const courier = new Courier({
    store: on,
    webhooks,
    now: Date.now,
    log: (entry) => log.push(entry),
    pace: { ...FAST, ...pace },
  })
  couriers.push(courier)
  return courier
}

async function record(...events: readonly ('authentication' | 'registration')[]): Promise<void> {
  for (const event of events) {
    const subject = { at: Date.now(), requestId: 'request', event, accountId: 'account' }
    await store.transact((tables) => recordAudit(tables, acceptedEvent(subject)))
  }
}

async function until(done: () => boolean): Promise<void> {
  const end = Date.now() + 10_000
  while (!done()) {
    if (Date.now() > end) throw new Error('it did not happen in time')
    await sleep(5)
  }
}

/** A courier that has begun: its webhooks get what happens from now on. */
async function started(...given: Parameters<typeof start>): Promise<Courier> {
  const courier = start(...given)
  await until(() => file.rows('select * from webhook_cursors').length > 0)
  return courier
}

describe('a webhook', () => {
  it('gets every event in order, signed, and nothing from before it was configured', async () => {
    await record('authentication')
    await sealAll(store)
    await started()
    await record('registration', 'authentication')
    await until(() => endpoint.received.length >= 2)
    expect(endpoint.positions).toEqual([2, 3])
    const { headers, body } = endpoint.received[0]!
    const message = verifyWebhook({ secret: SECRET, headers, body })
    expect(message).toMatchObject({
      type: 'registration',
      data: { position: 2, event: 'registration', outcome: 'accepted', accountId: 'account' },
    })
    expect(headers['webhook-id']).toBe(message.data.hash)
    expect(headers['content-type']).toBe('application/json')
  })

  it('gets only the events it asked for', async () => {
    await started({ events: ['registration'] })
    await record('authentication', 'registration', 'authentication', 'registration')
    await until(() => endpoint.received.length >= 2)
    expect(endpoint.positions).toEqual([2, 4])
  })

  it.each([
    [
      'fails',
      (response: ServerResponse): void => void response.writeHead(500).end('no'),
      'refused',
    ],
    [
      'leads elsewhere',
      (response: ServerResponse): void =>
        void response.writeHead(307, { location: '/other' }).end(),
      'redirected',
    ],
    ['hangs', (): void => undefined, 'timeout'],
    ['hangs up', (response: ServerResponse): void => void response.destroy(), 'unreachable'],
  ] as const)('that %s is tried again until it takes the event', async (_, answer, reason) => {
    await started()
    endpoint.answer = answer
    await record('authentication', 'registration')
    await until(() => endpoint.received.length >= 3)
    expect(new Set(endpoint.positions)).toEqual(new Set([1]))
    expect(new Set(endpoint.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(log).toContainEqual(expect.objectContaining({ event: 'webhook', reason }))
    endpoint.answer = (response) => void response.writeHead(200).end('endless'.repeat(1000))
    await until(() => endpoint.positions.includes(2))
    expect(endpoint.positions.filter((position) => position === 2)).toEqual([2])
    expect(JSON.stringify(log)).not.toContain('canary')
  })

  it('waits longer after each failure, up to the longest pause', async () => {
    const at: number[] = []
    endpoint.answer = (response) => {
      at.push(Date.now())
      response.writeHead(503).end()
    }
    await started({}, { pace: { firstPause: 60, longestPause: 240 } })
    await record('authentication')
    await until(() => at.length >= 5)
    const pauses = at.slice(1).map((time, index) => time - at[index]!)
    for (const [index, least] of [60, 120, 240, 240].entries()) {
      expect(pauses[index]).toBeGreaterThanOrEqual(least - 2)
    }
  })

  it('goes on when a clock that was ahead by a year is right again', async () => {
    const first = await started()
    await first.stop()
    const ahead = Date.now() + 365 * 24 * 3_600_000
    file.run(`update webhook_cursors set failures = 1, retry_at = ${ahead}`)
    file.run(`insert into leases (name, holder, expires_at) values ('webhooks', 'gone', ${ahead})`)
    start()
    await record('authentication')
    await until(() => endpoint.received.length > 0)
    expect(endpoint.positions).toEqual([1])
  })

  it('that was away gets everything when it is back, also from a new process', async () => {
    const first = await started()
    const { port } = new URL(endpoint.url)
    await endpoint.close()
    await record('authentication', 'registration', 'authentication')
    await until(() => log.some(({ reason }) => reason === 'unreachable'))
    await first.stop()
    await endpoint.open(Number(port))
    start()
    await until(() => endpoint.received.length >= 3)
    expect(endpoint.positions).toEqual([1, 2, 3])
  })

  it('does not keep another one waiting', async () => {
    const slow = new Endpoint()
    await slow.open()
    slow.answer = () => undefined
    const webhooks = checkWebhooks([
      { url: slow.url, secret: SECRET },
      { url: endpoint.url, secret: SECRET },
    ])
    const parts = { store, webhooks, now: Date.now, log: () => undefined }
    couriers.push(new Courier({ ...parts, pace: FAST }))
    await until(() => file.rows('select * from webhook_cursors').length > 1)
    await record('authentication', 'registration', 'authentication')
    await until(() => endpoint.received.length >= 3)
    expect(new Set(slow.positions)).toEqual(new Set([1]))
    await slow.close()
  })

  it('is told by one process at a time, and by another when that one is gone', async () => {
    const other = await openStore(file.url)
    const first = await started()
    const second = start({}, { on: other })
    await record('authentication', 'registration', 'authentication')
    await until(() => endpoint.received.length >= 3)
    await sleep(50)
    expect(endpoint.positions).toEqual([1, 2, 3])
    await first.stop()
    await record('registration')
    await until(() => endpoint.received.length >= 4)
    expect(endpoint.positions).toEqual([1, 2, 3, 4])
    await second.stop()
    await other.close()
  })
})
