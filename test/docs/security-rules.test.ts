import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')

describe('docs/security-rules.md', () => {
  it('has every rule with its tests or a reason, and is up to date', () => {
    const script = join(ROOT, 'scripts', 'rules.mjs')
    const output = execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })
    expect(output).toMatch(/^171 rules: \d+ with tests, \d+ with a reason\n$/)
  })
})
