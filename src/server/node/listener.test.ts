import { type IncomingMessage, type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { type FetchHandler, createNodeListener } from './listener.ts'

const running: Server[] = []
afterEach(() => {
  for (const server of running.splice(0)) server.close().closeAllConnections()
})

/** An app with Express' manners: `change` is what it does to a request before the mounted listener. */
async function mount(
  fetch: FetchHandler['fetch'],
  change: (incoming: IncomingMessage) => Promise<object> | object,
): Promise<string> {
  const listener = createNodeListener({ fetch })
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      Object.assign(incoming, await change(incoming))
      await listener(incoming, outgoing)
    })()
  }).listen(0, '127.0.0.1')
  running.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const post = (url: string, body: string) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })

describe('createNodeListener', () => {
  it('leaves the globals of the app alone', () => {
    const before = [globalThis.Request, globalThis.Response]
    createNodeListener({ fetch: () => new Response() })
    expect([globalThis.Request, globalThis.Response]).toEqual(before)
  })

  it('sees the whole path when an app mounted it under a part of it', async () => {
    const app = await mount(
      ({ url }) => new Response(url),
      ({ url }) => ({ originalUrl: url, url: url!.replace('/auth', '') }),
    )
    const answer = await fetch(`${app}/auth/session?a=1`)
    expect(await answer.text()).toBe(`${app}/auth/session?a=1`)
  })

  it('gives the request back to the app as it was', async () => {
    let seen: IncomingMessage | undefined
    const app = await mount(
      () => new Response(),
      (incoming) => {
        seen = incoming
        return { originalUrl: incoming.url, url: '/session' }
      },
    )
    await fetch(`${app}/auth/session`)
    expect(seen?.url).toBe('/session')
  })

  it.each([
    ['a body that nobody read', () => ({})],
    [
      'a body that the app read and parsed',
      async (incoming: IncomingMessage) => ({ body: JSON.parse(await text(incoming)) as object }),
    ],
    [
      'a body that the app read and kept as bytes',
      async (incoming: IncomingMessage) => ({ body: Buffer.from(await text(incoming)) }),
    ],
  ])('hands on %s', async (_, change) => {
    const app = await mount(async (request) => new Response(await request.text()), change)
    const answer = await post(app, '{"username":"ana"}')
    expect(await answer.text()).toBe('{"username":"ana"}')
  })

  it('sends several cookies as several headers', async () => {
    const app = await mount(() => {
      const headers = new Headers()
      headers.append('set-cookie', 'a=1; Path=/')
      headers.append('set-cookie', 'b=2; Path=/')
      return new Response(null, { headers })
    }, Object)
    expect((await fetch(app)).headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/'])
  })
})
