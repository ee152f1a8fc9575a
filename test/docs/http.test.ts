import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PROBLEMS } from '../../src/protocol/problem.ts'
import { ROUTES } from '../../src/protocol/route-table.ts'

const ROOT = join(import.meta.dirname, '..', '..')

describe('docs/http.md', () => {
  it('has every route and every refusal, and is up to date', () => {
    const script = join(ROOT, 'scripts', 'http-reference.mjs')
    const output = execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })
    const [routes, refusals] = [ROUTES, PROBLEMS].map((table) => Object.keys(table).length)
    expect(output).toBe(`${routes} routes, ${refusals} refusals\n`)
  })
})
