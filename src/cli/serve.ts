/**
 * `latchkey serve`: a relying party run alone, behind a proxy that speaks TLS.
 *
 * @module
 */
import { createLatchkey } from '../server/latchkey.ts'
import { serve } from '../server/node/serve.ts'
import { readArguments } from './arguments.ts'
import { readConfiguration } from './configuration.ts'
import type { Environment } from './configuration.ts'
import type { Output } from './output.ts'
import { openSite, prepareSite } from './site/open-site.ts'
import { UsageError } from './usage.ts'

/** A server that runs. */
export interface Running {
  readonly port: number
  /** Ends when it was closed. */
  close(): Promise<void>
}

/** Starts it. */
export async function serveCommand(
  args: readonly string[],
  { environment, print, remark }: Output & { readonly environment: Environment },
): Promise<Running> {
  const { values } = readArguments('serve', args)
  const said = {
    ...environment,
    ...(values.port !== undefined && { LATCHKEY_PORT: values.port }),
    ...(values.host !== undefined && { LATCHKEY_HOST: values.host }),
  }
  const { config, said: members } = await readConfiguration(said, values.config)
  const { port, host } = members
  const site = sensible(() => prepareSite(config, members))
  const latchkey = sensible(() => createLatchkey(config))
  const own = config.hosts?.[0] ?? new URL(config.origins[0]!).host
  const ready = await latchkey.fetch(new Request(`https://${own}/readyz`))
  if (!ready.ok) {
    await latchkey.close()
    throw new Error('the database cannot be used; the lines above say why')
  }
  const handler = site === undefined ? latchkey : openSite(site, latchkey, members)
  const server = await serve(handler, { port, host }).catch(async (error: unknown) => {
    await latchkey.close()
    throw error
  })
  const url = `http://${host}:${server.port}`
  const { origins } = config
  if (values.json === true) print(JSON.stringify({ url, port: server.port, origins }))
  else remark(`latchkey: ${url} for ${origins.join(', ')}`)
  return { port: server.port, close: () => server.close() }
}

/** A configuration that makes no sense is the mistake of whoever started the command. */
function sensible<Made>(make: () => Made): Made {
  try {
    return make()
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message, { cause: error })
    throw error
  }
}
