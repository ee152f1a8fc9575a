/**
 * A stand-in for what a team would write itself today: `@simplewebauthn/server`, and a challenge, a counter
 * and a session in SQLite. It has the routes of Latchkey, so that one client serves both.
 *
 * It does less: no rate of anything, no audit, no log, no limits, no checks of where a request comes from.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { ORIGIN } from './people.ts'

const RP_ID = new URL(ORIGIN).hostname
const EXPECTED = { expectedOrigin: ORIGIN, expectedRPID: RP_ID }

interface Reply {
  readonly body: unknown
  readonly cookie?: string
}

/** Listens, and answers the port. */
export async function listenPeer(path: string): Promise<number> {
  const database = new DatabaseSync(path)
  database.exec(`
    pragma journal_mode = wal;
    pragma synchronous = normal;
    create table challenge (id text primary key, value text, user text);
    create table credential (id text primary key, user text, key blob, counter integer);
    create table session (id text primary key, user text, created integer);`)
  const keepChallenge = database.prepare('insert into challenge values (?, ?, ?)')
  const takeChallenge = database.prepare('delete from challenge where id = ? returning value, user')
  const keepCredential = database.prepare('insert into credential values (?, ?, ?, ?)')
  const findCredential = database.prepare('select * from credential where id = ?')
  const count = database.prepare('update credential set counter = ? where id = ?')
  const keepSession = database.prepare('insert into session values (?, ?, ?)')

  const begin = (options: { readonly challenge: string }, user: string): Reply => {
    const id = randomBytes(24).toString('base64url')
    keepChallenge.run(id, options.challenge, user)
    return { body: options, cookie: `challenge=${id}` }
  }
  const taken = (incoming: IncomingMessage) => {
    const id = /challenge=([\w-]+)/.exec(incoming.headers.cookie ?? '')?.[1] ?? ''
    const row = takeChallenge.get(id)
    if (row === undefined) throw new Error('no challenge')
    return { expectedChallenge: String(row['value']), user: String(row['user']) }
  }

  const routes: Readonly<
    Record<string, (body: unknown, incoming: IncomingMessage) => Promise<Reply>>
  > = {
    async '/auth/registration/options'(body) {
      const { username } = body as { readonly username: string }
      const options = await generateRegistrationOptions({
        rpName: RP_ID,
        rpID: RP_ID,
        userName: username,
      })
      return begin(options, options.user.id)
    },
    async '/auth/registration'(body, incoming) {
      const { expectedChallenge, user } = taken(incoming)
      const response = body as RegistrationResponseJSON
      const result = await verifyRegistrationResponse({ response, expectedChallenge, ...EXPECTED })
      if (!result.verified) throw new Error('not verified')
      const { id, publicKey, counter } = result.registrationInfo.credential
      keepCredential.run(id, user, publicKey, counter)
      return { body: { verified: true } }
    },
    async '/auth/authentication/options'() {
      return begin(await generateAuthenticationOptions({ rpID: RP_ID }), '')
    },
    async '/auth/authentication'(body, incoming) {
      const { expectedChallenge } = taken(incoming)
      const response = body as AuthenticationResponseJSON
      const row = findCredential.get(response.id)
      if (row === undefined) throw new Error('no credential')
      const credential = {
        id: response.id,
        publicKey: row['key'] as Uint8Array<ArrayBuffer>,
        counter: Number(row['counter']),
      }
      const result = await verifyAuthenticationResponse({
        response,
        expectedChallenge,
        ...EXPECTED,
        credential,
      })
      if (!result.verified) throw new Error('not verified')
      count.run(result.authenticationInfo.newCounter, response.id)
      const token = randomBytes(32).toString('base64url')
      keepSession.run(token, String(row['user']), Date.now())
      return { body: { verified: true }, cookie: `session=${token}` }
    },
  }

  const server = createServer((incoming, outgoing) => {
    void (async () => {
      try {
        const body: unknown = JSON.parse(await text(incoming))
        const reply = await routes[incoming.url ?? '']!(body, incoming)
        const json = JSON.stringify(reply.body)
        outgoing.writeHead(200, {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(json),
          ...(reply.cookie !== undefined && { 'set-cookie': `${reply.cookie}; HttpOnly; Secure` }),
        })
        outgoing.end(json)
      } catch (error) {
        const message = String(error)
        outgoing.writeHead(400, { 'content-length': Buffer.byteLength(message) }).end(message)
      }
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
