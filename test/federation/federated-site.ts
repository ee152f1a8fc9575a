/** A relying party that takes ID tokens of a test issuer, and the people who bring them. */
import type { SignedInMessage } from '../../src/protocol/messages.ts'
import type { FederatedOptionsMessage } from '../../src/protocol/federation-messages.ts'
import type { LatchkeyConfig } from '../../src/server/config.ts'
import type { IssuerConfig } from '../../src/server/federation/issuer-config.ts'
import { openSiteOn } from '../server/engines.ts'
import type { Engine, EngineSite } from '../server/engines.ts'
import { expectStatus } from '../server/site.ts'
import type { Answer, Visitor } from '../server/site.ts'
import type { Problem } from '../../src/protocol/problem.ts'
import { ecKey, json, makeToken, openEndpoint } from './token-issuer.ts'
import type { Endpoint } from './token-issuer.ts'

export const key = ecKey('key-1')

export interface FederatedSite extends EngineSite {
  readonly issuer: Endpoint
  /** A token of a person, for the nonce; any claim can be another. */
  token(nonce: string, claims?: Readonly<Record<string, unknown>>): string
  nonce(visitor: Visitor): Promise<string>
  /** Brings a token to the route, whatever comes of it. */
  bring<Body = Problem>(
    visitor: Visitor,
    claims?: Readonly<Record<string, unknown>>,
  ): Promise<Answer<Body>>
  signIn(visitor: Visitor, claims?: Readonly<Record<string, unknown>>): Promise<SignedInMessage>
  link(visitor: Visitor, claims?: Readonly<Record<string, unknown>>): Promise<Answer<Problem>>
}

export async function openFederatedSite(
  engine: Engine = 'SQLite',
  {
    issuer: issuerChange = {},
    ...change
  }: Partial<LatchkeyConfig> & { issuer?: Partial<IssuerConfig> } = {},
): Promise<FederatedSite> {
  const issuer = await openEndpoint(json({ keys: [key.jwk] }))
  const site = await openSiteOn(engine, {
    issuers: {
      test: {
        issuer: issuer.origin,
        clientIds: ['client-1', 'app-1'],
        jwksUri: `${issuer.origin}/keys`,
        insecureLoopback: true,
        ...issuerChange,
      },
    },
    ...change,
  })
  const token: FederatedSite['token'] = (nonce, claims = {}) => {
    const now = Math.floor(site.clock.wall() / 1000)
    const said = { iss: issuer.origin, aud: 'client-1', sub: 'person-1', iat: now, exp: now + 300 }
    return makeToken(key, { ...said, nonce, ...claims })
  }
  const nonce: FederatedSite['nonce'] = async (visitor) => {
    const answer = await visitor.post<FederatedOptionsMessage>('/auth/federated/options', {})
    return expectStatus(200, answer).nonce
  }
  const bring = async <Body = Problem>(visitor: Visitor, claims = {}) =>
    visitor.post<Body>('/auth/federated/test', { idToken: token(await nonce(visitor), claims) })
  return {
    ...site,
    issuer,
    token,
    nonce,
    bring,
    signIn: async (visitor, claims = {}) =>
      expectStatus(200, await bring<SignedInMessage>(visitor, claims)),
    link: async (visitor, claims = {}) =>
      visitor.post('/auth/identities', {
        issuer: 'test',
        idToken: token(await nonce(visitor), claims),
      }),
    async close() {
      await site.close()
      await issuer.close()
    },
  }
}
