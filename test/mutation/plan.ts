/**
 * Which files are broken, and which tests have to notice.
 *
 * @module
 */
import { globSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { instrument } from './instrument.ts'
import type { Mutant } from './instrument.ts'

/** The repository. */
export const ROOT = join(import.meta.dirname, '../..')

/** Tables of names, and the door. */
const LEFT_OUT = new Set(['src/webauthn/aaguid-table.ts', 'src/webauthn/index.ts'])

/** Tests that take as long as all others together and repeat what they say. */
const SLOW = new Set(['src/webauthn/every-byte.test.ts'])

/** The instrumented source and the mutants of every file. */
export interface Plan {
  readonly code: ReadonlyMap<string, string>
  readonly mutants: readonly Mutant[]
}

/** Instruments every module of the verifier. Gives the same ids whenever the files are the same. */
export function makePlan(): Plan {
  const code = new Map<string, string>()
  const mutants: Mutant[] = []
  for (const file of find('src/webauthn/**/*.ts')) {
    if (file.endsWith('.test.ts') || LEFT_OUT.has(file)) continue
    const made = instrument(file, readFileSync(join(ROOT, file), 'utf8'), mutants.length + 1)
    code.set(file, made.code)
    mutants.push(...made.mutants)
  }
  return { code, mutants }
}

/** The tests, those beside the files first. */
export function testFiles(): readonly string[] {
  const files = [...find('src/webauthn/**/*.test.ts'), ...find('test/fido/*.test.ts')]
  return files.filter((file) => !SLOW.has(file))
}

function find(pattern: string): readonly string[] {
  return globSync(pattern, { cwd: ROOT })
    .map((file) => file.replaceAll(sep, '/'))
    .sort()
}
