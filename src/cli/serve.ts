/**
 * `latchkey serve`: a relying party run alone, behind a proxy that speaks TLS.
 *
 * @module
 */
import { createLatchkey } from '../server/latchkey.ts'
import { serve } from '../server/node/serve.ts'
import { DEFAULTS, readConfiguration, VARIABLES } from './configuration.ts'
import type { Environment } from './configuration.ts'
import type { Output } from './output.ts'
import { openSite, prepareSite } from './site/open-site.ts'
import { parseArguments, UsageError } from './usage.ts'

/** Shown for `--help`. */
export const SERVE_USAGE = `Usage: latchkey serve [--config FILE] [--port PORT] [--host HOST] [--json]

Serves the routes of Latchkey and a site around them over HTTP, for a proxy that adds TLS. SIGTERM and
SIGINT end it orderly.

  --config FILE   JSON, or a module that exports "config"
  --port PORT     default ${DEFAULTS.port}
  --host HOST     default ${DEFAULTS.host}
  --json          says where it listens as JSON, on the standard output, once it does

From the environment, before the file: LATCHKEY_ORIGIN (the only one it cannot do without; several
are parted by commas), LATCHKEY_DATABASE (default ${DEFAULTS.database}), LATCHKEY_SECRET_FILE
(default ${DEFAULTS.secretFile}), and
${columns(VARIABLES)}`

/** A server that runs. */
export interface Running {
  readonly port: number
  /** Ends when it was closed. */
  close(): Promise<void>
}

/** Starts it; `undefined` when only help was asked for. */
export async function serveCommand(
  args: readonly string[],
  { environment, print, remark }: Output & { readonly environment: Environment },
): Promise<Running | undefined> {
  const text = { type: 'string' } as const
  const { values } = parseArguments({
    args: [...args],
    options: {
      config: text,
      port: text,
      host: text,
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help === true) {
    print(SERVE_USAGE)
    return undefined
  }
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

function columns(names: readonly string[]): string {
  const lines = ['']
  for (const name of names) {
    if (lines.at(-1)!.length + name.length > 96) lines.push('')
    lines.push(`${lines.pop()!}  ${name}`)
  }
  return lines.join('\n')
}
