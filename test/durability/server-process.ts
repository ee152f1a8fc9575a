/**
 * A whole server in a process of its own: says `ready` when its code is loaded, listens when it is told the
 * database and the secret, and then says the port.
 */
import { createLatchkey } from '../../src/server/latchkey.ts'
import { serve } from '../../src/server/node/serve.ts'

/** What the process is told. */
export interface ServerOrder {
  readonly database: string
  readonly secret: string
  readonly origin: string
}

process.once('message', ({ database, secret, origin }: ServerOrder) => {
  const latchkey = createLatchkey({
    rpId: new URL(origin).hostname,
    origins: [origin],
    database,
    secret,
    // One address does the work of many.
    limits: { optionsPerMinute: 1_000_000, finishesPerMinute: 1_000_000 },
    log: () => {},
  })
  void serve(latchkey, { port: 0 }).then(({ port }) => process.send!(port))
})
process.on('error', () => process.exit(1))
process.on('disconnect', () => process.exit(0))
process.send!('ready')
