/**
 * The word that somebody probably meant.
 *
 * @module
 */

/** A clause that names the nearest word, or nothing when none is near. */
export function didYouMean(typed: string, words: Iterable<string>): string {
  // Of a short word half would be another one.
  const most = Math.min(2, Math.floor(typed.replace(/^-+/, '').length / 2))
  const near = [...words]
    .map((word) => ({ word, distance: distanceOf(typed, word) }))
    .filter(
      ({ word, distance }) => distance <= most || (typed.length > 2 && word.startsWith(typed)),
    )
    .toSorted((a, b) => a.distance - b.distance)[0]
  return near === undefined ? '' : `; did you mean ${near.word}?`
}

/** How many letters were left out, put in, changed or swapped with their neighbour. */
function distanceOf(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? rows[i - 2]![j - 2]! + 1
          : Infinity
      row.push(Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, changed, swapped))
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}
