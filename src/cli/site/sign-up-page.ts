/**
 * The page that makes an account: with a passkey, or a password, or an account at another site.
 *
 * @module
 */
import { goesTo, nextOf, outcome, withoutScript } from './gate-pages.ts'
import type { FormState } from './gate-pages.ts'
import { issuerLinks } from './issuer-links.ts'
import { wholePage } from './layout.ts'
import { markup } from './markup.ts'
import type { Markup } from './markup.ts'
import type { Next } from './next.ts'
import type { PageContext } from './page-context.ts'
import { pasteField } from './paste-link.ts'

/** What is known of the visit. */
export interface SignUpState extends FormState {
  readonly next: Next | undefined
  /** Which half of a sign-up by mail is open. */
  readonly half?: 'ask' | 'make'
}

/** `/sign-up`. */
export function signUpPage(context: PageContext, state: SignUpState): Markup {
  const { settings, site, words, spoken, to } = context
  const isByMail = settings.accounts === 'email'
  return wholePage(context, {
    title: spoken.create.account,
    shape: 'gate',
    content: markup`<h1>${words.signUp.title(site.name)}</h1>
${isByMail && markup`<p class="lead">${words.signUp.prove}</p>\n`}${outcome(state)}${(isByMail ? byMail : byName)(context, state)}
${issuerLinks(context, makers(context), nextOf(state.next))}
<p class="aside">${words.signUp.already} <a href="${to('/sign-in', nextOf(state.next))}">${spoken.signIn.title}</a></p>`,
  })
}

/** The other sites whose accounts make one here; by mail only those whose word on a mailbox counts. */
function makers({ issuers, settings }: PageContext): PageContext['issuers'] {
  return issuers.filter(
    ({ settings: { autoCreate, authoritativeFor } }) =>
      autoCreate && (settings.accounts === 'username' || authoritativeFor.size > 0),
  )
}

function byName(context: PageContext, state: SignUpState): Markup {
  const { settings } = context
  return markup`<latchkey-create-passkey form="sign-up" server="${settings.basePath}" next="${goesTo(context, state.next)}"></latchkey-create-passkey>
${withoutScript(context)}
${settings.passwords.on && withPassword(context, state)}`
}

function withPassword(context: PageContext, { next, failure, username }: SignUpState): Markup {
  const { words, spoken, to } = context
  return markup`<details class="other"${failure !== undefined && markup` open`}>
<summary>${words.signUp.withPassword}</summary>
<form class="plain" action="${to('/sign-up', nextOf(next))}" method="post">
<label>${spoken.username} <input name="username" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64" required value="${username}"></label>
${newPasswordField(context, spoken.password)}
<button class="quiet">${spoken.create.account}</button>
</form>
</details>`
}

/** The password that somebody chooses, and what it has to be like. */
export function newPasswordField({ settings, words }: PageContext, label: string): Markup {
  return markup`<label>${label} <input name="password" type="password" autocomplete="new-password" maxlength="1024" required aria-describedby="password-hint"></label>
<p class="hint" id="password-hint">${words.signUp.passwordHint(settings.passwords.minimum)}</p>`
}

/** First the mailbox is proved, then the account is made. Without a script only a password makes one. */
function byMail(context: PageContext, state: SignUpState): Markup {
  const { settings, words, spoken, to } = context
  const { next, username, half = 'ask' } = state
  const { passwords } = settings
  const action = to('/sign-up', nextOf(next))
  const make = markup`<details class="other"${half === 'make' && markup` open`}>
<summary>${words.paste.link}</summary>
<form class="plain" action="${action}" method="post">
${pasteField(context)}
<label>${spoken.create.displayName} <input name="displayName" autocomplete="name" maxlength="128"></label>
${newPasswordField(context, words.signUp.newPassword)}
<button class="quiet">${spoken.create.account}</button>
</form>
</details>`
  return markup`<site-email-sign-up server="${settings.basePath}" next="${goesTo(context, next)}" minimum="${passwords.minimum}"${passwords.on && markup` password`}>
<form class="plain" action="${action}" method="post">
<label>${words.email} <input name="address" autocomplete="email" autocapitalize="none" spellcheck="false" maxlength="254" required value="${username}"></label>
<button class="primary">${spoken.recovery.send}</button>
</form>
${passwords.on && make}
</site-email-sign-up>
${withoutScript(context)}`
}
