/**
 * `npm start`: the demo on http://localhost:3000.
 *
 * `PORT` takes another port, `LATCHKEY_DEMO_DATA` another folder than `./data`.
 *
 * @module
 */
import { resolve } from 'node:path'
import { startDemo } from './server/start.ts'

const port = Number(process.env.PORT ?? 3000)
const data = resolve(process.env.LATCHKEY_DEMO_DATA ?? 'data')

if (!Number.isInteger(port) || port < 1 || port > 65_535) {
  stop(`PORT has to be a number from 1 to 65535, not ${JSON.stringify(process.env.PORT)}.`)
}
const demo = await startDemo({ port, data }).catch(explain)
console.log(`Latchkey demo: ${demo.origin}`)
console.log(`Accounts and the secret are kept in ${data}`)
console.log('Stop with Ctrl+C')

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void demo.close()
  })
}

function explain(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    const other = port === 3000 ? 3001 : 3000
    stop(`Port ${port} is in use: stop what runs there, or start with PORT=${other} npm start.`)
  }
  stop(error instanceof Error ? error.message : String(error))
}

function stop(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}
