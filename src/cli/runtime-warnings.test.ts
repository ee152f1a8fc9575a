/** Which warnings of the runtime reach whoever typed a command. */
import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

const MODULE = new URL('./runtime-warnings.ts', import.meta.url).href
const SQLITE = 'SQLite is an experimental feature and might change at any time'

/** What a process writes that warns in these words. */
function shown(words: string, kind: string): string {
  const lines = `const { silenceSqliteWarning } = await import('${MODULE}')
    silenceSqliteWarning()
    process.emitWarning(${JSON.stringify(words)}, '${kind}')`
  const args = ['--experimental-strip-types', '--input-type=module']
  const { status, stderr } = spawnSync(process.execPath, [...args, '--eval', lines], {
    encoding: 'utf8',
  })
  expect(status).toBe(0)
  return stderr
}

it('keeps the experiment of Node 22 to itself', () => {
  expect(shown(SQLITE, 'ExperimentalWarning')).not.toContain('SQLite')
})

it.each([
  [SQLITE, 'DeprecationWarning'],
  ['Fetch is an experimental feature', 'ExperimentalWarning'],
  ['a leak of listeners', 'MaxListenersExceededWarning'],
])('shows %s, a %s', (words, kind) => {
  expect(shown(words, kind)).toContain(words)
})
