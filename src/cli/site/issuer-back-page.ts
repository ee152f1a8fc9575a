/**
 * The page that another site leads back to.
 *
 * @module
 */
import { withoutScript } from './gate-pages.ts'
import type { SiteIssuer } from './issuers.ts'
import { wholePage } from './layout.ts'
import { markup } from './markup.ts'
import type { Markup } from './markup.ts'
import type { PageContext } from './page-context.ts'

/** `/sign-in/with/NAME/back`. Its script says whether this is a sign-in, or a connection that waits for a press. */
export function issuerBackPage(context: PageContext, { name, label }: SiteIssuer): Markup {
  const { settings, words, spoken, to } = context
  const title = spoken.signIn.federated(label)
  return wholePage(context, {
    title,
    shape: 'gate',
    content: markup`<h1>${title}</h1>
<site-issuer-back issuer="${name}" label="${label}" server="${settings.basePath}"></site-issuer-back>
${withoutScript(context)}
<p class="aside"><a href="${to('/')}">${words.notFound.home}</a></p>`,
  })
}
