/**
 * The pages for operators. What the doctor finds is English, and marked as such inside a page of another language.
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

/** What is worst comes first. */
const GROUPS: readonly Severity[] = ['problem', 'warning', 'unknown', 'ok']

function page(context: PageContext, content: Piece): Markup {
  const account = markup`<a class="quiet-link" href="${context.to('/account')}">${context.words.account.title}</a>\n`
  return wholePage(context, {
    title: context.words.operator.name,
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
  const { settings, words, spoken, to } = context
  const { operator } = words
  return page(
    context,
    markup`<div class="greeting"><h1>${operator.title}</h1>
<p class="lead">${operator.proof}</p></div>
<div class="stack">
${
  canProve
    ? markup`<site-operator-proof server="${settings.basePath}"></site-operator-proof>
<noscript><p class="note">${words.needsScript}</p></noscript>`
    : markup`<p class="note">${operator.noPasskey} <a href="${to('/account#passkeys')}">${spoken.create.create}</a></p>`
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
  const { operator, language } = context.words
  const count = (severity: Severity) => findings.filter((one) => one.severity === severity).length
  const [problems, warnings] = [count('problem'), count('warning')]
  const tone = problems > 0 ? 'bad' : warnings > 0 ? 'fair' : 'good'
  const summary =
    problems + warnings === 0
      ? operator.inOrder
      : operator.counts({ problems, warnings, checks: findings.length })
  return page(
    context,
    markup`<div class="greeting"><h1>${operator.title}</h1>
<p class="lead"><bdi>${origin}</bdi> · <time datetime="${new Date(at).toISOString()}">${timeText(at, language)}</time><br>${operator.lead}${!isEnglish(context) && ` ${operator.inEnglish}`}</p></div>
<div class="stack">
<div class="verdict ${tone}"><p>${summary}</p>
<form action="${context.to('/operator')}" method="post"><button class="quiet">${operator.again}</button></form></div>
${GROUPS.map((severity) => {
  const found = findings.filter((one) => one.severity === severity)
  if (found.length === 0) return undefined
  const { title, lead } = operator[severity]
  return markup`<section class="findings ${severity}"><h2>${title} <span class="count">${found.length}</span></h2>
<p class="hint">${lead}</p>
<ul role="list">
${found.map((one) => finding(context, one))}</ul></section>\n`
})}</div>`,
  )
}

const isEnglish = ({ words }: PageContext) => words.language === 'en'

/** In UTC, as the logs are. */
function timeText(at: number, language: string): string {
  const format = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' } as const
  return `${new Intl.DateTimeFormat(language, format).format(at)} UTC`
}

function finding(context: PageContext, { check, what, why, fix }: Finding): Markup {
  const { operator } = context.words
  const english = !isEnglish(context) && markup` lang="en" dir="ltr"`
  const more = markup`<dl><dt>${operator.why}</dt><dd${english}>${why}</dd><dt>${operator.change}</dt><dd${english}><code>${fix}</code></dd></dl>`
  return markup`<li><p class="what"${english}>${sentenceCase(what)} <code class="check">${check}</code></p>${why !== undefined && fix !== undefined && more}</li>\n`
}

/** A word gets its capital; a name, a path or a value stays as it is. */
const sentenceCase = (text: string) =>
  text.replace(/^[a-z]+(?=[ -])/, (word) => word[0]!.toUpperCase() + word.slice(1))
