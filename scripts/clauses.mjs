/**
 * Writes docs/verification.md: every clause of WebAuthn Level 3 §7.1, §7.2 and §8, and the tests that show it.
 *
 * Fails when a clause has no test, or names one that is not there. With `--check` nothing is written, and a
 * file that is not up to date fails too.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { CLAUSES, GROUPS } from './clause-table.mjs'

const ROOT = join(import.meta.dirname, '..')
const OUT = join(ROOT, 'docs', 'verification.md')

const ids = GROUPS.flatMap(([prefix, count]) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`),
)

function problems() {
  const rows = new Map(CLAUSES.map((clause) => [clause.id, clause]))
  const missing = ids.filter((id) => (rows.get(id)?.tests.length ?? 0) === 0)
  const strange = CLAUSES.filter(({ id }) => !ids.includes(id)).map(({ id }) => id)
  const lost = CLAUSES.flatMap(({ id, tests }) =>
    tests.filter((test) => !isThere(test)).map(({ file, title }) => `${id}: ${file}: ${title}`),
  )
  return [
    ...missing.map((id) => `${id} has no test`),
    ...strange.map((id) => `${id} is no clause`),
    ...lost.map((test) => `there is no such test: ${test}`),
  ]
}

function isThere({ file, title }) {
  const path = join(ROOT, file)
  return existsSync(path) && squeeze(readFileSync(path, 'utf8')).includes(squeeze(title))
}

/** Formatting breaks lines; titles are found all the same. */
function squeeze(text) {
  return text.replaceAll(/\s+/g, ' ')
}

function page() {
  const sections = GROUPS.map(([prefix, count, title]) => {
    const rows = CLAUSES.filter(({ id }) => id.replace(/\d+$/, '') === prefix)
    const lines = rows.map(({ id, words, tests }) => {
      const links = tests.map(({ file, title }) => `[${escape(title)}](../${file})`)
      return `| ${id} | ${escape(words)} | ${links.join('<br>')} |`
    })
    const head = `## ${title}\n\n| Clause (${count}) | What it asks | Shown by |\n| --- | --- | --- |`
    return `${head}\n${lines.join('\n')}\n`
  })
  return [
    '# Verification, clause by clause',
    '',
    'What WebAuthn Level 3 asks of a relying party, in our words and numbered in its order, and the tests that',
    'show it is done. This page is made by `scripts/clauses.mjs`, which fails when a clause has no test.',
    '',
    ...sections,
  ].join('\n')
}

function escape(text) {
  return text.replaceAll('|', '\\|').replaceAll('$', '\\$').replaceAll('_', '\\_')
}

const found = problems()
if (found.length > 0) {
  process.stderr.write(`${found.join('\n')}\n`)
  process.exit(1)
}
const text = await format(page(), { ...(await resolveConfig(OUT)), parser: 'markdown' })
if (process.argv.includes('--check')) {
  const current = existsSync(OUT) ? readFileSync(OUT, 'utf8') : ''
  if (current !== text) {
    process.stderr.write('docs/verification.md is not up to date: run scripts/clauses.mjs\n')
    process.exit(1)
  }
} else {
  writeFileSync(OUT, text)
}
process.stdout.write(`${CLAUSES.length} clauses, each with a test\n`)
