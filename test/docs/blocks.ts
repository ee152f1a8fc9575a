/**
 * The pages that people read, and the blocks of code on them, each with the marker above it that says how
 * it is run.
 *
 * @module
 */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..', '..')

/** Every page whose blocks are held to what runs, by its path from the root. */
export const PAGES: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'demo/README.md',
  ...globSync(['docs/*.md', 'examples/**/*.md'], {
    cwd: ROOT,
    exclude: (name) => name.includes('node_modules'),
  }).toSorted(),
]

/** A block of code on a page. */
export interface Block {
  readonly page: string
  /** Where it begins, counted from 1. */
  readonly line: number
  /** What the fence says: `ts`, `sh`, … */
  readonly language: string
  readonly text: string
  /** What the comment right above it says, without its dashes. */
  readonly marker: string | undefined
}

const BLOCK = /(?:<!-- ([^\n]+) -->\n+)?^```(\w*)\n([\s\S]*?)^```$/gm

/** The blocks of a page, in the order in which they stand there. */
export function blocksOf(page: string): readonly Block[] {
  const source = readFileSync(join(ROOT, page), 'utf8')
  return [...source.matchAll(BLOCK)].map(
    ({ 1: marker, 2: language = '', 3: text = '', index }) => ({
      page,
      line: source.slice(0, index).split('\n').length,
      language,
      text,
      marker,
    }),
  )
}

/** The blocks of a page that this test file runs, as their markers say. */
export function blocksFor(page: string, test: string): readonly Block[] {
  return blocksOf(page).filter(({ marker }) => marker?.endsWith(` by ${test}`))
}
