/** The bundle, the policy and the account selector's tag of docs/elements.md, on a page in a real browser. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { openBrowser } from '../browser/launch.ts'
import { bundle } from '../elements/site.ts'
import { blocksFor, ROOT } from './blocks.ts'

const [bundled, tag, policy] = blocksFor('docs/elements.md', 'test/docs/elements.test.ts')

/** Shows a page under the policy, with these scripts, and waits for the elements. */
async function show(
  html: string,
  script: (url: string) => string | undefined,
  names: readonly string[],
): Promise<{ readonly asked: readonly string[]; readonly blocked: unknown }> {
  const asked: string[] = []
  const server = createServer(({ url = '/' }, response) => {
    const text = script(url)
    if (text !== undefined) asked.push(text)
    const type = text === undefined ? 'text/html' : 'text/javascript'
    response.setHeader('content-security-policy', policy!.text.trim())
    response.setHeader('content-type', type).end(text ?? html)
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
    await page.waitForFunction(
      (all) => all.every((name) => customElements.get(name) !== undefined),
      names,
    )
    await page.locator('latchkey-sign-in').locator('#username').waitFor()
    return { asked, blocked: await page.evaluate('blocked') }
  } finally {
    await browser.close()
    server.close()
  }
}

it('lets every element onto the page, and nothing is blocked', async () => {
  const scripts = await bundle(join(ROOT, 'src', 'elements', 'define.ts'))
  const html = `<!doctype html><html lang="en"><title>Shop</title>${tag!.text}
    <latchkey-sign-in></latchkey-sign-in><script type="module" src="/page.js"></script></html>`
  const names = ['latchkey-account-selector', 'latchkey-sign-in']
  const { blocked } = await show(html, (url) => scripts.get(url), names)
  expect(blocked).toEqual([])
})

it('brings the elements without a bundler, in as many bytes as the page says', async () => {
  const html = `<!doctype html><html lang="en"><title>Shop</title>${bundled!.text}</html>`
  const read = (url: string) =>
    /^\/elements\/[\w-]+\.js$/.test(url)
      ? readFileSync(join(ROOT, 'dist', 'bundle', url.replace('/elements/', '')), 'utf8')
      : undefined
  const { asked, blocked } = await show(html, read, ['latchkey-sign-in', 'latchkey-recovery'])
  expect(blocked).toEqual([])
  const bytes = asked.reduce((sum, text) => sum + brotliCompressSync(text).length, 0)
  const page = readFileSync(join(ROOT, 'docs', 'elements.md'), 'utf8')
  const [, said] = /A page downloads (\d+) kB \(brotli\) of it/.exec(page) ?? []
  // Every Node has a brotli of its own; more than that, and the page has to be written anew.
  expect(Math.abs(bytes / 1000 - Number(said))).toBeLessThan(1)
})
