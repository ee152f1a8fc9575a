/** A real OpenID provider on loopback, with one client: our site. */
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

/** What a server does with a request. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => unknown

export interface RunningServer {
  readonly port: number
  handle(listener: Listener): void
  close(): Promise<void>
}

/** A server on loopback that learns later what to do: its port is part of what it says. */
export async function openServer(): Promise<RunningServer> {
  let listener: Listener = (_, response) => response.writeHead(503).end()
  const server = createServer((request, response) => {
    listener(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  return {
    port: (server.address() as AddressInfo).port,
    handle: (next) => (listener = next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Whoever types a name is that person; their address is at example.org. */
export function openIdProvider(issuer: string, redirectUri: string): Provider {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return new Provider(issuer, {
    clients: [
      {
        client_id: 'latchkey',
        // What lets a client have its tokens in the fragment on plain http to this machine.
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        response_types: ['id_token'],
        grant_types: ['implicit'],
        redirect_uris: [redirectUri],
        require_auth_time: true,
      },
    ],
    responseTypes: ['id_token'],
    scopes: ['openid', 'email'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: true,
    jwks: {
      keys: [
        { ...privateKey.export({ format: 'jwk' }), kty: 'RSA', kid: 'provider-1', use: 'sig' },
      ],
    },
    cookies: { keys: ['a key for the cookies of one test'] },
    ttl: { IdToken: 600, Interaction: 600, Session: 600, Grant: 600 },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@example.org`, email_verified: true }),
    }),
  })
}
