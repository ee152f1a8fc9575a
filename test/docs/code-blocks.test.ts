/**
 * Every block of code that people read is run, and says by what: it is the region of a test, or a test
 * takes it from the page. What cannot run here is shown with its reason.
 */
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { blocksOf, PAGES, ROOT } from './blocks.ts'

/** Languages that a page may show without a reader expecting that they run. */
const SAMPLES = new Set(['text', 'kotlin'])
/** What needs something that no test has: a registry, an hour. */
const SHOWN = 6

const blocks = PAGES.flatMap(blocksOf)

/** Languages that a whole page shows, with one reason for all. */
const shownOn = (page: string) =>
  [
    ...readFileSync(join(ROOT, page), 'utf8').matchAll(
      /<!-- (\w+) is shown, not run: [^\n]{20,} -->/g,
    ),
  ].map(([, language]) => language)

describe('blocks of code', () => {
  it('are found', () => {
    expect(blocks.length).toBeGreaterThan(100)
    const fences = PAGES.map(
      (page) => readFileSync(join(ROOT, page), 'utf8').match(/^\s*```/gm)?.length ?? 0,
    )
    // None is indented, unnamed or otherwise missed.
    expect(fences.reduce((sum, count) => sum + count, 0)).toBe(2 * blocks.length)
  })

  it.each(blocks)(
    '$page:$line ($language) says how it is run',
    ({ page, language, marker = '' }) => {
      expect(language).not.toBe('')
      if (SAMPLES.has(language) && shownOn(page).includes(language)) return
      const [, region] = /^from (\S+)#\S+$/.exec(marker) ?? []
      if (region !== undefined) return expect(language).toBe('ts')
      if (/^shown, not run: \S.{19,}$/.test(marker)) return
      const [, file = 'nothing'] = /^(?:run|used) by (\S+)$/.exec(marker) ?? []
      expect([marker, existsSync(join(ROOT, file))]).toEqual([marker, true])
      // It reads the page, so it names it.
      expect(readFileSync(join(ROOT, file), 'utf8')).toContain(basename(page))
    },
  )

  it('are few that only are shown', () => {
    const shown = blocks.filter(({ marker = '' }) => marker.startsWith('shown, not run'))
    expect(shown.map(({ page, line }) => `${page}:${line}`).length).toBeLessThanOrEqual(SHOWN)
  })
})
