/**
 * Issuers of ID tokens: what the server asks of each when the first token comes, asked now.
 *
 * @module
 */
import { fetchDocument } from '../../server/federation/documents.ts'
import type { IssuerSettings } from '../../server/federation/issuer-config.ts'
import { readKeySet } from '../../server/federation/verification-keys.ts'
import { ok, problem, warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { memberOf, shown } from './json-value.ts'

/** Looks at every issuer that is enabled. */
export async function checkIssuerDocuments(
  issuers: ReadonlyMap<string, IssuerSettings>,
): Promise<readonly Finding[]> {
  const enabled = [...issuers.values()].filter((one) => one.enabled)
  return (await Promise.all(enabled.map(checkIssuer))).flat()
}

async function checkIssuer(settings: IssuerSettings): Promise<readonly Finding[]> {
  return [...clientIds(settings), ...(await documents(settings))]
}

const WHY = 'nobody can sign in with it: the server answers 503 or refuses every token'

async function documents(settings: IssuerSettings): Promise<readonly Finding[]> {
  const { name, issuer } = settings
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  let { jwksUri } = settings
  if (jwksUri === undefined) {
    const document = await fetched(url, settings)
    if (document instanceof Error) {
      const fix = `issuers.${name}.issuer: '…' as the iss of its tokens (curl ${url}), and a firewall that lets the server reach it`
      return [problem('issuer_reachable', `${url}: ${document.message}`, { why: WHY, fix })]
    }
    const said = memberOf(document, 'issuer')
    if (said !== issuer) {
      const fix = `issuers.${name}.issuer: '${String(said)}', letter by letter, the slash at the end included`
      const what = `${url} says that it is ${shown(said)}, and the configuration says ${issuer}`
      return [problem('issuer_name', what, { why: WHY, fix })]
    }
    const uri = memberOf(document, 'jwks_uri')
    jwksUri = typeof uri === 'string' ? uri : ''
  }
  const keys = await fetched(jwksUri, settings)
  if (keys instanceof Error || usableKeys(keys) === 0) {
    const why = WHY
    const what = keys instanceof Error ? keys.message : 'there is no key in it that can be used'
    const fix = `issuers.${name}.jwksUri: the address of its keys (jwks_uri in ${url}), reachable from the server`
    return [problem('issuer_keys', `${jwksUri || 'no jwks_uri'}: ${what}`, { why, fix })]
  }
  return [ok('issuer', `${issuer} and its keys can be reached`)]
}

function clientIds({ name, issuer, clientIds: ids }: IssuerSettings): readonly Finding[] {
  if (issuer !== 'https://accounts.google.com') return []
  const wrong = ids.find((id) => !/^[\w-]+\.apps\.googleusercontent\.com$/.test(id))
  if (wrong === undefined) return []
  const why = 'Google gives every client an id of that form: a token for another is refused'
  const fix = `issuers.${name}.clientIds: ['….apps.googleusercontent.com'], from the credentials page of Google's console`
  return [warning('issuer_client_id', `${shown(wrong)} is no client id of Google's`, { why, fix })]
}

async function fetched(url: string, rules: IssuerSettings): Promise<object> {
  try {
    return await fetchDocument(url, rules)
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error
    return cause instanceof Error ? cause : new Error('no answer')
  }
}

function usableKeys(document: object): number {
  try {
    return readKeySet(document).length
  } catch {
    return 0
  }
}
