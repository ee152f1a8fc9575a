import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')

describe('docs/verification.md', () => {
  it('maps every clause to tests that are there, and is up to date', () => {
    const script = join(ROOT, 'scripts', 'clauses.mjs')
    const output = execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })
    expect(output).toBe('97 clauses, each with a test\n')
  })
})
