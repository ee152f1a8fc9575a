/**
 * One turn of fuzzing: an input is made from a seed, and whatever it ends in is judged.
 *
 * @module
 */
import { decodeBase64url, encodeBase64url } from '../../src/bytes/base64url.ts'
import { concatBytes } from '../../src/bytes/concat.ts'
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
  const found = (what: string) => {
    const kept = input instanceof Uint8Array ? encodeBase64url(input) : input
    return { target: target.name, seed, input: kept, what }
  }
  const begin = performance.now()
  try {
    await target.run(input, seed)
  } catch (error) {
    if (!isExpected(error)) return found(String(error))
  }
  if (performance.now() - begin <= PATIENCE) return undefined
  // Other processes may have taken the time, so it is taken again without them.
  const milliseconds = await processorTime(() => target.run(input, seed))
  return milliseconds <= PATIENCE ? undefined : found(`took ${milliseconds} ms`)
}

async function processorTime(run: () => unknown): Promise<number> {
  const start = process.cpuUsage()
  try {
    await run()
  } catch {
    // How it ends was judged before.
  }
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

function makeInput(random: Random, { kind, seeds }: Target, seed: number): unknown {
  if (kind === 'json') {
    let value = seeds[seed]
    for (let left = 1 + random(3); left > 0; left--) value = mutateJson(random, value)
    return value
  }
  const other = bytesOf(pick(random, seeds) as string)
  const bytes = random(10) === 0 ? randomBytes(random, random(200)) : bytesOf(seeds[seed] as string)
  const spliced =
    random(6) === 0
      ? concatBytes(
          bytes.subarray(0, random(bytes.length + 1)),
          other.subarray(random(other.length + 1)),
        )
      : bytes
  return mutateBytes(random, spliced)
}

const decoded = new Map<string, Uint8Array>()

function bytesOf(text: string): Uint8Array {
  const known = decoded.get(text) ?? decodeBase64url(text)
  decoded.set(text, known)
  return known
}
