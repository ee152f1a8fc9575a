/**
 * The examination itself: what a deployment shows from outside, and, where its configuration is at hand, what
 * only its operator can see.
 *
 * @module
 */
import { androidOrigins } from '../../server/check-apps.ts'
import type { SaidConfig } from '../configuration.ts'
import { checkConfiguration } from './configuration-checks.ts'
import type { Finding } from './finding.ts'
import { networkProbe } from './probe.ts'
import type { Probe, ProbeOptions } from './probe.ts'
import { checkServer } from './server-checks.ts'
import { checkWellKnown } from './well-known-checks.ts'

/** What is looked at, and how it is reached. */
export interface Deployment extends ProbeOptions {
  /** Where people sign in. */
  readonly origin: URL
  /** Where the server has its routes, such as `/auth`. */
  readonly basePath: string
  /** What was said of the server; without it only the outside is looked at. */
  readonly said?: SaidConfig | undefined
  /** Default `Date.now`. */
  readonly now?: (() => number) | undefined
}

/** Looks at a deployment and tells everything it looked at. Changes nothing, and never rejects for what it finds. */
export async function examineDeployment(deployment: Deployment): Promise<readonly Finding[]> {
  const { said, now = Date.now } = deployment
  return [
    ...(await fromOutside(networkProbe(deployment), deployment)),
    ...(said === undefined ? [] : await checkConfiguration(said, now())),
  ]
}

async function fromOutside(
  probe: Probe,
  { origin, basePath, said }: Deployment,
): Promise<readonly Finding[]> {
  const inside = said?.members
  const { findings, rpId } = await checkServer(probe, { origin, basePath })
  if (rpId === undefined && inside === undefined) return findings
  const subject = {
    origin,
    rpId: rpId ?? inside?.rpId ?? origin.hostname,
    androidOrigins: inside && [
      ...inside.origins.filter((one) => one.startsWith('android:')),
      ...androidOrigins(inside.androidApps ?? []),
    ],
  }
  return [...findings, ...(await checkWellKnown(probe, subject))]
}
