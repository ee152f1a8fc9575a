/**
 * Examples in the guides are pieces of tests that run: each is the region of a test file that the line
 * above it names, with the name of a door in the place of a path.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PAGES, ROOT } from './blocks.ts'

const EXAMPLE = /<!-- from (\S+)#(\S+) -->\n+```ts\n([\s\S]*?)\n```/g

const examples = PAGES.flatMap((guide) =>
  [...readFileSync(join(ROOT, guide), 'utf8').matchAll(EXAMPLE)].map((match) => ({
    guide,
    file: match[1]!,
    region: match[2]!,
    text: match[3]!,
  })),
)

/** The lines of a region, moved to the margin. */
function regionOf(file: string, region: string): string {
  const source = readFileSync(join(ROOT, file), 'utf8')
  const [, rest] = source.split(new RegExp(`^ *// #region ${region}\\n`, 'm'))
  const lines = (rest ?? '')
    .split(/^ *\/\/ #endregion/m)[0]!
    .trimEnd()
    .split('\n')
  const margin = Math.min(...lines.filter(Boolean).map((line) => line.search(/\S/)))
  const text = lines.map((line) => line.slice(margin)).join('\n')
  // Readers have the doors, not our folders.
  return text.replaceAll(/'(?:\.\.\/)+src\/(\S+)\/index\.ts'/g, "'latchkey/$1'")
}

describe('the guides', () => {
  it('have examples', () => {
    expect(examples.length).toBeGreaterThan(0)
  })

  it.each(examples)('$guide has the $region of $file', ({ file, region, text }) => {
    expect(text).toBe(regionOf(file, region))
  })
})

describe('links between the pages', () => {
  const pages = [...PAGES, 'ARCHITECTURE.md', 'CHANGELOG.md']
  const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
  const withoutCode = (text: string) => text.replaceAll(/^```[\s\S]*?^```/gm, '')

  /** What a heading is called in an address. */
  const anchorsOf = (text: string) =>
    [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    )

  const links = pages.flatMap((page) =>
    [...withoutCode(read(page)).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].map(
      ([, file = '', anchor]) => ({
        page,
        target: file === '' ? page : join(dirname(page), file),
        anchor,
      }),
    ),
  )

  it.each(links)('$page links to $target $anchor', ({ target, anchor }) => {
    expect(existsSync(join(ROOT, target))).toBe(true)
    if (anchor !== undefined) expect(anchorsOf(read(target))).toContain(anchor)
  })
})
