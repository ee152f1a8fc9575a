/**
 * The examination itself: what a deployment shows from outside, and, where its configuration is at hand, what
 * only its operator can see.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { checkConfig } from '../../server/check-config.ts'
import type { SaidConfig } from '../configuration.ts'
import { checkConfiguration } from './configuration-checks.ts'
import type { Finding } from './finding.ts'
import type { Examination } from './options-checks.ts'
import { networkProbe } from './probe.ts'
import type { Probe, ProbeOptions } from './probe.ts'
import { isUsableDomain } from './rp-id-check.ts'
import { checkServer } from './server-checks.ts'
import { checkWellKnown } from './well-known-checks.ts'
import type { Expected } from './well-known-file.ts'

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
  const { findings, rpId, sealedBy } = await checkServer(probe, { origin, basePath })
  if (rpId === undefined && said === undefined) return { findings, sealedBy }
  const named = rpId ?? said?.members.rpId
  const subject = {
    origin,
    rpId: typeof named === 'string' && isUsableDomain(named) ? named : origin.hostname,
    // A server that is away has no file either: that is said already.
    expected: said === undefined || isAway(findings) ? undefined : expectedOf(said.members),
  }
  return { findings: [...findings, ...(await checkWellKnown(probe, subject))], sealedBy }
}

function isAway(findings: readonly Finding[]): boolean {
  return findings.some(({ check }) => check === 'reachable')
}

/** What the files should tell; nothing, when the configuration is no better than a stranger's. */
function expectedOf(members: SaidConfig['members']): Expected | undefined {
  try {
    const { origins, webOrigins, androidApps, appleApps, passkeyEndpoints, rpId } = checkConfig({
      ...members,
      secret: randomBytes(32),
    })
    const isRelated = (one: string) => !`.${new URL(one).hostname}`.endsWith(`.${rpId}`)
    return {
      relatedOrigins: [...webOrigins].filter(isRelated),
      androidOrigins: origins.filter((one) => one.startsWith('android:')),
      androidPackages: androidApps.map(({ packageName }) => packageName),
      appleApps,
      endpoints: Object.keys(passkeyEndpoints ?? {}),
    }
  } catch {
    return undefined
  }
}
