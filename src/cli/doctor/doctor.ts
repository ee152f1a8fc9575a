/**
 * `latchkey doctor`: looks at what a deployment shows and says what is wrong with it, why that matters and
 * what to change.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { readArguments } from '../arguments.ts'
import { readMembers } from '../configuration.ts'
import type { Environment, SaidConfig } from '../configuration.ts'
import type { Output } from '../output.ts'
import { UsageError } from '../usage.ts'
import { examineDeployment } from './examine.ts'
import { itemsOf, shown } from './json-value.ts'
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
  // A file may have anything where its origins should be.
  const [first = itemsOf(inside?.origins).find((one) => typeof one === 'string')] = operands
  if (first === undefined) throw new UsageError('say which URL to look at')
  const origin = originOf(first)
  const findings = await examineDeployment({
    origin,
    basePath: basePathOf(values['base-path'], inside?.basePath),
    said,
    connectTo: values['connect-to'] === undefined ? undefined : hostAndPort(values['connect-to']),
    ca: values.ca === undefined ? undefined : authorityIn(values.ca),
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
  throw new UsageError(`${shown(address)} is no address such as https://example.com`)
}

function hostAndPort(text: string): { readonly host: string; readonly port: number } {
  const [, host = '', port = ''] = /^(\[.+\]|[^:]+):(\d{1,5})$/.exec(text) ?? []
  const isPort = Number(port) > 0 && Number(port) < 65_536
  if (host !== '' && isPort) return { host: host.replaceAll(/[[\]]/g, ''), port: Number(port) }
  throw new UsageError('--connect-to takes HOST:PORT, such as 127.0.0.1:8443 or [::1]:8443')
}

/** Two slashes at the beginning would name another host. What is wrong in a configuration is told later. */
function basePathOf(asked: string | undefined, said: unknown): string {
  const isPath = (text: unknown): text is string =>
    typeof text === 'string' && /^(?:\/[\w.~-]+)*$/.test(text)
  if (asked === undefined) return isPath(said) ? said : '/auth'
  if (isPath(asked)) return asked
  throw new UsageError(`--base-path takes a path such as /auth, not ${shown(asked)}`)
}

function authorityIn(file: string): string {
  const text = readFileSync(file, 'utf8')
  try {
    createSecureContext({ ca: text })
    if (/-----BEGIN CERTIFICATE-----/.test(text)) return text
  } catch {
    // Told below.
  }
  throw new UsageError(`${file} holds no certificate in PEM: -----BEGIN CERTIFICATE-----`)
}
