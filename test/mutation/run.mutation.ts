/**
 * Mutation testing of the verifier: every mutant is switched on, and a test has to fail.
 *
 * `MUTATE` names the files by a pattern of their paths, several apart by commas; `SHARD=1/2` takes every
 * second mutant; `RETRY=1` tries the survivors of the last run only. Reports go to `coverage/mutation/`.
 *
 * @module
 */
import fc from 'fast-check'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { takeTests } from './collector.ts'
import type { CollectedTest } from './collector.ts'
import type { Mutant } from './instrument.ts'
import { makePlan, ROOT, testFiles } from './plan.ts'
import { summarize } from './report.ts'
import type { Outcome } from './report.ts'
import { installSwitch } from './switch.ts'

const TURNS = 3_000_000
const PATIENCE = 10_000

/** A test with what it met and how long it took when nothing was broken. */
interface MeasuredTest extends CollectedTest {
  readonly file: string
  readonly time: number
}

const { MUTATE = 'src/webauthn/', SHARD = '1/1' } = process.env
const REPORT = join(ROOT, `coverage/mutation/${`${MUTATE} ${SHARD}`.replaceAll(/\W+/g, '-')}.json`)

const state = installSwitch()
const files = testFiles()
/** Tests by the mutants they come by. */
const coverage = new Map<number, MeasuredTest[]>()
/** Files of tests by the mutants their modules come by while they are evaluated. */
const loaded = new Map<number, Set<string>>()
/** What a file of tests takes, in milliseconds. */
const cost = new Map<string, number>()

it('finds a test for every mutant', async () => {
  fc.configureGlobal({ seed: 20_260_101 })
  await measure()
  const known = killedBefore()
  const outcomes = new Map<Mutant, Outcome>()
  for (const mutant of chosen()) {
    outcomes.set(mutant, known.get(keyOf(mutant)) ?? (await judgeByTests(mutant)))
    if (outcomes.size % 100 === 0) await write(outcomes)
  }
  // Last, because modules that were evaluated again are strangers to those from before.
  for (const [mutant, outcome] of outcomes) {
    if (outcome.state !== 'no test' || !loaded.has(mutant.id)) continue
    outcomes.set(mutant, await judgeByLoading(mutant))
    await write(outcomes)
  }
  process.stdout.write(await write(outcomes))
  expect(outcomes.size).toBeGreaterThan(0)
})

function chosen(): readonly Mutant[] {
  const names = MUTATE.split(',').map((name) => new RegExp(name))
  const [shard = 1, shards = 1] = SHARD.split('/').map(Number)
  return makePlan()
    .mutants.filter(({ file }) => names.some((name) => name.test(file)))
    .filter((_, index) => index % shards === shard - 1)
}

async function load(file: string): Promise<readonly CollectedTest[]> {
  await import(/* @vite-ignore */ join(ROOT, file))
  return takeTests()
}

async function measure(): Promise<void> {
  for (const file of files) {
    state.met = new Set()
    const begin = performance.now()
    const tests = await load(file)
    cost.set(file, performance.now() - begin)
    for (const id of state.met) loaded.set(id, (loaded.get(id) ?? new Set()).add(file))
    for (const test of tests) {
      state.reset()
      state.met = new Set()
      const start = performance.now()
      await test.run()
      const time = performance.now() - start
      const measured = { ...test, file, time }
      cost.set(file, (cost.get(file) ?? 0) + time)
      for (const id of state.met) {
        const covering = coverage.get(id)
        if (covering === undefined) coverage.set(id, [measured])
        else covering.push(measured)
      }
    }
  }
  state.met = undefined
  for (const tests of coverage.values()) tests.sort((a, b) => a.time - b.time)
  process.stdout.write(`${files.length} files of tests\n`)
}

async function judgeByTests(mutant: Mutant): Promise<Outcome> {
  const tests = coverage.get(mutant.id) ?? []
  for (const test of tests) {
    if (await passes(test, mutant.id)) continue
    // A failure counts only when it goes away with the mutant.
    if (await passes(test, 0)) return { state: 'killed', by: `${test.file}: ${test.name}` }
    process.stdout.write(`${test.file}: ${test.name} fails by itself, after ${keyOf(mutant)}\n`)
  }
  return { state: tests.length === 0 ? 'no test' : 'survived' }
}

async function judgeByLoading(mutant: Mutant): Promise<Outcome> {
  const ordered = [...files].sort((a, b) => (cost.get(a) ?? 0) - (cost.get(b) ?? 0))
  vi.resetModules()
  for (const file of ordered) {
    state.active = mutant.id
    state.turns = TURNS
    let tests: readonly CollectedTest[]
    try {
      tests = await load(file)
    } catch {
      takeTests()
      state.active = 0
      return { state: 'killed', by: `${file} does not load` }
    }
    for (const test of tests) {
      if (await passes(test, mutant.id)) continue
      return { state: 'killed', by: `${file}: ${test.name}` }
    }
  }
  return { state: 'survived' }
}

async function passes(test: CollectedTest, active: number): Promise<boolean> {
  state.reset()
  state.active = active
  state.turns = TURNS
  let timer: NodeJS.Timeout | undefined
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('late')), PATIENCE)
    })
    await Promise.race([test.run(), late])
    return true
  } catch {
    return false
  } finally {
    clearTimeout(timer)
    state.active = 0
    state.turns = Number.POSITIVE_INFINITY
  }
}

async function write(outcomes: ReadonlyMap<Mutant, Outcome>): Promise<string> {
  const rows = Array.from(outcomes, ([mutant, outcome]) => Object.assign({ ...mutant }, outcome))
  mkdirSync(dirname(REPORT), { recursive: true })
  writeFileSync(REPORT, `${JSON.stringify(rows, undefined, 1)}\n`)
  return summarize(rows)
}

/** With `RETRY=1`: those that the last run of the same name killed are not tried again. */
function killedBefore(): ReadonlyMap<string, Outcome> {
  if (process.env.RETRY !== '1' || !existsSync(REPORT)) return new Map()
  const rows = JSON.parse(readFileSync(REPORT, 'utf8')) as readonly (Mutant & Outcome)[]
  const killed = rows.filter(({ state }) => state === 'killed')
  return new Map(killed.map((row) => [keyOf(row), { state: row.state, by: row.by ?? '' }]))
}

function keyOf({ file, line, operator, original, replacement }: Mutant): string {
  return `${file}:${line} ${operator}: ${original} -> ${replacement}`
}
