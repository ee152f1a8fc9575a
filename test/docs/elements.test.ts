/** The policy and the account selector's tag of docs/elements.md, on a page in a real browser. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openBrowser } from '../browser/launch.ts'
import { bundle } from '../elements/site.ts'
import { blocksFor, ROOT } from './blocks.ts'

const [tag, policy] = blocksFor('docs/elements.md', 'test/docs/elements.test.ts')

it('lets every element onto the page, and nothing is blocked', async () => {
  const scripts = await bundle(join(ROOT, 'src', 'elements', 'define.ts'))
  const html = `<!doctype html><html lang="en"><title>Shop</title>${tag!.text}
    <latchkey-sign-in></latchkey-sign-in><script type="module" src="/page.js"></script></html>`
  const server = createServer(({ url = '/' }, response) => {
    const script = scripts.get(url)
    const type = script === undefined ? 'text/html' : 'text/javascript'
    response.setHeader('content-security-policy', policy!.text.trim())
    response.setHeader('content-type', type).end(script ?? html)
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const browser = await openBrowser()
  try {
    const page = await browser.newPage()
    await page.addInitScript(() => {
      const blocked: string[] = []
      addEventListener('securitypolicyviolation', ({ violatedDirective }) =>
        blocked.push(violatedDirective),
      )
      Object.assign(globalThis, { blocked })
    })
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`)
    await page.waitForFunction(() =>
      ['latchkey-account-selector', 'latchkey-sign-in'].every((name) => customElements.get(name)),
    )
    expect(await page.locator('latchkey-sign-in').evaluate((one) => one.shadowRoot !== null)).toBe(
      true,
    )
    expect(await page.evaluate('blocked')).toEqual([])
  } finally {
    await browser.close()
    server.close()
  }
}, 60_000)
