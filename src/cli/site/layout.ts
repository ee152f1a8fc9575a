/**
 * What stands around every page: the head, the brand, the foot.
 *
 * @module
 */
import { markup } from './markup.ts'
import type { Markup, Piece } from './markup.ts'
import type { PageContext } from './page-context.ts'
import { directionOf, LANGUAGE_NAMES, SITE_LANGUAGES } from './site-words.ts'

/** A page without what stands around it. */
export interface PageContent {
  /** Of the tab; the site's name is added. */
  readonly title: string
  /**
   * `gate`: one thing to do, beside a painted panel. `inside`: the pages of who is signed in, under a bar.
   */
  readonly shape: 'gate' | 'inside'
  readonly content: Piece
  /** At the end of the bar. */
  readonly bar?: Piece
}

/** Puts a page together. */
export function wholePage(context: PageContext, page: PageContent): Markup {
  const { site, words, settings, styles, script } = context
  const { day, night } = site.brand
  const { language } = words
  return markup`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="${day.ground}">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="${night.ground}">
<meta name="robots" content="noindex">
<title>${page.title} · ${site.name}</title>
<link rel="icon" href="${site.logo.path}" type="${site.logo.type}">
${styles.map((path) => markup`<link rel="stylesheet" href="${path}">\n`)}<script type="module" src="${script}"></script>
</head>
<body class="${page.shape}" data-server="${settings.basePath}" data-accounts="${settings.accounts}">
<header class="${page.shape === 'gate' ? 'panel' : 'bar'}">
<a class="skip" href="#content">${words.skip}</a>
<a class="brand" href="${context.to('/')}"><img src="${site.logo.path}" alt="" height="36"${site.logo.isGiven && markup` class="given"`}><span>${site.name}</span></a>
${page.bar}
</header>
<main id="content" tabindex="-1">
${page.content}
</main>
${foot(context)}
</body>
</html>`
}

function foot({ site, words, path, query }: PageContext): Markup {
  const links = (['terms', 'privacy', 'support'] as const).map((name) => {
    const address = site.links[name]
    return address === undefined
      ? undefined
      : markup`<li><a href="${address}">${words.foot[name]}</a></li>`
  })
  const languages = SITE_LANGUAGES.map((language) => {
    const search = new URLSearchParams(query)
    search.set('lang', language)
    return markup`<li><a lang="${language}" hreflang="${language}" href="${path}?${search.toString()}">${LANGUAGE_NAMES[language]}</a></li>\n`
  })
  return markup`<footer class="foot">
<ul class="links">${links}</ul>
<nav aria-label="${words.languages}">
<details class="languages"><summary>${LANGUAGE_NAMES[words.language.slice(0, 2)]}</summary>
<ul>
${languages}</ul>
</details>
</nav>
</footer>`
}
