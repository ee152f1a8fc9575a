/**
 * The score, folder by folder, and the mutants nobody noticed.
 *
 * @module
 */
import type { Mutant } from './instrument.ts'

/** What became of a mutant. */
export interface Outcome {
  /** `no test`: no test even came by. */
  readonly state: 'killed' | 'survived' | 'no test'
  /** The first test that failed. */
  readonly by?: string
}

/** Writes a table, then a line for each mutant that lives. */
export function summarize(rows: readonly (Mutant & Outcome)[]): string {
  const alive = rows.filter(({ state }) => state !== 'killed')
  const lines = alive.map(
    ({ file, line, operator, original, replacement, state }) =>
      `${file}:${line} ${state}: ${operator}: ${short(original)} -> ${short(replacement)}`,
  )
  const folders = [...new Set(rows.map(folderOf)), 'all'].map((folder) => {
    const inside = rows.filter((row) => folder === 'all' || folderOf(row) === folder)
    const killed = inside.filter(({ state }) => state === 'killed').length
    const score = ((100 * killed) / inside.length).toFixed(1)
    return `${folder}: ${killed} of ${inside.length} killed, ${score} %`
  })
  return `${[...lines, '', ...folders].join('\n')}\n`
}

function folderOf({ file }: Mutant): string {
  return file.slice(0, file.lastIndexOf('/') + 1)
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 70 ? `${line.slice(0, 67)}...` : line
}
