/**
 * Copies the pictures that the browser tests made for the guides into `docs/pictures/`.
 *
 * Run `npx vitest run test/elements/ test/cli/site/look.test.ts` first: they write
 * `test-results/guide-….png`.
 */
import { copyFileSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const FROM = join(ROOT, 'test-results')
const TO = join(ROOT, 'docs', 'pictures')
/** Bytes that a picture may have, and how many there may be: everybody who clones downloads them. */
const LARGEST = 60_000
const MOST = 10

const names = readdirSync(FROM).filter((name) => /^guide-.*\.png$/.test(name))
if (names.length === 0)
  throw new Error('There are no pictures: run the tests that make them first.')
if (names.length > MOST) throw new Error(`At most ${MOST} pictures, not ${names.length}.`)

mkdirSync(TO, { recursive: true })
for (const name of names) {
  const { size } = statSync(join(FROM, name))
  if (size > LARGEST) throw new Error(`${name} has ${size} bytes: at most ${LARGEST}.`)
  const short = name.replace('guide-', '')
  copyFileSync(join(FROM, name), join(TO, short))
  console.log(`docs/pictures/${short}: ${size} bytes`)
}
