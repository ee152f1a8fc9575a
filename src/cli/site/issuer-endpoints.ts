/**
 * Where an issuer asks people who they are, as its own discovery document says. Asked for when somebody wants to
 * go there, and kept.
 *
 * @see {@link https://openid.net/specs/openid-connect-discovery-1_0.html} OpenID Connect Discovery
 * @module
 */
import { LatchkeyError } from '../../errors.ts'
import { fetchDocument, isFetchable } from '../../server/federation/documents.ts'
import type { FetchRules } from '../../server/federation/documents.ts'
import type { IssuerSettings } from '../../server/federation/issuer-config.ts'

/** Milliseconds for which an answer is good. */
const GOOD_FOR = 60 * 60_000

/** And an issuer that gave none is left alone. */
const WAIT = 10_000

/** What there is to know of an issuer. */
type Asked = Pick<IssuerSettings, 'issuer' | 'insecureLoopback'>

/** Why nobody can be sent there. `issuer_without_id_token`: it gives codes only, and this site wants tokens. */
export class IssuerEndpointError extends LatchkeyError<
  'issuer_unreachable' | 'issuer_document_wrong' | 'issuer_without_id_token'
> {
  override readonly name = 'IssuerEndpointError'
}

/** Finds the authorization endpoint. Rejects with {@link IssuerEndpointError} when there is none to use. */
export type FindEndpoint = (issuer: Asked) => Promise<URL>

/** Makes one that remembers. `now` gives milliseconds since some moment. */
export function createEndpoints(now: () => number): FindEndpoint {
  const known = new Map<string, { readonly endpoint: Promise<URL>; until: number }>()
  return (asked) => {
    const found = known.get(asked.issuer)
    if (found !== undefined && now() < found.until) return found.endpoint
    const endpoint = discover(asked)
    const entry = { endpoint, until: now() + GOOD_FOR }
    known.set(asked.issuer, entry)
    endpoint.catch(() => (entry.until = now() + WAIT))
    return endpoint
  }
}

async function discover({ issuer, insecureLoopback }: Asked): Promise<URL> {
  const rules = { insecureLoopback }
  const {
    issuer: said,
    authorization_endpoint: endpoint,
    response_types_supported: types,
  } = await documentOf(issuer, rules)
  if (said !== issuer) {
    throw new IssuerEndpointError('issuer_document_wrong', 'it is of another issuer')
  }
  if (typeof endpoint !== 'string' || !isFetchable(endpoint, rules)) {
    throw new IssuerEndpointError('issuer_document_wrong', 'it names no authorization endpoint')
  }
  if (Array.isArray(types) && !types.includes('id_token')) {
    throw new IssuerEndpointError('issuer_without_id_token', 'no response type "id_token"')
  }
  return new URL(endpoint)
}

async function documentOf(
  issuer: string,
  rules: FetchRules,
): Promise<Readonly<Record<string, unknown>>> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  try {
    return (await fetchDocument(url, rules)) as Readonly<Record<string, unknown>>
  } catch (cause) {
    throw new IssuerEndpointError('issuer_unreachable', url, { cause })
  }
}
