/**
 * The server whose answers are timed: as it comes, but for limits that nobody could be timed under.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createLatchkey } from '../../src/server/latchkey.ts'
import { serve } from '../../src/server/node/serve.ts'

const [folder = '', origin = ''] = process.argv.slice(2)
const many = 1_000_000_000
const latchkey = createLatchkey({
  rpId: new URL(origin).hostname,
  origins: [origin],
  database: `sqlite:${join(folder, 'timing.db')}`,
  secret: randomBytes(32),
  limits: {
    optionsPerMinute: many,
    finishesPerMinute: many,
    passwordFailures: many,
    passwordFailuresPerHour: many,
    passwordFailuresPerDay: many,
    passwordFailuresInARow: many,
    passwordFailuresPerAddress: many,
  },
  log: () => {},
})
process.on('disconnect', () => process.exit(0))
const { port } = await serve(latchkey, { port: 0, maxRequestsPerSocket: 0 })
process.send!(port)
