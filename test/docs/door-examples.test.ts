/**
 * The example at the head of every door is taken from its comment, held to the types of the built package,
 * and run where Node is enough for it.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { freePort } from '../free-port.ts'
import { SURROUNDINGS } from './door-surroundings.ts'

const ROOT = join(import.meta.dirname, '..', '..')
// Inside the package, where its own name leads to what was built.
const OUT = join(ROOT, 'test-results', 'doors')

interface Manifest {
  readonly exports: Readonly<Record<string, { readonly types: string }>>
}
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest
const doors = [
  ...new Set(
    Object.values(manifest.exports).map(({ types }) => types.replace(/^\.\/dist\/|\.d\.ts$/g, '')),
  ),
]

/** The code of a door's first comment; none when it shows nothing. */
function exampleOf(door: string): string | undefined {
  const source = readFileSync(join(ROOT, 'src', `${door}.ts`), 'utf8')
  const [comment = ''] = /^\/\*\*[\s\S]*?\*\//.exec(source) ?? []
  const lines = comment.replaceAll(/^ \* ?/gm, '')
  return /@example\n```ts\n([\s\S]*?)```/.exec(lines)?.[1]
}

mkdirSync(OUT, { recursive: true })

/** Writes an example with what stands around it. */
function write(door: string, change: (text: string) => string = (text) => text): string {
  const { before = '', after = '' } = SURROUNDINGS[door] ?? {}
  const file = join(OUT, `${door.replaceAll('/', '-')}.ts`)
  const assertions = after === '' ? '' : `import { equal, rejects } from 'node:assert/strict'\n`
  writeFileSync(file, change(`${assertions}${before}\n${exampleOf(door) ?? ''}\n${after}\n`))
  return file
}

/** What the compiler says of the files under the rules of this repository. */
function complaints(files: readonly string[]): readonly string[] {
  const path = join(ROOT, 'tsconfig.json')
  const { config } = ts.readConfigFile(path, (name) => ts.sys.readFile(name)) as {
    readonly config: { readonly compilerOptions: object }
  }
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT)
  // An example may end with what it made.
  const program = ts.createProgram(files, { ...options, noUnusedLocals: false })
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) =>
      [file?.fileName ?? '', ts.flattenDiagnosticMessageText(messageText, '\n')].join(': '),
    )
}

describe('the example of each door', () => {
  it.each(doors)('%s has one, and surroundings', (door) => {
    expect(exampleOf(door)).toContain(`'latchkey/${door.replace(/\/index$/, '')}'`)
    expect(Object.keys(SURROUNDINGS)).toContain(door)
  })

  it('holds under the types of the package', () => {
    expect(complaints(doors.map((door) => write(door)))).toEqual([])
  })

  it('would not hold with a name that is not there', () => {
    const file = write('vault/index', (text) => text.replaceAll('vault.exists', 'vault.exist'))
    expect(complaints([file]).join()).toContain(`'exist' does not exist`)
    write('vault/index')
  })

  it.each(doors.filter((door) => SURROUNDINGS[door]?.after !== undefined))(
    '%s runs',
    async (door) => {
      const port = await freePort()
      const file = write(door, (text) => text.replaceAll('8080', String(port)))
      const cwd = mkdtempSync(join(tmpdir(), 'latchkey-door-'))
      try {
        const secret = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
        const env = { ...process.env, LATCHKEY_SECRET: secret }
        const run = promisify(execFile)(process.execPath, [file], { cwd, env, timeout: 30_000 })
        await expect(run).resolves.toBeDefined()
      } finally {
        rmSync(cwd, { recursive: true })
      }
    },
    60_000,
  )
})
