/**
 * An identity provider with one account, as a browser meets it (FedCM), on loopback.
 *
 * @see {@link https://www.w3.org/TR/fedcm-1/} Federated Credential Management API
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { openServer } from '../federation/openid-provider.ts'
import { ecKey, makeToken } from '../federation/token-issuer.ts'

/** It runs. Close it when done. */
export interface IdentityProvider {
  readonly issuer: string
  /** Its entry in a Latchkey server's configuration. */
  readonly config: {
    readonly issuer: string
    readonly clientIds: readonly string[]
    readonly jwksUri: string
    readonly insecureLoopback: true
  }
  /** Where browsers find it. */
  readonly configURL: string
  /** Whether it says no to whoever wants to sign in with it. */
  refuses: boolean
  close(): Promise<void>
}

/** Starts it. Whoever visits `/login` is signed in there. */
export async function openIdentityProvider(): Promise<IdentityProvider> {
  const key = ecKey('key-1')
  const server = await openServer()
  const issuer = `http://localhost:${server.port}`
  const person = { email: 'ada@example.com', name: 'Ada' }
  const provider: IdentityProvider = {
    issuer,
    config: { issuer, clientIds: ['shop'], jwksUri: `${issuer}/keys`, insecureLoopback: true },
    configURL: `${issuer}/config.json`,
    refuses: false,
    close: () => server.close(),
  }

  const answers: Readonly<Record<string, (form: URLSearchParams) => unknown>> = {
    '/.well-known/web-identity': () => ({ provider_urls: [provider.configURL] }),
    '/config.json': () => ({
      accounts_endpoint: '/accounts',
      id_assertion_endpoint: '/token',
      login_url: '/login',
    }),
    '/accounts': () => ({ accounts: [{ id: 'ada', ...person }] }),
    '/token': (form) => {
      if (provider.refuses) return { error: { code: 'access_denied' } }
      const { nonce } = JSON.parse(form.get('params') ?? '{}') as { nonce?: string }
      const now = Math.floor(Date.now() / 1000)
      const times = { iat: now, exp: now + 60 }
      const claims = { iss: issuer, aud: form.get('client_id'), nonce, sub: 'ada', ...times }
      return { token: makeToken(key, { ...claims, ...person }) }
    },
    '/keys': () => ({ keys: [key.jwk] }),
  }

  server.handle(async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', issuer)
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const answer = answers[pathname]
    if (pathname === '/login') {
      response.setHeader('set-login', 'logged-in')
      response.setHeader('set-cookie', 'sid=1; SameSite=Lax; Path=/')
    }
    response.setHeader('content-type', answer === undefined ? 'text/html' : 'application/json')
    response.setHeader('access-control-allow-origin', request.headers.origin ?? '*')
    response.setHeader('access-control-allow-credentials', 'true')
    const form = new URLSearchParams(Buffer.concat(chunks).toString())
    const body = answer === undefined ? '<title>provider</title>' : JSON.stringify(answer(form))
    response.end(body)
  })
  return provider
}
