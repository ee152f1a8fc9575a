/** The documentation site: one command builds it, without a warning; its links lead somewhere, and it needs nothing from elsewhere. */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../browser/launch.ts'
import { PAGES, ROOT } from './blocks.ts'

const site = mkdtempSync(join(tmpdir(), 'latchkey-documentation-'))
const guides = PAGES.flatMap((page) => /^docs\/(.+)\.md$/.exec(page)?.slice(1) ?? [])
let built: ReturnType<typeof spawnSync>
beforeAll(() => {
  built = spawnSync('npm', ['run', '--silent', 'docs', '--', '--out', site], {
    cwd: ROOT,
    encoding: 'utf8',
  })
}, 240_000)
afterAll(() => rmSync(site, { recursive: true, force: true }))

describe('the documentation site', () => {
  it('is built without a warning', () => {
    expect([built.stdout, built.stderr, built.status]).toEqual(['', '', 0])
  })

  it.each(guides)('has %s', (guide) => {
    expect(existsSync(join(site, 'guides', `${guide}.html`))).toBe(true)
  })

  it('has links and anchors that lead somewhere', () => {
    const pages = new Map(
      globSync('**/*.html', { cwd: site }).map((page) => [
        page,
        readFileSync(join(site, page), 'utf8'),
      ]),
    )
    const ids = new Map<string, ReadonlySet<string>>()
    for (const [page, html] of pages) {
      ids.set(page, new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id)))
    }
    const broken: string[] = []
    for (const [page, html] of pages) {
      for (const [, target = ''] of html.matchAll(/ (?:href|src)="([^"]+)"/g)) {
        if (/^(?:https?:|data:|mailto:)/.test(target)) continue
        const [path = '', anchor] = decodeURI(target.replaceAll('&amp;', '&')).split('#')
        const file = path === '' ? page : join(dirname(page), path)
        const found = pages.has(file)
          ? anchor === undefined || anchor === '' || ids.get(file)!.has(anchor)
          : existsSync(join(site, file))
        if (!found) broken.push(`${page}: ${target}`)
      }
    }
    expect(pages.size).toBeGreaterThan(300)
    expect(broken).toEqual([])
  })

  it('asks nobody else for anything, on a phone and on a desktop', async () => {
    const browser = await openBrowser()
    try {
      for (const width of [390, 1280]) {
        const page = await browser.newPage({ viewport: { width, height: 844 } })
        const asked: string[] = []
        page.on('request', (request) => asked.push(request.url()))
        for (const path of ['index.html', 'guides/guide.html', 'modules/latchkey_client.html']) {
          await page.goto(pathToFileURL(join(site, path)).href)
          const shot = join(
            ROOT,
            'test-results',
            'documentation',
            `${path.replace('/', '-')}-${width}.png`,
          )
          await page.screenshot({ path: shot })
          // Nothing is wider than the window but what scrolls on its own.
          const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
          expect([path, width, Math.max(over, 0)]).toEqual([path, width, 0])
        }
        expect(asked.filter((url) => !url.startsWith('file:'))).toEqual([])
        expect(asked.map((url) => relative(site, url)).length).toBeGreaterThan(3)
        await page.close()
      }
    } finally {
      await browser.close()
    }
  })
})
