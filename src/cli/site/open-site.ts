/**
 * Puts the site around a server: the routes as they were, and pages for every other path.
 *
 * @module
 */
import { hash } from 'node:crypto'
import { checkConfig } from '../../server/check-config.ts'
import type { LatchkeyConfig, Settings } from '../../server/config.ts'
import { createFetch, directWay } from '../../server/http/fetch.ts'
import type { Answering } from '../../server/http/exchange.ts'
import type { Latchkey } from '../../server/latchkey.ts'
import type { ServedHandler } from '../../server/node/serve.ts'
import type { SaidConfig } from '../configuration.ts'
import { readBuiltFiles } from './built-files.ts'
import type { BuiltFiles } from './built-files.ts'
import { createEndpoints } from './issuer-endpoints.ts'
import { siteIssuers } from './issuers.ts'
import { createExaminer } from './operator.ts'
import { checkSite } from './site-config.ts'
import type { SiteSettings } from './site-config.ts'
import { createSite } from './site.ts'

/** Everything about a site that is known before the server runs. */
export interface PreparedSite {
  readonly site: SiteSettings
  readonly settings: Settings
  readonly built: BuiltFiles
}

/** Paths of the server's own that are not under its base path. */
const ROUTES = /^\/(?:\.well-known(?:\/|$)|(?:healthz|readyz|metrics)$)/

/**
 * Checks what was said of the site and reads its files; `undefined` when it is off.
 *
 * @throws TypeError for what makes no sense, {@link Error} when nothing has been built.
 */
export function prepareSite(config: LatchkeyConfig, said: SaidConfig): PreparedSite | undefined {
  const settings = checkConfig(config)
  const site = checkSite(said.site, settings)
  return site === undefined ? undefined : { site, settings, built: readBuiltFiles() }
}

/** A server with its site around it. */
export function openSite(
  { site, settings, built }: PreparedSite,
  latchkey: Latchkey,
  said: SaidConfig,
): ServedHandler {
  const routes = directWay(latchkey)!
  const { basePath, clock } = settings
  const brand = styleSheet(site.styles)
  const now = () => clock.wall()
  // What is looked at is written here: no request can lead it elsewhere.
  const deployment = { origin: new URL(settings.origins[0]!), basePath, said, now }
  const examine = async () => {
    const { examineDeployment } = await import('../doctor/examine.ts')
    return examineDeployment(deployment)
  }
  const answer = createSite(
    {
      site,
      settings,
      api: latchkey.api,
      routes,
      assets: { script: built.script, styles: [built.styles, brand.path] },
      operators: said.operators,
      examiner: createExaminer(examine, now),
      issuers: siteIssuers(settings, site.issuers),
      endpointOf: createEndpoints(() => clock.monotonic()),
    },
    new Map([...built.files, [brand.path, brand], [site.logo.path, site.logo]]),
  )
  const isRoute = (path: string) =>
    path === basePath || path.startsWith(`${basePath}/`) || ROUTES.test(path)
  const both: Answering = (request) => (isRoute(request.path) ? routes : answer)(request)
  return { fetch: createFetch(both), close: () => latchkey.close() }
}

function styleSheet(text: string) {
  const body = new Uint8Array(Buffer.from(text))
  const mark = hash('sha256', body, 'base64url').slice(0, 12)
  return { type: 'text/css; charset=utf-8', body, path: `/site/brand-${mark}.css` }
}
