/**
 * The real demo on a free port, with a folder and a clock of its own.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../free-port.ts'
import { startDemo } from '../../demo/server/start.ts'

/** A demo under test. */
export interface RunningDemo {
  readonly origin: string
  /** Lets so many milliseconds pass on the server, at once. */
  pass(milliseconds: number): void
  close(): Promise<void>
}

/** Starts the demo as `npm start` would, but on a port that is free and with accounts of its own. */
export async function startRunningDemo(): Promise<RunningDemo> {
  const data = mkdtempSync(join(tmpdir(), 'latchkey-demo-'))
  let passed = 0
  const clock = {
    wall: () => Date.now() + passed,
    monotonic: () => performance.now() + passed,
  }
  const demo = await startDemo({
    port: await freePort(),
    data,
    config: { clock, log: () => undefined },
  })
  return {
    origin: demo.origin,
    pass: (milliseconds) => {
      passed += milliseconds
    },
    close: async () => {
      await demo.close()
      rmSync(data, { recursive: true })
    },
  }
}
