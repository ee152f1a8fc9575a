/**
 * A short run of the fuzzer, always the same one, and everything that longer runs have found.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fuzzOnce, judge } from './fuzz.ts'
import type { Finding } from './fuzz.ts'
import { TARGETS } from './targets.ts'

const SEEDS = join(import.meta.dirname, 'seeds')
const files = readdirSync(SEEDS).filter((file) => file.endsWith('.json'))

describe('the fuzzer', () => {
  it.each(TARGETS)('finds nothing in a short run of $name', async (target) => {
    const findings: Finding[] = []
    for (let run = 0; run < 300; run++) {
      const finding = await fuzzOnce(target, run)
      // Time is for the long runs to judge: here the whole suite is running beside it.
      if (finding !== undefined && !finding.what.startsWith('took')) findings.push(finding)
    }
    expect(findings).toEqual([])
  })

  it.each(TARGETS)(
    'starts $name from inputs that are good, or refused for their own sake',
    async (target) => {
      for (const [seed, input] of target.seeds.entries()) {
        const finding = await judge(target, seed, input)
        expect(finding === undefined || finding.what.startsWith('took')).toBe(true)
      }
    },
  )
})

describe('what the fuzzer once found', () => {
  it('has a name that a target has', () => {
    const names = new Set(TARGETS.map(({ name }) => name))
    expect(files.filter((file) => !names.has(file.replace(/-[0-9a-f]{12}\.json$/, '')))).toEqual([])
  })

  it.skipIf(files.length === 0).each(files)('is mended: %s', async (file) => {
    const {
      target: name,
      seed,
      input,
    } = JSON.parse(readFileSync(join(SEEDS, file), 'utf8')) as Finding
    const target = TARGETS.find((one) => one.name === name)!
    expect(await judge(target, seed, input)).toBeUndefined()
  })
})
