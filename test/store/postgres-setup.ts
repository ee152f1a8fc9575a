/**
 * One PostgreSQL server for a whole run of Vitest: started when the first test asks for it, stopped with the
 * run. `LATCHKEY_TEST_POSTGRES=postgres://…` names a server that is there already.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { PostgresServer } from './postgres-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Answers the URL of the run's PostgreSQL server to whoever asks on this loopback port. */
    readonly postgresPort: number
  }
}

/** Vitest calls this once before the first test, and what it answers after the last one. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let starting: Promise<PostgresServer> | undefined
  const urlOf = async () => {
    const named = process.env.LATCHKEY_TEST_POSTGRES
    if (named !== undefined && named !== '') return named
    starting ??= PostgresServer.start()
    return (await starting).url
  }
  const desk = createServer((_, answer) => {
    urlOf().then(
      (url) => answer.end(url),
      (error: unknown) => answer.writeHead(500).end(String(error)),
    )
  })
  await new Promise<void>((resolve) => desk.listen(0, '127.0.0.1', resolve))
  desk.unref()
  project.provide('postgresPort', (desk.address() as AddressInfo).port)
  return async () => {
    desk.close()
    await (await starting?.catch(() => undefined))?.stop()
  }
}
