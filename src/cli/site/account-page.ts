/**
 * The page of who is signed in: everything about the account, each part with a place in the address.
 *
 * @module
 */
import type { AccountDetailsMessage } from '../../protocol/account-messages.ts'
import { markup } from './markup.ts'
import type { Markup } from './markup.ts'
import { issuerLinks, issuersFor } from './issuer-links.ts'
import { wholePage } from './layout.ts'
import type { PageContext } from './page-context.ts'

interface Section {
  readonly id: string
  readonly title: string
  readonly content: Markup
}

/** The button that signs out, with a script or without; and what takes its place once the session is over. */
export function signOutForm({ spoken, to, path }: PageContext): Markup {
  const back = to('/sign-in', { next: path })
  return markup`<form class="sign-out" action="${to('/sign-out')}" method="post"><button class="quiet">${spoken.sessions.signOut}</button></form>
<a class="button sign-in" href="${back}" hidden>${spoken.signIn.title}</a>`
}

/** `/account`. The links to its sections are shown by the script that fills these. */
export function accountPage(
  context: PageContext,
  { account, signIn }: AccountDetailsMessage,
  { isOperator }: { readonly isOperator: boolean },
): Markup {
  const { words, settings, to } = context
  const sections = sectionsOf(context, signIn)
  const offer = markup`<latchkey-create-passkey form="promoted" server="${settings.basePath}" next="${to('/account')}"></latchkey-create-passkey>\n`
  const hasName = account.displayName !== '' && account.displayName !== account.username
  return wholePage(context, {
    title: words.account.title,
    shape: 'inside',
    bar: markup`${isOperator && markup`<a class="quiet-link" href="${to('/operator')}">${words.operator.name}</a>\n`}${signOutForm(context)}`,
    content: markup`<div class="greeting">
<h1>${hasName ? markup`<bdi>${account.displayName}</bdi>` : words.account.title}</h1>
<p class="lead"><bdi>${account.username}</bdi></p>
</div>
<nav class="sections" aria-label="${words.account.title}" hidden>
<ul>
${sections.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>\n`)}</ul>
</nav>
<div class="stack">
<noscript><p class="note">${words.needsScript}</p></noscript>
${signIn.identities > 0 && signIn.passkeys === 0 && proveElsewhere(context)}${signIn.passkeys === 0 && offer}${sections.map(({ id, content }) => markup`<section id="${id}">${content}</section>\n`)}</div>`,
  })
}

/** Where only another site can say that it is really you, that is asked when it is needed. */
function proveElsewhere(context: PageContext): Markup {
  const { spoken, issuers } = context
  const links = issuerLinks(context, issuers, { next: '/account', fresh: '' })
  return markup`<div class="note prove-elsewhere" tabindex="-1" hidden>
<p><strong>${spoken.proof.title}</strong><br>${spoken.proof.lead}</p>
${links}</div>\n`
}

function sectionsOf(
  context: PageContext,
  signIn: AccountDetailsMessage['signIn'],
): readonly Section[] {
  const { settings, words, spoken, to, issuers } = context
  const { account } = words
  const server = markup`server="${settings.basePath}"`
  const here = to('/')
  return [
    {
      id: 'passkeys',
      title: spoken.passkeys.title,
      content: markup`<latchkey-passkeys ${server}></latchkey-passkeys>`,
    },
    {
      id: 'profile',
      title: account.profile,
      content: markup`<site-profile ${server}></site-profile>`,
    },
    ...(settings.passwords.on
      ? [
          {
            id: 'password',
            title: spoken.password,
            content: markup`<site-password ${server} minimum="${settings.passwords.minimum}"></site-password>`,
          },
        ]
      : []),
    ...(settings.mail === undefined
      ? []
      : [
          {
            id: 'email',
            title: words.email,
            content: markup`<site-email ${server}${settings.accounts === 'email' && markup` needed`}></site-email>`,
          },
          // With passkeys on the account a code needs a mailed link beside it.
          {
            id: 'codes',
            title: spoken.recovery.codes,
            content: markup`<latchkey-recovery codes ${server}></latchkey-recovery>`,
          },
        ]),
    ...(issuers.length === 0 && signIn.identities === 0
      ? []
      : [
          {
            id: 'elsewhere',
            title: words.elsewhere.title,
            content: markup`<site-identities ${server} issuers="${issuersFor(context, { link: '', next: '/account#elsewhere' })}"></site-identities>`,
          },
        ]),
    {
      id: 'sessions',
      title: spoken.sessions.title,
      content: markup`<latchkey-sessions ${server} next="${here}"></latchkey-sessions>`,
    },
    {
      id: 'delete',
      title: account.delete,
      content: markup`<site-delete-account ${server} next="${here}"></site-delete-account>`,
    },
  ]
}
