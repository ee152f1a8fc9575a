/**
 * Puts the demo together: Latchkey on a SQLite file, the site around it, and a server on loopback.
 *
 * @module
 */
import { join } from 'node:path'
import { createLatchkey } from 'latchkey/server'
import type { LatchkeyConfig, LogEntry } from 'latchkey/server'
import { serve } from 'latchkey/server/node'
import { readBuiltFiles } from './files.ts'
import { openDataFolder } from './secret.ts'
import { createSite } from './site.ts'

/** Where the demo runs. */
export interface DemoSettings {
  readonly port: number
  /** Folder of the database and the secret. */
  readonly data: string
  /** What differs from an ordinary start; tests bring a clock of their own. */
  readonly config?: Partial<LatchkeyConfig>
}

/** A running demo. */
export interface Demo {
  readonly origin: string
  /** Lets running requests end, then closes the database. */
  close(): Promise<void>
}

const SITE = join(import.meta.dirname, '..', 'dist')

/**
 * Starts the demo.
 *
 * @throws an error with the code `EADDRINUSE` when something else has the port.
 */
export async function startDemo({ port, data, config }: DemoSettings): Promise<Demo> {
  // The name passkeys belong to is `localhost`: an IP address cannot have any.
  const origin = `http://localhost:${port}`
  const files = readBuiltFiles(SITE)
  const latchkey = createLatchkey({
    rpId: 'localhost',
    rpName: 'Latchkey demo',
    origins: [origin],
    database: `sqlite:${join(data, 'latchkey.db')}`,
    secret: openDataFolder(data),
    log: printFailure,
    ...config,
  })
  const site = createSite({ auth: latchkey, files, origin })
  const ready = await latchkey.fetch(new Request(`${origin}/readyz`))
  if (!ready.ok) throw new Error(`The database in ${data} cannot be used.`)
  const close = () => latchkey.close()
  try {
    const handler = { ...site, close }
    const server = await serve(handler, { port, host: '127.0.0.1' })
    return { origin, close: () => server.close() }
  } catch (error) {
    await close()
    throw error
  }
}

/** An operator keeps the whole log; whoever tries the demo wants to hear only of what is broken. */
function printFailure(entry: LogEntry): void {
  if (entry.outcome === 'failed') console.error(JSON.stringify(entry))
}
