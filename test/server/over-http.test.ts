/** A Latchkey behind `node:http`, on its own and inside a handler of the app: both have to say the same. */
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Latchkey } from '../../src/server/latchkey.ts'
import type { FetchHandler } from '../../src/server/node/listener.ts'
import { serve } from '../../src/server/node/serve.ts'
import type { NodeServer } from '../../src/server/node/serve.ts'
import { openSite } from './site.ts'

const running: NodeServer[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()))
})

const MOUNTS: readonly (readonly [string, (latchkey: Latchkey) => FetchHandler])[] = [
  ['itself', (latchkey) => latchkey],
  ['an app', ({ fetch }) => ({ fetch: (request, connection) => fetch(request, connection) })],
  // Whoever takes the parts and brings another `fetch` is asked, not gone round.
  ['a copy', (latchkey) => ({ ...latchkey, fetch: (...call) => latchkey.fetch(...call) })],
]

/** Sends bytes and reads until the server closes. */
async function send(handler: FetchHandler, ...lines: readonly string[]): Promise<string> {
  const server = await serve(handler, { port: 0 })
  running.push(server)
  const socket = connect(server.port, '127.0.0.1').setEncoding('latin1')
  let received = ''
  socket.on('data', (chunk: string) => {
    received += chunk
  })
  socket.write(lines.join('\r\n'))
  await new Promise((resolve) => socket.once('close', resolve))
  return received
}

const END = ['connection: close', '', '']
const JSON_POST = ['content-type: application/json', 'latchkey-client: native']

describe.each(MOUNTS)('a Latchkey served by %s', (_, mount) => {
  it.each([
    ['a path', ['GET /healthz HTTP/1.1', 'host: example.com'], 200],
    ['a path with a query', ['GET /healthz?a=1 HTTP/1.1', 'host: example.com'], 200],
    ['its default port too', ['GET /healthz HTTP/1.1', 'host: Example.com:80'], 200],
    ['an unknown path', ['GET /nowhere HTTP/1.1', 'host: example.com'], 404],
    ['a path and a slash', ['GET /healthz/ HTTP/1.1', 'host: example.com'], 404],
    ['a longer path', ['GET /healthz/x HTTP/1.1', 'host: example.com'], 404],
    ['a path in other case', ['GET /Healthz HTTP/1.1', 'host: example.com'], 404],
    ['a path with dots', ['GET /x/../healthz HTTP/1.1', 'host: example.com'], 200],
    ['two slashes', ['GET //evil.example/healthz HTTP/1.1', 'host: example.com'], 404],
    ['a method that is not there', ['PUT /healthz HTTP/1.1', 'host: example.com'], 405],
    ['another host', ['GET /healthz HTTP/1.1', 'host: evil.example'], 421],
    ['an unreadable host', ['GET /healthz HTTP/1.1', 'host: a b'], 421],
    ['no path', ['OPTIONS * HTTP/1.1', 'host: example.com'], 421],
    ['a whole URL', ['GET http://example.com/healthz HTTP/1.1', 'host: example.com'], 200],
    [
      'a whole URL of another host',
      ['GET http://evil.example/healthz HTTP/1.1', 'host: example.com'],
      421,
    ],
    [
      'a whole URL, and another host',
      ['GET http://example.com/healthz HTTP/1.1', 'host: evil.example'],
      421,
    ],
    [
      'a whole URL with a person in it',
      ['GET http://example.com@evil.example/healthz HTTP/1.1', 'host: example.com'],
      421,
    ],
    ['a URL of another kind', ['GET ftp://example.com/healthz HTTP/1.1', 'host: example.com'], 421],
  ])('asked for %s', async (__, lines, status) => {
    const received = await send(mount(openSite().latchkey), ...lines, ...END)
    expect(received).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  })

  it('keeps a connection whose request had no body, and reads on', async () => {
    const twice = ['GET /nowhere HTTP/1.1', 'host: example.com', '', 'GET /healthz HTTP/1.1']
    const received = await send(mount(openSite().latchkey), ...twice, 'host: example.com', ...END)
    expect(received).toMatch(/^HTTP\/1\.1 404 [\s\S]*HTTP\/1\.1 200 /)
  })

  it('answers HEAD with the headers alone', async () => {
    const lines = ['HEAD /healthz HTTP/1.1', 'host: example.com']
    const received = await send(mount(openSite().latchkey), ...lines, ...END)
    expect(received).toMatch(/^HTTP\/1\.1 200 [\s\S]*content-type: application\/json/i)
    expect(received).toMatch(/\r\n\r\n$/)
  })

  it.each([
    ['with its length', ['content-length: 2'], '{}'],
    ['in chunks', ['transfer-encoding: chunked'], '1\r\n{\r\n1\r\n}\r\n0\r\n\r\n'],
  ])('reads a body %s', async (__, length, body) => {
    const lines = ['POST /auth/authentication/options HTTP/1.1', 'host: example.com', ...JSON_POST]
    const close = ['connection: close', '', body]
    const received = await send(mount(openSite().latchkey), ...lines, ...length, ...close)
    expect(received).toMatch(/^HTTP\/1\.1 200 [\s\S]*"challenge":/)
    expect(received).toMatch(/\r\nlatchkey-ceremony: /i)
  })

  it.each([
    ['with its length', ['content-length: 1025'], 'x'.repeat(1025)],
    ['in chunks', ['transfer-encoding: chunked'], `401\r\n${'x'.repeat(1025)}\r\n0\r\n\r\n`],
  ])('refuses a body %s that is a byte too long, and closes', async (__, length, body) => {
    const lines = ['POST /auth/authentication/options HTTP/1.1', 'host: example.com', ...JSON_POST]
    const { latchkey } = openSite({ bodyLimit: 1024 })
    const received = await send(mount(latchkey), ...lines, ...length, '', body)
    expect(received).toMatch(/^HTTP\/1\.1 413 [\s\S]*\r\nconnection: close/i)
    expect(received).toContain('"code":"body_too_large"')
  })
})

describe('a length that lies', () => {
  it('does not lift the limit', async () => {
    const { latchkey } = openSite({ bodyLimit: 1024 })
    const stream = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(64)),
    })
    const request = new Request('https://example.com/auth/authentication/options', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': '2' },
      body: stream,
      duplex: 'half',
    } as RequestInit)
    expect((await latchkey.fetch(request)).status).toBe(413)
    await latchkey.close()
  })
})
