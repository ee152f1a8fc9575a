/**
 * The pages in front of an account: signing in, signing up, and getting back in.
 *
 * Each holds an element, and inside it what can be done before its script has come, or without it.
 *
 * @module
 */
import { markup } from './markup.ts'
import type { Markup } from './markup.ts'
import { wholePage } from './layout.ts'
import type { Next } from './next.ts'
import type { PageContext } from './page-context.ts'

/** What a form that was sent without a script came back with. */
export interface FormState {
  /** What is wrong, as a sentence. */
  readonly failure?: string | undefined
  readonly username?: string | undefined
}

/** Where the elements go on to: a page of this site, which leads on to another one where that is allowed. */
function goesTo({ to }: PageContext, next: Next | undefined): string {
  if (next === undefined) return to('/account')
  return next.isElsewhere ? to('/sign-in', { next: next.address }) : next.address
}

const nextOf = (next: Next | undefined) => ({ next: next?.address })

/** Says what went wrong with a form. */
function failed(failure: string | undefined): Markup | undefined {
  return failure === undefined
    ? undefined
    : markup`<p class="note bad" role="alert">${failure}</p>\n`
}

/** What is said where there are no scripts. */
const withoutScript = ({ words }: PageContext): Markup =>
  markup`<noscript><p class="note">${words.needsScript}</p></noscript>`

/** `/sign-in`. */
export function signInPage(
  context: PageContext,
  { next, failure, username }: FormState & { readonly next: Next | undefined },
): Markup {
  const { settings, site, words, spoken, to } = context
  const name = settings.accounts === 'email' ? words.email : spoken.username
  const hasPasswords = settings.passwords.on
  const form = markup`<form class="plain" action="${to('/sign-in', nextOf(next))}" method="post">
<label>${name} <input name="username" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="254" required value="${username}"></label>
<label>${spoken.password} <input name="password" type="password" autocomplete="current-password" maxlength="1024" required></label>
<button class="primary">${spoken.signIn.title}</button>
</form>`
  return wholePage(context, {
    title: spoken.signIn.title,
    shape: 'gate',
    content: markup`<h1>${words.signIn.title(site.name)}</h1>
<p class="lead">${words.signIn.lead}</p>
${failed(failure)}<latchkey-sign-in server="${settings.basePath}" next="${goesTo(context, next)}" recovery-url="${to('/recovery')}"${hasPasswords && markup` password`}${settings.issuers.has('google') && markup` federated="google"`}>
${hasPasswords && form}
</latchkey-sign-in>
${withoutScript(context)}
${
  settings.signUp === 'open' &&
  markup`<p class="aside">${words.signIn.newHere} <a href="${to('/sign-up', nextOf(next))}">${spoken.create.account}</a></p>`
}`,
  })
}

/** `/sign-up`. */
export function signUpPage(
  context: PageContext,
  state: FormState & { readonly next: Next | undefined },
): Markup {
  const { settings, site, words, spoken, to } = context
  const { next, failure } = state
  const server = settings.basePath
  const destination = goesTo(context, next)
  const element =
    settings.accounts === 'email'
      ? markup`<site-email-sign-up server="${server}" next="${destination}" minimum="${settings.passwords.minimum}"${settings.passwords.on && markup` password`}></site-email-sign-up>
${withoutScript(context)}`
      : markup`<latchkey-create-passkey form="sign-up" server="${server}" next="${destination}"></latchkey-create-passkey>
${withoutScript(context)}
${settings.passwords.on && passwordSignUp(context, state)}`
  return wholePage(context, {
    title: spoken.create.account,
    shape: 'gate',
    content: markup`<h1>${words.signUp.title(site.name)}</h1>
${settings.accounts === 'email' && markup`<p class="lead">${words.signUp.prove}</p>\n`}${failed(failure)}${element}
<p class="aside">${words.signUp.already} <a href="${to('/sign-in', nextOf(next))}">${spoken.signIn.title}</a></p>`,
  })
}

function passwordSignUp(
  { settings, words, spoken, to }: PageContext,
  { next, failure, username }: FormState & { readonly next: Next | undefined },
): Markup {
  const hint = words.signUp.passwordHint(settings.passwords.minimum)
  return markup`<details class="other"${failure !== undefined && markup` open`}>
<summary>${words.signUp.withPassword}</summary>
<form class="plain" action="${to('/sign-up', nextOf(next))}" method="post">
<label>${spoken.username} <input name="username" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64" required value="${username}"></label>
<label>${spoken.password} <input name="password" type="password" autocomplete="new-password" maxlength="1024" required aria-describedby="password-hint"></label>
<p class="hint" id="password-hint">${hint}</p>
<button class="quiet">${spoken.create.account}</button>
</form>
</details>`
}

/** `/recovery`. The element takes the token of a mailed link out of the address. */
export function recoveryPage(context: PageContext): Markup {
  const { settings, words, spoken, to } = context
  // Without mail only a link from the operator leads back in: then there has to be one.
  const needsLink = settings.mail === undefined
  return wholePage(context, {
    title: spoken.recovery.title,
    shape: 'gate',
    content: markup`<h1>${spoken.recovery.title}</h1>
${needsLink && markup`<p class="lead" data-without-link>${words.links.ask}</p>\n`}<latchkey-recovery server="${settings.basePath}" next="${to('/account')}"${needsLink && markup` data-needs-link`}></latchkey-recovery>
${withoutScript(context)}
<p class="aside"><a href="${to('/sign-in')}">${spoken.signIn.title}</a></p>`,
  })
}

/** `/confirm-email` and `/undo-email`: where mailed links lead. Nothing happens before a button is pressed. */
export function mailLinkPage(context: PageContext, kind: 'confirm' | 'undo'): Markup {
  const { settings, words, to } = context
  const { links } = words
  const isConfirm = kind === 'confirm'
  return wholePage(context, {
    title: isConfirm ? links.confirmTitle : links.undoTitle,
    shape: 'gate',
    content: markup`<h1>${isConfirm ? links.confirmTitle : links.undoTitle}</h1>
<p class="lead">${isConfirm ? links.confirmLead : links.undoLead}</p>
<site-mail-link kind="${kind}" server="${settings.basePath}"></site-mail-link>
${withoutScript(context)}
<p class="aside"><a href="${to('/')}">${words.account.title}</a></p>`,
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
