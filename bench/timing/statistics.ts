/**
 * What three tests say of paired differences. None of them takes the differences for normal, or two calls
 * of a pair for independent.
 *
 * @module
 */

const RESAMPLES = 2000

/** The median and its 95 % interval, by drawing from the differences again and again. */
export function bootstrapMedian(differences: readonly number[]): {
  readonly median: number
  readonly low: number
  readonly high: number
} {
  const sorted = Float64Array.from(differences).toSorted()
  const { length } = sorted
  const medians = new Float64Array(RESAMPLES)
  const counts = new Uint32Array(length)
  for (let sample = 0; sample < RESAMPLES; sample++) {
    counts.fill(0)
    for (let draw = 0; draw < length; draw++) {
      const index = Math.floor(Math.random() * length)
      counts[index] = counts[index]! + 1
    }
    // The middle of a resample, found by counting through the sorted values.
    let left = length / 2
    let index = -1
    while (left > 0) {
      index += 1
      left -= counts[index]!
    }
    medians[sample] = sorted[index]!
  }
  medians.sort()
  return {
    median: sorted[length >> 1]!,
    low: medians[Math.floor(RESAMPLES * 0.025)]!,
    high: medians[Math.floor(RESAMPLES * 0.975)]!,
  }
}

/** How likely so uneven a number of positive differences is when both kinds take the same time. */
export function signTest(differences: readonly number[]): number {
  const unequal = differences.filter((difference) => difference !== 0)
  const positive = unequal.filter((difference) => difference > 0).length
  const { length } = unequal
  return twoSided((positive - length / 2) / Math.sqrt(length / 4))
}

/** Wilcoxon's signed rank test, in its normal approximation. */
export function wilcoxon(differences: readonly number[]): number {
  const ranked = differences
    .filter((difference) => difference !== 0)
    .toSorted((one, other) => Math.abs(one) - Math.abs(other))
  const { length } = ranked
  const sum = ranked.reduce((total, value, index) => total + (value > 0 ? index + 1 : 0), 0)
  const mean = (length * (length + 1)) / 4
  const deviation = Math.sqrt((length * (length + 1) * (2 * length + 1)) / 24)
  return twoSided((sum - mean) / deviation)
}

/** Both tails of the normal distribution (Abramowitz and Stegun 26.2.17). */
function twoSided(z: number): number {
  const t = 1 / (1 + 0.231_641_9 * Math.abs(z))
  const polynomial =
    t *
    (0.319_381_53 +
      t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))))
  return 2 * (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial
}
