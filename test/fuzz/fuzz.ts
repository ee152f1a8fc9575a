/**
 * One turn of fuzzing: an input is made from a seed, and whatever it ends in is judged.
 *
 * @module
 */
import { mutateBytes, mutateJson, randomBytes } from './mutate.ts'
import { pick, randomOf } from './random.ts'
import type { Random } from './random.ts'
import { isExpected } from './targets.ts'
import type { Target } from './targets.ts'

/** An input that ended in something it should not end in. */
export interface Finding {
  readonly target: string
  /** Which of the target's seeds it was made from. */
  readonly seed: number
  readonly input: unknown
  readonly what: string
}

/** Milliseconds of processor time that a single input may take. */
const PATIENCE = 50

/** Runs a target on one mutated input. */
export async function fuzzOnce(target: Target, seedOfRun: number): Promise<Finding | undefined> {
  const random = randomOf(seedOfRun)
  const seed = random(target.seeds.length)
  return judge(target, seed, makeInput(random, target, seed))
}

/** Runs a target on an input and says what is wrong with the end of it, if anything is. */
export async function judge(
  target: Target,
  seed: number,
  input: unknown,
): Promise<Finding | undefined> {
  const start = process.cpuUsage()
  try {
    await target.run(input, seed)
  } catch (error) {
    if (!isExpected(error)) return { target: target.name, seed, input, what: String(error) }
  }
  const { user, system } = process.cpuUsage(start)
  const milliseconds = (user + system) / 1000
  if (milliseconds <= PATIENCE) return undefined
  return { target: target.name, seed, input, what: `took ${milliseconds} ms` }
}

function makeInput(random: Random, { kind, seeds }: Target, seed: number): unknown {
  if (kind === 'json') {
    let value = seeds[seed]
    for (let left = 1 + random(3); left > 0; left--) value = mutateJson(random, value)
    return value
  }
  const other = Buffer.from(pick(random, seeds) as string, 'base64url')
  const bytes =
    random(10) === 0
      ? randomBytes(random, random(200))
      : Buffer.from(seeds[seed] as string, 'base64url')
  const spliced =
    random(6) === 0
      ? Buffer.concat([
          bytes.subarray(0, random(bytes.length + 1)),
          other.subarray(random(other.length + 1)),
        ])
      : bytes
  return Buffer.from(mutateBytes(random, Uint8Array.from(spliced))).toString('base64url')
}
