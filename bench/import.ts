/**
 * What it costs to import a door of the package, over an empty process: time until the import is done, and
 * memory at that moment. Each try is a process of its own, doors and empty ones take turns, and what counts
 * is the median of the differences. `used` is the processor time, for machines with neighbours.
 *
 * Run it with `npm run build && npm exec -- node bench/import.ts [--rounds N]`; it takes less than a minute.
 * It measures what is published (`dist`), not the sources, whose types Node would have to strip.
 */
import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '11' } } })
const ROUNDS = Number(values.rounds)

const SUBJECTS = ['', 'server/index.js', 'server/node/index.js', 'webauthn/index.js'] as const

interface Cost {
  readonly milliseconds: number
  readonly used: number
  readonly mebibytes: number
}

/** Costs of one process, from its start to the end of the import. */
function costOf(subject: string): Cost {
  const url = new URL(`../dist/${subject}`, import.meta.url).href
  const script = `
    ${subject === '' ? '' : `await import(${JSON.stringify(url)})`}
    const { user, system } = process.cpuUsage()
    console.log(JSON.stringify({
      milliseconds: performance.now(),
      used: (user + system) / 1000,
      mebibytes: process.memoryUsage().rss / 2 ** 20,
    }))`
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', script])
  return JSON.parse(printed.toString()) as Cost
}

const costs = new Map<string, Cost[]>(SUBJECTS.map((subject) => [subject, []]))
for (let round = 0; round <= ROUNDS; round++) {
  for (const subject of SUBJECTS) {
    const cost = costOf(subject)
    // The first round only fills the file cache.
    if (round > 0) costs.get(subject)!.push(cost)
  }
}

const empty = costs.get('')!
const over = (list: readonly Cost[], figure: keyof Cost, digits = 0) =>
  median(list.map((cost, round) => cost[figure] - empty[round]![figure])).toFixed(digits)
for (const [subject, list] of costs) {
  if (subject === '') continue
  console.log(
    `${subject}: +${over(list, 'milliseconds')} ms (used: +${over(list, 'used')} ms), ` +
      `+${over(list, 'mebibytes', 1)} MiB`,
  )
}
console.log(
  `an empty process: ${median(empty.map(({ milliseconds }) => milliseconds)).toFixed(0)} ms`,
)

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}
