/**
 * `latchkey import`, run as the command runs it.
 *
 * @module
 */
import { Readable } from 'node:stream'
import { importCommand } from '../../src/cli/import/import.ts'
import type { ImportReport, RefusedRow } from '../../src/cli/import/import-people.ts'

/** What the command said. */
export interface ImportRun {
  /** Whether it would exit with 0. */
  readonly complete: boolean
  readonly lines: readonly string[]
  readonly remarks: readonly string[]
}

/** Runs it with these words; `piped` is what comes in by standard input. */
export async function runImport(
  words: readonly string[],
  piped: string | Buffer = '',
): Promise<ImportRun> {
  const lines: string[] = []
  const remarks: string[] = []
  const complete = await importCommand(words, {
    environment: {},
    input: Readable.from([piped]),
    print: (line) => void lines.push(line),
    remark: (line) => void remarks.push(line),
  })
  return { complete, lines, remarks }
}

/** The same with `--json`, read back. */
export async function runImportJson(
  words: readonly string[],
  piped: string | Buffer = '',
): Promise<{
  readonly complete: boolean
  readonly refused: readonly RefusedRow[]
  readonly report: ImportReport & { readonly dryRun: boolean }
}> {
  const { complete, lines } = await runImport([...words, '--json'], piped)
  const rows = lines.map((line) => JSON.parse(line) as unknown)
  return {
    complete,
    refused: rows.slice(0, -1) as RefusedRow[],
    report: rows.at(-1) as ImportReport & { readonly dryRun: boolean },
  }
}
