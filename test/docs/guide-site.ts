/**
 * The page of a guide in front of a Latchkey server, and a real browser to visit it with.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { createLatchkey } from '../../src/server/latchkey.ts'
import { serve } from '../../src/server/node/serve.ts'
import { openBrowser } from '../browser/launch.ts'
import { bundle } from '../client-browser/site.ts'
import { freePort } from '../free-port.ts'

/** The site of a guide. Close it when done. */
export interface GuideSite {
  readonly origin: string
  readonly browser: Browser
  close(): Promise<void>
}

/** Serves a page of this markup, with a file of this folder as its script. */
export async function openGuideSite(markup: string, script: string): Promise<GuideSite> {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const latchkey = createLatchkey({
    rpId: 'localhost',
    origins: [origin],
    database: 'sqlite::memory:',
    secret: randomBytes(32),
    log: () => undefined,
  })
  const code = await bundle(join(import.meta.dirname, script))
  const html = `<!doctype html><title>guide</title>${markup}<script type="module" src="/page.js"></script>`
  const site = async (request: Request) => {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/auth/')) return latchkey.fetch(request)
    return pathname === '/page.js'
      ? new Response(code, { headers: { 'content-type': 'text/javascript' } })
      : new Response(html, { headers: { 'content-type': 'text/html' } })
  }
  const server = await serve({ fetch: site, close: () => latchkey.close() }, { port })
  const browser = await openBrowser()
  return {
    origin,
    browser,
    async close() {
      await browser.close()
      await server.close()
    },
  }
}
