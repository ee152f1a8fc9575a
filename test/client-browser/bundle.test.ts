/**
 * The browser's doors in a bundle: nothing of Node is in it, and nothing of anybody else's in the client.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')

/** What went into the bundle of a door, and what it still imports. */
async function bundled(door: string) {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: { entry: join(ROOT, 'src', door, 'index.ts'), formats: ['es'] },
    },
  })
  const chunks = (Array.isArray(result) ? result : [result])
    .flatMap((one) => ('output' in one ? one.output : []))
    .filter((one) => one.type === 'chunk')
  return {
    exports: chunks.flatMap((chunk) => chunk.exports),
    // A chunk of one's own is no import from outside.
    imports: chunks
      .flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports])
      .filter((name) => !chunks.some(({ fileName }) => fileName === name)),
    modules: chunks.flatMap((chunk) => Object.keys(chunk.modules)),
    code: chunks.map(({ code }) => code).join('\n'),
  }
}

describe.each([
  ['client', 'CredentialManager'],
  ['client/react-native', 'reactNativePlatform'],
  ['elements', 'LatchkeyAccountSelector'],
])('latchkey/%s', (door, name) => {
  it('bundles without a word of Node', async () => {
    const { exports, imports, code, modules } = await bundled(door)
    expect(exports).toContain(name)
    expect(imports).toEqual([])
    expect(modules.filter((id) => id.includes('__vite-browser-external'))).toEqual([])
    expect(code).not.toMatch(
      /['"]node:|\bBuffer\.from|\bprocess\.(?:env|versions|nextTick)|\brequire\(/,
    )
  })
})

it('latchkey/client is ours alone: no dependency is in it', async () => {
  const { modules } = await bundled('client')
  expect(modules.length).toBeGreaterThan(30)
  expect(modules.filter((id) => id.includes('node_modules'))).toEqual([])
  const ours = modules.filter((id) => /\/src\/(client|bytes|protocol|errors)/.test(id))
  expect(ours).toHaveLength(modules.length)
})

it('the React Native door needs nothing that only a browser has, to be loaded', () => {
  const text = readFileSync(join(ROOT, 'src/client/react-native/platform.ts'), 'utf8')
  expect(text).not.toMatch(/\b(?:document|navigator|location)\b\./)
})
