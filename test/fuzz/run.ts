/**
 * Fuzzes the verifier and its decoders for a while: `npm run fuzz -- --seconds 600`.
 *
 * What is found is written to `seeds/` and from then on part of the tests. `--inputs N` goes on until so many were
 * tried, however long it takes; `--start N` repeats a run; `--target name` stays with one target. The exit code
 * is 1 when something was found.
 */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fuzzOnce } from './fuzz.ts'
import { TARGETS } from './targets.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    inputs: { type: 'string' },
    start: { type: 'string', default: String(Date.now() % 2 ** 31) },
    target: { type: 'string' },
  },
})

// Nearly every input ends in an error, and nobody reads where it came from.
Error.stackTraceLimit = 0

const targets = TARGETS.filter(({ name }) => values.target === undefined || name === values.target)
const begin = performance.now()
const goal = values.inputs === undefined ? `${values.seconds} s` : `${values.inputs} inputs`
const counts = new Map<string, number>()
const first = Number(values.start)
let run = first
let found = 0
let told = 0

process.stdout.write(`fuzzing ${targets.length} targets for ${goal}, --start ${first}\n`)
while (goesOn()) {
  tell()
  for (const target of targets) {
    for (let burst = 0; burst < 100; burst++) {
      const finding = await fuzzOnce(target, run++)
      counts.set(target.name, (counts.get(target.name) ?? 0) + 1)
      if (finding === undefined) continue
      found += 1
      const text = JSON.stringify(finding, null, 2)
      const name = createHash('sha256').update(text).digest('hex').slice(0, 12)
      writeFileSync(join(import.meta.dirname, 'seeds', `${target.name}-${name}.json`), `${text}\n`)
      process.stdout.write(`${target.name}: ${finding.what} (seeds/${target.name}-${name}.json)\n`)
    }
  }
}
for (const [name, count] of counts) process.stdout.write(`${name.padEnd(20)} ${count}\n`)
const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
const took = ((performance.now() - begin) / 1000).toFixed(0)
process.stdout.write(`${total} inputs in ${took} s, ${found} findings\n`)
process.exitCode = found === 0 ? 0 : 1

function goesOn(): boolean {
  if (values.inputs !== undefined) return run - first < Number(values.inputs)
  return performance.now() - begin < Number(values.seconds) * 1000
}

/** A line for every million, because long runs are stopped before their time. */
function tell(): void {
  const millions = Math.floor((run - first) / 1e6)
  if (millions === told) return
  told = millions
  process.stdout.write(`${millions} million inputs, ${found} findings\n`)
}
