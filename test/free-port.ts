/** A port that nobody listens on, for servers that have to know theirs beforehand. */
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

/** Asks the system for one; whoever is quicker may still take it. */
export function freePort(host = '127.0.0.1'): Promise<number> {
  const probe = createServer()
  return new Promise((resolve, reject) => {
    probe.once('error', reject)
    probe.listen(0, host, () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
