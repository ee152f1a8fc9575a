import { type Socket, connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { Connection, FetchHandler } from './listener.ts'
import { type NodeServer, type ServeOptions, serve } from './serve.ts'

const running: NodeServer[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()))
})

async function start(
  fetch: FetchHandler['fetch'],
  options: Partial<ServeOptions> = {},
): Promise<NodeServer> {
  const server = await serve({ fetch }, { port: 0, closeTimeout: 500, ...options })
  running.push(server)
  return server
}

/** Reads the body to its end, as a handler without a limit would. */
const echo: FetchHandler['fetch'] = async (request) => new Response(await request.text())

/** A raw client: what was received until the server closed the connection. */
class Client {
  readonly #socket: Socket
  received = ''
  readonly closed: Promise<string>

  constructor({ port }: NodeServer) {
    this.#socket = connect(port, '127.0.0.1')
    this.#socket.setEncoding('latin1').on('data', (chunk: string) => {
      this.received += chunk
    })
    this.closed = new Promise((resolve) => {
      this.#socket.on('close', () => resolve(this.received)).on('error', () => {})
    })
  }

  send(text: string): this {
    this.#socket.write(text)
    return this
  }

  get status(): number {
    return Number(/^HTTP\/1\.1 (\d{3})/.exec(this.received)?.[1])
  }
}

describe('serve', () => {
  it('answers, on a port it was given', async () => {
    const { port } = await start(echo)
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'hello' })
    expect(await answer.text()).toBe('hello')
  })

  it('listens on loopback unless told otherwise', async () => {
    const { server } = await start(echo)
    expect(server.address()).toMatchObject({ address: '127.0.0.1' })
  })

  it('tells when the port is taken', async () => {
    const { port } = await start(echo)
    await expect(serve({ fetch: echo }, { port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  it.each([
    ['headersTimeout', 10_001],
    ['requestTimeout', 15_001],
    ['answerTimeout', 20_001],
    ['keepAliveTimeout', 10_001],
    ['maxHeaderSize', 16_385],
    ['requestTimeout', 0],
  ])('refuses a %s of %i', async (name, value) => {
    await expect(serve({ fetch: echo }, { port: 0, [name]: value })).rejects.toThrow(RangeError)
  })

  it('holds the limits of R7 and R8 by default', async () => {
    const { server } = await start(echo)
    expect(server.headersTimeout).toBeLessThanOrEqual(10_000)
    expect(server.requestTimeout).toBeLessThanOrEqual(15_000)
    expect(server.keepAliveTimeout).toBeLessThanOrEqual(10_000)
    expect(server.maxConnections).toBeLessThanOrEqual(10_000)
    expect(server.maxRequestsPerSocket).toBeLessThanOrEqual(10_000)
  })

  it('tells the handler the address of the socket, whatever the request claims', async () => {
    let seen: Connection | undefined
    const server = await start((_, connection) => {
      seen = connection
      return new Response()
    })
    await fetch(`http://127.0.0.1:${server.port}/`, { headers: { 'x-forwarded-for': '10.9.8.7' } })
    expect(seen).toEqual({ remoteAddress: '127.0.0.1' })
  })

  it('names an IPv4 peer of a socket for both families as IPv4', async () => {
    let seen: Connection | undefined
    const fetchHandler: FetchHandler['fetch'] = (_, connection) => {
      seen = connection
      return new Response()
    }
    const server = await start(fetchHandler, { host: '::' })
    await fetch(`http://127.0.0.1:${server.port}/`)
    expect(seen).toEqual({ remoteAddress: '127.0.0.1' })
  })
})

describe('a hostile client', () => {
  it('that is slow with its headers is gone after the time for headers', async () => {
    const client = new Client(await start(echo, { headersTimeout: 500, requestTimeout: 500 }))
    const began = performance.now()
    const drip = setInterval(() => client.send('x'), 100)
    client.send('GET / HTTP/1.1\r\nhost: a\r\nx-slow: ')
    await client.closed
    clearInterval(drip)
    expect(client.status).toBe(408)
    expect(performance.now() - began).toBeLessThan(3_000)
  })

  it('that is slow with its body is gone after the time for the request', async () => {
    let failure: unknown
    const server = await start(
      async (request) => {
        await request.text().catch((error: unknown) => {
          failure = error
        })
        return new Response('late')
      },
      { headersTimeout: 300, requestTimeout: 600 },
    )
    const client = new Client(server)
    const drip = setInterval(() => client.send('x'), 100)
    client.send('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\n')
    await client.closed
    clearInterval(drip)
    expect(client.received).not.toContain('200 OK')
    expect(failure).toBeInstanceOf(Error)
  })

  it.each([
    [
      'sends both Content-Length and Transfer-Encoding',
      'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    [
      'repeats Content-Length',
      'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab',
      400,
    ],
    ['ends its lines with LF alone', 'GET / HTTP/1.1\nhost: a\n\n', 400],
    ['folds a header line', 'GET / HTTP/1.1\r\nhost: a\r\nx: 1\r\n 2\r\n\r\n', 400],
    ['sends no Host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['sends 10,000 headers', `GET / HTTP/1.1\r\nhost: a\r\n${'x: y\r\n'.repeat(10_000)}\r\n`, 431],
    ['asks for a URI of 1 MiB', `GET /${'a'.repeat(1 << 20)} HTTP/1.1\r\nhost: a\r\n\r\n`, 431],
    ['speaks no HTTP', '\u0016\u0003\u0001\u0002\u0000\r\n\r\n', 400],
  ])('that %s is refused', async (_, request, status) => {
    let reached = false
    const client = new Client(
      await start(() => {
        reached = true
        return new Response()
      }),
    )
    client.send(request)
    await client.closed
    expect(client.status).toBe(status)
    expect(reached).toBe(false)
  })

  it.each([
    ['an unreadable host', 'GET / HTTP/1.1\r\nhost: a b\r\nconnection: close\r\n\r\n'],
    ['no path', 'OPTIONS * HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n'],
    ['no host before HTTP/1.1', 'GET / HTTP/1.0\r\n\r\n'],
  ])('that names %s meets the handler under a name that is served nowhere', async (_, request) => {
    const urls: string[] = []
    const server = await start(({ url }) => {
      urls.push(url)
      return new Response(null, { status: 421 })
    })
    const client = new Client(server).send(request)
    await client.closed
    expect(client.status).toBe(421)
    expect(urls).toEqual(['http://host.invalid/'])
  })

  it('learns nothing from a handler that throws', async () => {
    const server = await start(() => Promise.reject(new Error('a secret')))
    const answer = await fetch(`http://127.0.0.1:${server.port}/`)
    expect(answer.status).toBe(500)
    expect(await answer.text()).toBe('')
  })

  it('that sends many requests ahead has them answered one after the other', async () => {
    let [under, most, answered] = [0, 0, 0]
    const server = await start(async () => {
      under += 1
      most = Math.max(most, under)
      await sleep(1)
      under -= 1
      answered += 1
      return new Response(String(answered))
    })
    const request = 'GET / HTTP/1.1\r\nhost: a\r\n\r\n'
    const last = 'GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n'
    const text = await new Client(server).send(request.repeat(49) + last).closed
    const bodies = [...text.matchAll(/\r\n\r\n(\d+)/g)].map(([, body]) => Number(body))
    expect(bodies).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
    expect(most).toBe(1)
  })

  it('that sends a thousand requests ahead is cut', async () => {
    let reached = 0
    const closed = Promise.withResolvers<unknown>()
    const server = await start(async () => {
      reached += 1
      await closed.promise
      return new Response()
    })
    const client = new Client(server).send('GET / HTTP/1.1\r\nhost: a\r\n\r\n'.repeat(1000))
    closed.resolve(await client.closed)
    expect(client.received).toBe('')
    expect((await fetch(`http://127.0.0.1:${server.port}/`)).status).toBe(200)
    expect(reached).toBe(2)
  })

  it('that reads nothing of its answer is gone after a while', async () => {
    const server = await start(() => new Response('x'.repeat(1 << 25)), { answerTimeout: 300 })
    const gone = new Promise((resolve) => {
      server.server.once('connection', (socket: Socket) => socket.once('close', resolve))
    })
    const socket = connect(server.port, '127.0.0.1')
      .pause()
      .on('error', () => {})
    socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n')
    await expect(gone).resolves.toBe(false)
    socket.destroy()
  })

  it('that is still sending when it is refused can read why', async () => {
    const server = await start(async (request) => {
      const reader = request.body!.getReader()
      let bytes = 0
      while (bytes < 65_536) bytes += (await reader.read()).value?.length ?? Infinity
      return new Response('too much', { status: 413, headers: { connection: 'close' } })
    })
    const client = new Client(server)
    client.send('POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n')
    const chunk = `${(1 << 16).toString(16)}\r\n${'x'.repeat(1 << 16)}\r\n`
    const sending = setInterval(() => client.send(chunk), 1)
    expect(await client.closed).toMatch(/^HTTP\/1\.1 413[\s\S]*too much$/)
    clearInterval(sending)
  })
})

describe('close', () => {
  it('lets the request under way end, and takes no other', async () => {
    const reached = Promise.withResolvers<undefined>()
    const finish = Promise.withResolvers<undefined>()
    const server = await start(async () => {
      reached.resolve(undefined)
      await finish.promise
      return new Response('done')
    })
    const client = new Client(server).send('GET / HTTP/1.1\r\nhost: a\r\n\r\n')
    await reached.promise
    const closed = server.close()
    await expect(fetch(`http://127.0.0.1:${server.port}/`)).rejects.toThrow(TypeError)
    finish.resolve(undefined)
    expect(await client.closed).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*connection: close[\s\S]*done/i)
    await closed
  })

  it('does not wait for connections that only wait', async () => {
    const server = await start(echo, { closeTimeout: 10_000 })
    const silent = new Client(server)
    const idle = new Client(server).send('GET / HTTP/1.1\r\nhost: a\r\n\r\n')
    while (idle.received === '') await sleep(5)
    const began = performance.now()
    await server.close()
    await Promise.all([silent.closed, idle.closed])
    expect(performance.now() - began).toBeLessThan(5_000)
  })

  it('cuts what does not end in time', async () => {
    const asked = Promise.withResolvers<undefined>()
    const slow = async () => {
      asked.resolve(undefined)
      await sleep(5_000)
      return new Response()
    }
    const server = await start(slow, { closeTimeout: 200 })
    const client = new Client(server).send('GET / HTTP/1.1\r\nhost: a\r\n\r\n')
    await asked.promise
    const began = performance.now()
    await server.close()
    expect(await client.closed).toBe('')
    expect(performance.now() - began).toBeLessThan(4_000)
  })

  it('closes the handler after the last answer, once', async () => {
    const { server, order, asked } = await recording()
    const client = new Client(server).send('GET / HTTP/1.1\r\nhost: a\r\n\r\n')
    await asked
    await Promise.all([server.close(), server.close()])
    await client.closed
    expect(order).toEqual(['answered', 'closed'])
  })

  it('waits for a handler whose client went away', async () => {
    const { server, order, asked } = await recording()
    const socket = connect(server.port, '127.0.0.1').on('error', () => {})
    socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n')
    await asked
    socket.destroy()
    await server.close()
    expect(order).toEqual(['answered', 'closed'])
  })
})

/** A server that notes in which order its handler answered and was closed. */
async function recording() {
  const order: string[] = []
  const asked = Promise.withResolvers<undefined>()
  const server = await serve(
    {
      fetch: async () => {
        asked.resolve(undefined)
        await sleep(200)
        order.push('answered')
        return new Response()
      },
      close: async () => {
        order.push('closed')
      },
    },
    { port: 0 },
  )
  return { server, order, asked: asked.promise }
}
