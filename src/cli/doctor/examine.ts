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
import type { Examination } from './options-checks.ts'
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
  /** Hears how far it has come. */
  readonly progress?: ((text: string) => void) | undefined
}

/** Looks at a deployment and tells everything it looked at. Changes nothing, and never rejects for what it finds. */
export async function examineDeployment(deployment: Deployment): Promise<readonly Finding[]> {
  const { said, now = Date.now } = deployment
  const probe = counting(networkProbe(deployment), deployment.progress)
  const { findings, sealedBy } = await fromOutside(probe, deployment)
  if (said === undefined) return findings
  deployment.progress?.('looking at the configuration, the database and what they need')
  return [...findings, ...(await checkConfiguration(said, { now: now(), sealedBy }))]
}

/** Tells how many answers have come. */
function counting(probe: Probe, progress: Deployment['progress']): Probe {
  let asked = 0
  let answered = 0
  const tell = () => progress?.(`${answered} of ${asked} answers`)
  return async (url, question) => {
    asked += 1
    tell()
    const answer = await probe(url, question)
    answered += 1
    tell()
    return answer
  }
}

async function fromOutside(
  probe: Probe,
  { origin, basePath, said }: Deployment,
): Promise<Omit<Examination, 'rpId'>> {
  const inside = said?.members
  const { findings, rpId, sealedBy } = await checkServer(probe, { origin, basePath })
  if (rpId === undefined && inside === undefined) return { findings, sealedBy }
  const subject = {
    origin,
    rpId: rpId ?? inside?.rpId ?? origin.hostname,
    androidOrigins: inside && [
      ...inside.origins.filter((one) => one.startsWith('android:')),
      ...androidOrigins(inside.androidApps ?? []),
    ],
  }
  return { findings: [...findings, ...(await checkWellKnown(probe, subject))], sealedBy }
}
