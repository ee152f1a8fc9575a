/**
 * The pages for operators. In English, as what the doctor finds is.
 *
 * @module
 */
import type { Finding, Severity } from '../doctor/finding.ts'
import { signOutForm } from './account-page.ts'
import { wholePage } from './layout.ts'
import { markup } from './markup.ts'
import type { Markup, Piece } from './markup.ts'
import type { Examined } from './operator.ts'
import type { PageContext } from './page-context.ts'

const TITLE = 'How this deployment is doing'

/** What is worst comes first. */
const GROUPS: readonly (readonly [Severity, string, string])[] = [
  ['problem', 'Problems', 'These do not work, or are not safe.'],
  ['warning', 'Warnings', 'These work, and should not stay so.'],
  ['unknown', 'Not looked at', 'Something else was in the way.'],
  ['ok', 'In order', 'Nothing to do here.'],
]

function page(context: PageContext, content: Piece): Markup {
  const account = markup`<a class="quiet-link" href="${context.to('/account')}">${context.words.account.title}</a>\n`
  return wholePage(context, {
    title: 'Operator',
    shape: 'inside',
    bar: markup`${account}${signOutForm(context)}`,
    content,
  })
}

/** Before anything is shown: a passkey, once more. */
export function proofPage(
  context: PageContext,
  { canProve }: { readonly canProve: boolean },
): Markup {
  const { settings, to } = context
  return page(
    context,
    markup`<div class="greeting"><h1>${TITLE}</h1>
<p class="lead">What is found may help an attacker, so it is shown to a fresh passkey only.</p></div>
<div class="stack">
${
  canProve
    ? markup`<site-operator-proof server="${settings.basePath}"></site-operator-proof>
<noscript><p class="note">${context.words.needsScript}</p></noscript>`
    : markup`<p class="note">Your account has no passkey yet. <a href="${to('/account#passkeys')}">Create one</a>, then come back.</p>`
}
</div>`,
  )
}

/** The findings, by how bad they are. */
export function findingsPage(
  context: PageContext,
  { findings, at }: Examined,
  origin: string,
): Markup {
  const time = new Date(at).toISOString()
  const count = (severity: Severity) => findings.filter((one) => one.severity === severity).length
  const [problems, warnings] = [count('problem'), count('warning')]
  const tone = problems > 0 ? 'bad' : warnings > 0 ? 'fair' : 'good'
  const summary =
    problems + warnings === 0
      ? 'Everything that was looked at is in order.'
      : `${some(problems, 'problem')} and ${some(warnings, 'warning')} in ${findings.length} checks.`
  return page(
    context,
    markup`<div class="greeting"><h1>${TITLE}</h1>
<p class="lead"><bdi>${origin}</bdi>, from outside and from inside, at <time datetime="${time}">${time.slice(0, 19).replace('T', ' ')} UTC</time></p></div>
<div class="stack">
<div class="verdict ${tone}"><p>${summary}</p>
<form action="${context.to('/operator')}" method="post"><button class="quiet">Examine again</button></form></div>
${GROUPS.map(([severity, title, lead]) => {
  const found = findings.filter((one) => one.severity === severity)
  if (found.length === 0) return undefined
  return markup`<section class="findings ${severity}"><h2>${title} <span class="count">${found.length}</span></h2>
<p class="hint">${lead}</p>
<ul role="list">
${found.map(finding)}</ul></section>\n`
})}</div>`,
  )
}

const some = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

function finding({ check, what, why, fix }: Finding): Markup {
  const more = markup`<dl><dt>Why it matters</dt><dd>${why}</dd><dt>What to change</dt><dd><code>${fix}</code></dd></dl>`
  return markup`<li><p class="what">${what} <code class="check">${check}</code></p>${why !== undefined && fix !== undefined && more}</li>\n`
}
