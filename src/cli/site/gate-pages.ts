/**
 * The page that signs in, and what the pages in front of an account have in common.
 *
 * Each holds an element, and inside it what can be done before its script has come, or without it.
 *
 * @module
 */
import { issuerLinks, issuersFor } from './issuer-links.ts'
import { markup } from './markup.ts'
import type { Markup } from './markup.ts'
import { wholePage } from './layout.ts'
import type { Next } from './next.ts'
import type { PageContext } from './page-context.ts'

/** What a form that was sent without a script came back with. */
export interface FormState {
  /** What is wrong, as a sentence. */
  readonly failure?: string | undefined
  /** How it went, where that is all there is to see of it. */
  readonly notice?: string | undefined
  /** What was typed: the username, or the address. */
  readonly username?: string | undefined
}

/** Where the elements go on to: a page of this site, which leads on to another one where that is allowed. */
export function goesTo({ to }: PageContext, next: Next | undefined): string {
  if (next?.isElsewhere === true) return to('/sign-in', { next: next.address })
  return to(next?.address ?? '/account')
}

/** The query that hands it on. */
export const nextOf = (next: Next | undefined): { readonly next: string | undefined } => ({
  next: next?.address,
})

/** Says how it went with a form. */
export function outcome({ failure, notice }: FormState): Markup {
  return markup`${failure !== undefined && markup`<p class="note bad" role="alert">${failure}</p>\n`}${
    notice !== undefined && markup`<p class="note" role="status">${notice}</p>\n`
  }`
}

/** What is said where there are no scripts. */
export const withoutScript = ({ words }: PageContext): Markup =>
  markup`<noscript><p class="note">${words.needsScript}</p></noscript>`

/** `/sign-in`. */
export function signInPage(
  context: PageContext,
  state: FormState & { readonly next: Next | undefined },
): Markup {
  const { settings, site, words, spoken, to, issuers } = context
  const { next, username } = state
  const name = settings.accounts === 'email' ? words.email : spoken.username
  const hasPasswords = settings.passwords.on
  const form = markup`<form class="plain" action="${to('/sign-in', nextOf(next))}" method="post">
<label>${name} <input name="username" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="254" required value="${username}"></label>
<label>${spoken.password} <input name="password" type="password" autocomplete="current-password" maxlength="1024" required></label>
<button class="primary">${spoken.signIn.title}</button>
</form>`
  const federated = markup` federated="${issuers.map((issuer) => issuer.name).join(' ')}" data-issuers="${issuersFor(context, nextOf(next))}"`
  return wholePage(context, {
    title: spoken.signIn.title,
    shape: 'gate',
    content: markup`<h1>${words.signIn.title(site.name)}</h1>
<p class="lead">${words.signIn.lead}</p>
${outcome(state)}<latchkey-sign-in server="${settings.basePath}" next="${goesTo(context, next)}" recovery-url="${to('/recovery')}"${hasPasswords && markup` password`}${issuers.length > 0 && federated}>
${hasPasswords && form}
${issuerLinks(context, issuers, nextOf(next))}
<p class="lost"><a href="${to('/recovery')}">${spoken.signIn.lost}</a></p>
</latchkey-sign-in>
${withoutScript(context)}
${
  settings.signUp === 'open' &&
  markup`<p class="aside">${words.signIn.newHere} <a href="${to('/sign-up', nextOf(next))}">${spoken.create.account}</a></p>`
}`,
  })
}

/** What is shown for a path where nothing is, and for a request that cannot be answered. */
export function plainPage(
  context: PageContext,
  { title, lead }: { readonly title: string; readonly lead: string },
): Markup {
  const { words, to } = context
  return wholePage(context, {
    title,
    shape: 'gate',
    content: markup`<h1>${title}</h1>
<p class="lead">${lead}</p>
<p class="aside"><a class="button" href="${to('/')}">${words.notFound.home}</a></p>`,
  })
}
