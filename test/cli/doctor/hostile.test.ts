/** `latchkey doctor` against deployments that mean it ill: it ends in bounded time, and never falls over. */
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { examineDeployment } from '../../../src/cli/doctor/examine.ts'
import { reportLines } from '../../../src/cli/doctor/report.ts'

let server: Server | undefined
const sockets = new Set<Socket>()
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  server?.close()
})

/** Examines a server that does this with every connection, as soon as it was asked something. */
async function examine(behave: (socket: Socket, path: string) => void) {
  server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.once('data', (request) => behave(socket, request.toString().split(' ')[1] ?? ''))
  })
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const origin = new URL('http://localhost')
  const connectTo = { host: '127.0.0.1', port }
  return examineDeployment({ origin, basePath: '/auth', connectTo, patience: 300 })
}

const answer =
  (body: string | Buffer, headers = 'content-type: application/json\r\n') =>
  (socket: Socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n`)
    socket.end(body)
  }
const challenge = Buffer.alloc(58, 1).toString('base64url')
const options = JSON.stringify({ challenge, rpId: 'localhost' })

describe('a deployment that', () => {
  it.each<[string, (socket: Socket) => void]>([
    ['says nothing', () => undefined],
    ['hangs up', (socket) => socket.destroy()],
    ['speaks no HTTP', (socket) => void socket.end('220 mail.example.com ESMTP\r\n')],
    [
      'lets bytes drip',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        const timer = setInterval(() => socket.write('x'), 50)
        socket.once('close', () => clearInterval(timer))
      },
    ],
    [
      'changes the protocol',
      (socket) => void socket.write('HTTP/1.1 101 ?\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
    ],
    [
      'has headers without end',
      (socket) => void socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`),
    ],
  ])('%s is not reachable', async (_, behave) => {
    const began = performance.now()
    const findings = await examine(behave)
    expect(findings.map(({ check }) => check)).toEqual(['reachable'])
    expect(performance.now() - began).toBeLessThan(5000)
  })

  it('sends without end is cut off', async () => {
    const before = process.memoryUsage().rss
    let sent = 0
    const findings = await examine((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n')
      const chunk = Buffer.alloc(65_536, 0x20)
      const pump = () => {
        while (!socket.destroyed && sent < 2 ** 30) {
          sent += chunk.length
          if (socket.write(chunk)) continue
          socket.once('drain', pump)
          return
        }
      }
      pump()
    })
    expect(findings.length).toBeGreaterThan(0)
    expect(sent).toBeLessThan(2 ** 28)
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 28)
  })

  it.each<[string, string | Buffer]>([
    ['null', 'null'],
    ['a text', '"x"'],
    ['a list of nothing', '[null, 1, [], {}, {"target": null}]'],
    [
      'members of another kind',
      '{"origins": 1, "webcredentials": [], "enroll": {"toString": 1}, "challenge": [], "rpId": {}}',
    ],
    ['entries of another kind', '{"origins": [null, {}], "webcredentials": {"apps": [null, {}]}}'],
    ['a depth', '['.repeat(200_000)],
    ['bytes', Buffer.from([0xff, 0xfe, 0, 1, 2])],
    ['nothing', ''],
  ])('answers everything else with %s is examined to the end', async (_, body) => {
    const findings = await examine((socket, path) =>
      path === '/auth/authentication/options' ? answer(options)(socket) : answer(body)(socket),
    )
    expect(findings.length).toBeGreaterThan(10)
    expect((await examineOptions(body)).map(({ check }) => check)).toContain('options')
  })

  async function examineOptions(body: string | Buffer) {
    server?.close()
    return examine((socket) => answer(body)(socket))
  }

  it.each(['a b', 'example.com/x', '../', '[::1', '1.2', '999.9.9.9', 'xn--a', 'x'.repeat(300)])(
    'names %j as its RP ID leads nowhere',
    async (rpId) => {
      const asked: string[] = []
      const findings = await examine((socket, path) => {
        asked.push(path)
        answer(JSON.stringify({ challenge, rpId }))(socket)
      })
      const rpIds = findings.filter(({ check }) => check === 'rp_id')
      expect(rpIds).toMatchObject([{ severity: 'problem' }])
      expect(asked.filter((path) => path.startsWith('/.well-known'))).toEqual([])
    },
  )

  it('writes to the terminal of whoever examines it is shown without its codes', async () => {
    const evil = 'text/\u009b31mhtml'
    const findings = await examine(
      answer(options, `content-type: ${Buffer.from(evil).toString('latin1')}\r\n`),
    )
    const lines = reportLines(findings, { colored: false }).join('')
    // oxlint-disable-next-line no-control-regex
    expect(lines).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
  })
})
