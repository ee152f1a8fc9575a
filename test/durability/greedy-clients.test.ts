/** Clients that send too much (R6, F12): refused while they are still sending, and never kept in memory. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { type Socket, connect } from 'node:net'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleServer } from './bundle.ts'
import { RunningServer } from './running-server.ts'

const MIB = 1 << 20
const GIB = 1 << 30

const folder = mkdtempSync(join(tmpdir(), 'latchkey-greedy-'))
let server: RunningServer

beforeAll(async () => {
  server = await RunningServer.start(await bundleServer(folder))
  const secret = randomBytes(32).toString('base64url')
  await server.listen({ database: 'sqlite::memory:', secret })
  // What follows is measured against a server that has warmed up.
  for (let round = 0; round < 20; round++) await server.app().signUp(`warm-${round}`)
})
afterAll(async () => {
  await server.kill()
  rmSync(folder, { recursive: true })
})

const head = (...lines: string[]) =>
  [
    'POST /auth/authentication HTTP/1.1',
    'host: example.com',
    'latchkey-client: native',
    'content-type: application/json',
    ...lines,
    '\r\n',
  ].join('\r\n')

interface Outcome {
  readonly received: string
  readonly sent: number
}

/** Sends until everything is sent or the server closes; waits when the socket is full, as a client would. */
async function pour(start: string, piece: string, total: number): Promise<Outcome> {
  const socket: Socket = connect(server.port, '127.0.0.1').setEncoding('latin1')
  let received = ''
  let sent = 0
  socket.on('data', (chunk: string) => {
    received += chunk
  })
  socket.on('error', () => {})
  const closed = new Promise((resolve) => socket.once('close', resolve))
  const push = () => {
    while (!socket.destroyed && sent < total) {
      sent += piece.length
      if (!socket.write(piece)) return
    }
  }
  socket.on('drain', push)
  socket.write(start)
  push()
  await closed
  return { received, sent }
}

const PIECE = 'x'.repeat(1 << 16)
const CHUNK = `${PIECE.length.toString(16)}\r\n${PIECE}\r\n`

describe('a body of 1 GiB', () => {
  it.each([
    ['in chunks', head('transfer-encoding: chunked'), CHUNK],
    ['that says so', head(`content-length: ${GIB}`), PIECE],
  ])('%s is refused, cut, and not kept', async (_, start, piece) => {
    const before = platform() === 'linux' ? server.peakMemory() : 0
    const { received, sent } = await pour(start, piece, GIB)
    expect(received).toMatch(/^HTTP\/1\.1 413 /)
    expect(received).toMatch(/\r\ncontent-type: application\/problem\+json/i)
    expect(received).toMatch(/\r\nconnection: close/i)
    expect(received).toContain('"code":"body_too_large"')
    expect(sent).toBeLessThan(GIB)
    const after = platform() === 'linux' ? server.peakMemory() : 0
    expect(after - before).toBeLessThan(16 * MIB)
  })
})

it('a body that is longer than it says is not read as one', async () => {
  const { received } = await pour(
    `${head('content-length: 2', 'connection: close')}{}`,
    'x'.repeat(100),
    100,
  )
  expect(received).toMatch(/^HTTP\/1\.1 400 /)
  expect(received).not.toMatch(/HTTP\/1\.1 2/)
})

it('serves others all the while', async () => {
  const greedy = Promise.all(
    Array.from({ length: 8 }, () => pour(head('transfer-encoding: chunked'), CHUNK, GIB)),
  )
  const app = server.app()
  await app.signUp('patient')
  const { account } = await app.signIn()
  expect(account.username).toBe('patient')
  expect((await greedy).every(({ sent }) => sent < GIB)).toBe(true)
})
