/**
 * The ways to other sites, as links for pages without a script and as what their elements are told.
 *
 * @module
 */
import type { Issuer } from '../../elements/issuers.ts'
import type { SiteIssuer } from './issuers.ts'
import { markup } from './markup.ts'
import type { Markup } from './markup.ts'
import type { PageContext } from './page-context.ts'

/** Where browsers that ask by themselves (FedCM) find it. Of the others nobody knows whether they have that. */
const GOOGLE = 'https://accounts.google.com/gsi/fedcm.json'

type Query = Readonly<Record<string, string | undefined>>

/** The issuers as an element takes them: JSON, by their names. */
export function issuersFor({ issuers, to }: PageContext, query: Query): string {
  const told = issuers.map(({ name, label, start, settings }): [string, Issuer] => {
    const isGoogle = name === 'google' && settings.issuer === 'https://accounts.google.com'
    return [name, { label, url: to(start, query), ...(isGoogle && { configURL: GOOGLE }) }]
  })
  return JSON.stringify(Object.fromEntries(told))
}

/** Links that lead there; nothing where there are none. */
export function issuerLinks(
  { spoken, to }: PageContext,
  issuers: readonly SiteIssuer[],
  query: Query,
): Markup | undefined {
  if (issuers.length === 0) return undefined
  return markup`<p class="ways">
${issuers.map(({ label, start }) => markup`<a class="button" href="${to(start, query)}">${spoken.signIn.federated(label)}</a>\n`)}</p>`
}
