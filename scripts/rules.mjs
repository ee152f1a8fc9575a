/**
 * Writes docs/security-rules.md: every rule of the server's security, and the tests that name it.
 *
 * Fails when a rule has neither a test nor a written reason, or names a test that is not there. With
 * `--check` nothing is written, and a file that is not up to date fails too.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { RULES } from './rule-table.mjs'

const ROOT = join(import.meta.dirname, '..')
const OUT = join(ROOT, 'docs', 'security-rules.md')
const COUNT = 171
const TEST = /(\.test|-cases|-rows)\.ts$/

const byText = (one, other) => (one < other ? -1 : 1)

/** Test files that name a rule, by its number. */
function namings() {
  const found = new Map()
  for (const folder of ['src', 'test']) {
    for (const name of readdirSync(join(ROOT, folder), { recursive: true }).toSorted(byText)) {
      if (!TEST.test(name)) continue
      const file = `${folder}/${name.replaceAll('\\', '/')}`
      for (const rule of rulesIn(readFileSync(join(ROOT, file), 'utf8'))) {
        found.set(rule, [...(found.get(rule) ?? []), file])
      }
    }
  }
  return found
}

/** `R72`, and every rule of `R26–R29`. */
function rulesIn(text) {
  const rules = new Set()
  for (const [, first, last = first] of text.matchAll(/\bR(\d{1,3})\b(?:–R(\d{1,3})\b)?/g)) {
    for (let rule = Number(first); rule <= Number(last); rule++) rules.add(rule)
  }
  return rules
}

/** @param {readonly string[]} test */
function isThere([file = '', words = '']) {
  const path = join(ROOT, file)
  return existsSync(path) && squeeze(readFileSync(path, 'utf8')).includes(squeeze(words))
}

/** Formatting breaks lines; words are found all the same. */
function squeeze(text) {
  return text.replaceAll(/\s+/g, ' ')
}

function problems(named) {
  const numbers = RULES.map(([number]) => number)
  const missing = Array.from({ length: COUNT }, (_, index) => index + 1).filter(
    (number) => numbers.filter((one) => one === number).length !== 1,
  )
  const untested = RULES.filter(
    ([number, , { tests = [], why } = {}]) =>
      !named.has(number) && tests.length === 0 && why === undefined,
  )
  const lost = RULES.flatMap(([number, , { tests = [] } = {}]) =>
    tests.filter((test) => !isThere(test)).map(([file, words]) => `R${number}: ${file}: ${words}`),
  )
  return [
    ...missing.map((number) => `R${number} has not exactly one row`),
    ...untested.map(([number, words]) => `R${number} has no test and no reason: ${words}`),
    ...lost.map((test) => `there is no such test: ${test}`),
  ]
}

function page(named) {
  const rows = RULES.map(([number, words, { tests = [], why } = {}]) => {
    const files = [...new Set([...(named.get(number) ?? []), ...tests.map(([file]) => file)])]
    const links = files.map((file) => `[${file.split('/').at(-1)}](../${file})`)
    return `| R${number} | ${words} | ${links.length > 0 ? links.join(', ') : why} |`
  })
  return [
    '# The rules of the server’s security, and their tests',
    '',
    'Each rule in a few words, and the test files that name it. This page is made by `npm run rules`, which',
    'fails when a rule has neither a test nor a written reason.',
    '',
    '| Rule | What it is about | Shown by |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

const named = namings()
const found = problems(named)
if (found.length > 0) {
  process.stderr.write(`${found.join('\n')}\n`)
  process.exit(1)
}
const text = await format(page(named), { ...(await resolveConfig(OUT)), parser: 'markdown' })
if (process.argv.includes('--check')) {
  const current = existsSync(OUT) ? readFileSync(OUT, 'utf8') : ''
  if (current !== text) {
    process.stderr.write('docs/security-rules.md is not up to date: run npm run rules\n')
    process.exit(1)
  }
} else {
  writeFileSync(OUT, text)
}
const reasoned = RULES.filter(([number, , { tests } = {}]) => !named.has(number) && !tests).length
process.stdout.write(`${COUNT} rules: ${COUNT - reasoned} with tests, ${reasoned} with a reason\n`)
