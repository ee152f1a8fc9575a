/**
 * What can be wrong behind a deployment, where only its operator sees: each row changes one thing of a sound
 * place, and the first word is the check that has to name it.
 */
import { randomBytes } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createNetServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { SMTPServer } from 'smtp-server'
import { readSecretFile, rotate, writeSecretFile } from '../../../src/server/secret-file.ts'
import { FINGERPRINT, ORIGIN } from './deployment.ts'

/** Where a server has its things. */
export interface Place {
  readonly secret: string
  readonly database: string
  /** Closes something in the end. */
  readonly later: (close: () => unknown) => void
}

/** The check, what is wrong, and how to make it so; what comes back is said in the configuration. */
export type InsideRow = readonly [
  check: string,
  what: string,
  make: (place: Place) => object | Promise<object>,
]

const DAY = 86_400_000
const app = { packageName: 'com.example.app', fingerprints: [FINGERPRINT] }
const text = () => randomBytes(32).toString('base64url')

const sql = (statement: string) => (place: Place) => {
  const database = new DatabaseSync(place.database)
  database.exec(statement)
  database.close()
  return {}
}
const secret = (file: string | object) => (place: Place) => {
  writeFileSync(place.secret, typeof file === 'string' ? file : JSON.stringify(file), {
    mode: 0o600,
  })
  return {}
}

async function listening(server: Server, { later }: Place): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  later(() => server.close())
  return (server.address() as AddressInfo).port
}

/** An issuer that publishes these documents. */
async function issuer(place: Place, document: (url: string) => object, keys: object) {
  let url = ''
  const server = createServer(({ url: path }, answer) =>
    answer.end(JSON.stringify(path === '/keys' ? keys : document(url))),
  )
  url = `http://127.0.0.1:${await listening(server, place)}`
  return { url, config: { issuer: url, clientIds: ['us'], insecureLoopback: true } }
}

const mail = (url: string) => ({ mail: { url, from: 'hello@example.com' } })

/** As the operator can see it. */
export const INSIDE: readonly InsideRow[] = [
  ['configuration', 'an origin outside the RP ID', () => ({ origins: ['https://example.org'] })],
  ['configuration', 'origins that are no list', () => ({ origins: ORIGIN })],
  ['configuration', 'an origin that is none', () => ({ origins: [5] })],
  ['configuration', 'an RP ID with a port', () => ({ rpId: 'login.example.com:8443' })],
  ['configuration', 'an RP ID that is no text', () => ({ rpId: {} })],
  ['configuration', 'apps that are none', () => ({ androidApps: [null] })],
  ['configuration', 'a mail server that is none', () => ({ mail: 'example' })],
  ['configuration', 'a base path that is none', () => ({ basePath: '//example.org' })],
  ['configuration', 'a database that is a number', () => ({ database: 5 })],
  ['configuration', 'a member that is not known', () => ({ orgins: [] })],
  [
    'configuration',
    'a fingerprint without colons',
    () => ({ androidApps: [{ ...app, fingerprints: [FINGERPRINT.replaceAll(':', '')] }] }),
  ],
  [
    'android_origins',
    'an Android origin in no app',
    () => ({ origins: [ORIGIN, `android:apk-key-hash:${'A'.repeat(43)}`] }),
  ],
  ['debug_certificate', 'a debug certificate', () => ({ androidApps: [{ ...app, debug: true }] })],
  ['trusted_proxies', 'no word of the proxy', () => ({ trustedProxies: undefined })],
  ['trusted_proxies', 'a word for everybody', () => ({ trustedProxies: ['0.0.0.0/0'] })],
  ['database', 'a database that is not there', () => ({ database: 'sqlite:./nowhere.db' })],
  [
    'database',
    'a database that is a folder',
    () => ({ database: `sqlite:${import.meta.dirname}` }),
  ],
  [
    'database',
    'a database that is a pipe',
    (place) => {
      spawnSync('mkfifo', [`${place.database}.pipe`])
      return { database: `sqlite:${place.database}.pipe` }
    },
  ],
  ['database', 'a database that is none', () => ({ database: `sqlite:${import.meta.filename}` })],
  [
    'database',
    'a database server that is away',
    () => ({ database: 'postgres://nobody@127.0.0.1:1/nothing' }),
  ],
  [
    'database_version',
    'a database that was not migrated',
    sql("delete from kysely_migration where name like '0006%'"),
  ],
  [
    'database_newer',
    'a database of a newer version',
    sql("insert into kysely_migration values ('9999-later', '2030-01-01')"),
  ],
  ['database_journal', 'a database without its log', sql('pragma journal_mode = delete')],
  [
    'database_read_only',
    'a database that is closed',
    ({ database }) => {
      chmodSync(database, 0o400)
      return {}
    },
  ],
  [
    'database_permissions',
    'a database that others can read',
    ({ database }) => {
      chmodSync(database, 0o644)
      return {}
    },
  ],
  ['secret_file', 'a secret that is not there', () => ({ secretFile: './nowhere' })],
  [
    'secret_permissions',
    'a secret that others can read',
    (place) => {
      chmodSync(place.secret, 0o644)
      return {}
    },
  ],
  [
    'secret_form',
    'a secret that is a pipe',
    (place) => {
      spawnSync('mkfifo', ['-m', '600', `${place.secret}.pipe`])
      return { secretFile: `${place.secret}.pipe` }
    },
  ],
  ['secret_form', 'a secret that is too short', secret('short')],
  ['secret_weak', 'a secret that somebody thought of', secret('A'.repeat(43))],
  [
    'secret_versions',
    'two active versions',
    secret({
      decoy: text(),
      versions: [1, 2].map((id) => ({
        id,
        value: text(),
        state: 'active',
        since: new Date().toISOString(),
      })),
    }),
  ],
  [
    'rotation',
    'a rotation that stands still',
    (place) => {
      const at = { now: Date.now() - 3 * DAY, random: text() }
      const step = rotate(readSecretFile(place.secret), at)
      if (step.step !== 'wait') writeSecretFile(place.secret, step.file)
      return {}
    },
  ],
  [
    'secret_age',
    'a secret that is old',
    (place) => {
      const { decoy, versions } = readSecretFile(place.secret)
      const since = new Date(Date.now() - 500 * DAY).toISOString()
      writeSecretFile(place.secret, { decoy, versions: [{ ...versions[0]!, since }] })
      return {}
    },
  ],
  ['mail_reachable', 'a mail server that is away', () => mail('smtp://127.0.0.1:1')],
  [
    'mail_reachable',
    'a mail server that lets bytes drip',
    async (place) => {
      const server = createNetServer((socket) => {
        const timer = setInterval(() => socket.write('2'), 500)
        socket.once('close', () => clearInterval(timer)).on('error', () => undefined)
        place.later(() => socket.destroy())
      })
      return mail(`smtp://127.0.0.1:${await listening(server, place)}`)
    },
  ],
  [
    'mail_tls',
    'a mail server without the TLS that was said',
    async (place) => {
      const server = new SMTPServer({ disabledCommands: ['STARTTLS'] })
      return mail(`smtps://127.0.0.1:${await listening(server.server, place)}`)
    },
  ],
  [
    'mail_login',
    'a mail server that lets nobody in',
    async (place) => {
      const server = new SMTPServer({
        disabledCommands: ['STARTTLS'],
        allowInsecureAuth: true,
        onAuth: (_, __, done) => done(new Error('no')),
      })
      return mail(`smtp://us:wrong@127.0.0.1:${await listening(server.server, place)}`)
    },
  ],
  [
    'issuer_reachable',
    'an issuer that is away',
    () => ({
      issuers: {
        work: { issuer: 'http://127.0.0.1:1', clientIds: ['us'], insecureLoopback: true },
      },
    }),
  ],
  [
    'issuer_name',
    'an issuer without its last slash',
    async (place) => {
      const document = (url: string) => ({ issuer: `${url}/`, jwks_uri: `${url}/keys` })
      return { issuers: { work: (await issuer(place, document, {})).config } }
    },
  ],
  [
    'issuer_keys',
    'an issuer without keys',
    async (place) => {
      const document = (url: string) => ({ issuer: url, jwks_uri: `${url}/keys` })
      return { issuers: { work: (await issuer(place, document, { keys: [] })).config } }
    },
  ],
  [
    'issuer_client_id',
    'a client id that is none of Google',
    async (place) => {
      const { url } = await issuer(place, () => ({}), { keys: [] })
      return {
        issuers: {
          google: { clientIds: ['my-app'], jwksUri: `${url}/keys`, insecureLoopback: true },
        },
      }
    },
  ],
]
