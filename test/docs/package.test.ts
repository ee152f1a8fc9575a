/** What `npm pack` puts into the package: everything that its doors and its command need, and nothing else. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from './blocks.ts'

interface Packed {
  readonly size: number
  readonly files: readonly { readonly path: string; readonly size: number }[]
}
const command = ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error']
const answer = JSON.parse(
  execFileSync('npm', command, { cwd: ROOT, encoding: 'utf8', maxBuffer: 10_000_000 }),
) as Readonly<Record<string, Packed>> | readonly Packed[]
// npm 11 names it; others list it.
const [{ size, files }] = Object.values(answer) as [Packed]
const paths = new Set(files.map(({ path }) => path))
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

/** Every path of a file that a value of package.json names. */
function named(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.startsWith('./') ? [value.slice(2)] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(named)
}

describe('the package', () => {
  const manifest = JSON.parse(read('package.json')) as Readonly<Record<string, unknown>>

  it('has what its doors and its command name', () => {
    const wanted = [...named(manifest['exports']), ...named(manifest['bin'])]
    expect(wanted.length).toBeGreaterThan(20)
    expect(wanted.filter((path) => !paths.has(path))).toEqual([])
    expect(read('dist/cli/main.js')).toMatch(/^#!\/usr\/bin\/env node\n/)
  })

  it('has what its files import from each other', () => {
    const missing = files
      .filter(({ path }) => /^dist\/(?!bundle|site).*\.(?:js|d\.ts)$/.test(path))
      .flatMap(({ path }) =>
        [...read(path).matchAll(/(?:from|import) ?\(?'(\.{1,2}\/[^']+)'/g)]
          .map(([, to = '']) => posix.join(posix.dirname(path), to))
          // A declaration names the source of the other one.
          .map((to) => to.replace(/\.ts$/, '.d.ts'))
          .filter((to) => !paths.has(to))
          .map((to) => `${path}: ${to}`),
      )
    expect(missing).toEqual([])
  })

  it('has its pages, its terms and those of what is bundled', () => {
    const wanted = ['LICENSE', 'README.md', 'SECURITY.md', 'CHANGELOG.md', 'package.json']
    const terms = ['dist/bundle/licenses.md', 'dist/site/licenses.md']
    expect([...wanted, ...terms].filter((path) => !paths.has(path))).toEqual([])
    for (const path of terms)
      expect([path, read(path)]).toEqual([path, expect.stringMatching(/lit-html/)])
    expect(
      [...paths].filter((path) => path.startsWith('dist/site/assets/')).length,
    ).toBeGreaterThan(20)
  })

  it('has no sources, no tests, nothing of this machine, and is not large', () => {
    const strange =
      /(?:^|\/)(?:src|test|node_modules|data)\/|\.(?:test\.|map$|tsbuildinfo$|db)|(?<!\.d)\.ts$/
    expect([...paths].filter((path) => strange.test(path))).toEqual([])
    expect(files.filter(({ path }) => read(path).includes(ROOT)).map(({ path }) => path)).toEqual(
      [],
    )
    expect(size).toBeLessThan(1_000_000)
  })
})
