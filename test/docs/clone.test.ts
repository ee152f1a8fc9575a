/**
 * The first commands of README.md and CONTRIBUTING.md, from `git clone` on: in a clone of these files, with
 * the packages that are installed here.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '../free-port.ts'
import { blocksFor, ROOT } from './blocks.ts'
import { openWorkplace } from './shell.ts'

const HERE = 'test/docs/clone.test.ts'
/** What a clone does not have. */
const NOT_CLONED =
  /^(?:\.git|node_modules|dist|data|coverage|test-results|documentation)$|\/(?:dist|node_modules)$/

const repository = mkdtempSync(join(tmpdir(), 'latchkey-repository-'))
const place = openWorkplace()

beforeAll(() => {
  const filter = (path: string) => !NOT_CLONED.test(relative(ROOT, path))
  cpSync(ROOT, repository, { recursive: true, filter })
  const git = (...args: string[]) => execFileSync('git', args, { cwd: repository, stdio: 'pipe' })
  git('init', '--quiet')
  git('add', '--all')
  git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '--quiet', '-m', 'All')
})
afterAll(() => {
  place.remove()
  rmSync(repository, { recursive: true, force: true })
})

it('starts the demo, and tests', async () => {
  const [start, test] = blocksFor('README.md', HERE).map(({ text }) => text.trim())
  expect(test).toBe('npm test')
  const [clone = '', ...rest] = start!.replace('<this repository>', repository).split('\n')
  const packages = `ln -s '${join(ROOT, 'node_modules')}' node_modules`
  const PORT = String(await freePort())
  const running = place.start([clone, packages, ...rest].join('\n'), { PORT })
  const page = () => fetch(`http://localhost:${PORT}/`).catch(() => undefined)
  let answer = await page()
  while (answer === undefined) {
    await sleep(200)
    answer = await page()
  }
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('passkey')])
  await running.stop()

  // One file of it: the whole suite is what this is a part of.
  const one = `cd latchkey\n${test} -- src/bytes/base64url.test.ts`
  const { code, stdout } = await place.run(one)
  expect([code, stdout]).toEqual([0, expect.stringContaining('base64url.test.ts')])
}, 300_000)

it('has the same two commands in CONTRIBUTING.md', () => {
  const [contributing] = blocksFor('CONTRIBUTING.md', HERE)
  const commands = contributing!.text
    .replaceAll(/ *#.*$/gm, '')
    .trim()
    .split('\n')
  expect(commands).toEqual(['npm start', 'npm test'])
})
