/**
 * The pages that mailed links lead to: back into an account, and those about its address.
 *
 * @module
 */
import { outcome, withoutScript } from './gate-pages.ts'
import type { FormState } from './gate-pages.ts'
import { wholePage } from './layout.ts'
import { markup } from './markup.ts'
import type { Markup } from './markup.ts'
import type { PageContext } from './page-context.ts'
import { pasteField } from './paste-link.ts'
import { newPasswordField } from './sign-up-page.ts'

/** What is known of a recovery. */
export interface RecoveryState extends FormState {
  /** Which half is open: asking for a link, or coming with one. */
  readonly half?: 'ask' | 'prove'
}

/** `/recovery`. The element takes the token of a mailed link out of the address. */
export function recoveryPage(context: PageContext, state: RecoveryState = {}): Markup {
  const { settings, words, spoken, to } = context
  const { recovery } = spoken
  // Without mail only a link from the operator leads back in: then there has to be one.
  const needsLink = settings.mail === undefined
  const ask = markup`<form class="plain" action="${to('/recovery')}" method="post">
<label>${settings.accounts === 'email' ? words.email : spoken.username} <input name="username" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="254" required value="${state.username}"></label>
<button class="primary">${recovery.send}</button>
</form>`
  return wholePage(context, {
    title: recovery.title,
    shape: 'gate',
    content: markup`<h1>${recovery.title}</h1>
${needsLink && markup`<p class="lead" data-without-link>${words.links.ask}</p>\n`}${outcome(state)}<latchkey-recovery server="${settings.basePath}" next="${to('/account')}"${needsLink && markup` data-needs-link`}>
${!needsLink && ask}
<details class="other"${(needsLink || state.half === 'prove') && markup` open`}>
<summary>${words.paste.link}</summary>
<form class="plain" action="${to('/recovery')}" method="post">
${pasteField(context)}
<label>${recovery.code} <input name="code" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="128" aria-describedby="code-hint"></label>
<p class="hint" id="code-hint">${recovery.codeNeeded}</p>
<button class="quiet">${spoken.continue}</button>
</form>
</details>
</latchkey-recovery>
${withoutScript(context)}
<p class="aside"><a href="${to('/sign-in')}">${spoken.signIn.title}</a></p>`,
  })
}

/** Who came back in without a script, and now needs a way in that lasts. */
export function recoveredPage(context: PageContext, { failure }: FormState = {}): Markup {
  const { settings, words, spoken, to } = context
  const password = markup`<details class="other"${failure !== undefined && markup` open`}>
<summary>${words.signUp.withPassword}</summary>
<form class="plain" action="${to('/recovery')}" method="post">
${newPasswordField(context, words.signUp.newPassword)}
<button class="quiet">${words.account.setPassword}</button>
</form>
</details>`
  return wholePage(context, {
    title: spoken.recovery.title,
    shape: 'gate',
    content: markup`<h1>${spoken.recovery.title}</h1>
${outcome({ failure, notice: spoken.recovery.back })}<latchkey-create-passkey server="${settings.basePath}" next="${to('/account')}"></latchkey-create-passkey>
${withoutScript(context)}
${settings.passwords.on && password}`,
  })
}

/** `/confirm-email` and `/undo-email`: where mailed links lead. Nothing happens before a button is pressed. */
export function mailLinkPage(
  context: PageContext,
  kind: 'confirm' | 'undo',
  state: FormState = {},
): Markup {
  const { settings, words, to } = context
  const { links } = words
  const isConfirm = kind === 'confirm'
  const title = isConfirm ? links.confirmTitle : links.undoTitle
  const path = isConfirm ? '/confirm-email' : '/undo-email'
  return wholePage(context, {
    title,
    shape: 'gate',
    content: markup`<h1>${title}</h1>
<p class="lead">${isConfirm ? links.confirmLead : links.undoLead}</p>
${outcome(state)}${
      state.notice === undefined &&
      markup`<site-mail-link kind="${kind}" server="${settings.basePath}">
<form class="plain" action="${to(path)}" method="post">
${pasteField(context)}
<button class="primary">${isConfirm ? links.confirm : links.undo}</button>
</form>
</site-mail-link>
${withoutScript(context)}`
    }
<p class="aside"><a href="${to('/')}">${words.account.title}</a></p>`,
  })
}
