/**
 * `latchkey doctor`: looks at what a deployment shows and says what is wrong with it, why that matters and
 * what to change.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { readArguments } from '../arguments.ts'
import { readMembers } from '../configuration.ts'
import type { Environment, SaidConfig } from '../configuration.ts'
import type { Output } from '../output.ts'
import { UsageError } from '../usage.ts'
import { examineDeployment } from './examine.ts'
import { reportLines } from './report.ts'

/** What the command runs in. */
export interface DoctorWorld extends Output {
  readonly environment: Environment
  readonly colored: boolean
  readonly now?: () => number
}

/** Runs it; answers whether there is no problem. */
export async function doctorCommand(args: readonly string[], world: DoctorWorld): Promise<boolean> {
  const { values, operands } = readArguments('doctor', args)
  const said = await saidConfiguration(world.environment, values.config)
  const inside = said?.members
  const address = operands[0] ?? inside?.origins[0]
  if (address === undefined) throw new UsageError('say which URL to look at')
  const origin = originOf(address)
  const findings = await examineDeployment({
    origin,
    basePath: values['base-path'] ?? inside?.basePath ?? '/auth',
    said,
    connectTo: values['connect-to'] === undefined ? undefined : hostAndPort(values['connect-to']),
    ca: values.ca === undefined ? undefined : readFileSync(values.ca, 'utf8'),
    now: world.now,
    progress: world.progress?.update,
  })
  if (values.json === true) world.print(JSON.stringify({ url: origin.href, findings }))
  else for (const line of reportLines(findings, world)) world.print(line)
  return findings.every(({ severity }) => severity !== 'problem')
}

/** What was said of the server, if anything was. */
async function saidConfiguration(
  environment: Environment,
  file: string | undefined,
): Promise<SaidConfig | undefined> {
  const isSaid = file !== undefined || environment['LATCHKEY_ORIGIN'] !== undefined
  if (!isSaid && environment['LATCHKEY_CONFIG'] === undefined) return undefined
  return readMembers(environment, file)
}

function originOf(address: string): URL {
  const url = URL.parse(/^[a-z]+:\/\//i.test(address) ? address : `https://${address}`)
  if (url !== null && /^https?:$/.test(url.protocol)) return new URL(url.origin)
  throw new UsageError(`${JSON.stringify(address)} is no address such as https://example.com`)
}

function hostAndPort(text: string): { readonly host: string; readonly port: number } {
  const [, host = '', port = ''] = /^(.+):(\d{1,5})$/.exec(text) ?? []
  if (host !== '') return { host: host.replaceAll(/[[\]]/g, ''), port: Number(port) }
  throw new UsageError('--connect-to takes HOST:PORT')
}
