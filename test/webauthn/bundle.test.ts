import { join } from 'node:path'
import { build } from 'vite'
import { describe, expect, it } from 'vitest'

const ENTRY = join(import.meta.dirname, '..', '..', 'src', 'webauthn', 'index.ts')

describe('the verifier in a bundle for other runtimes', () => {
  it('imports nothing', async () => {
    const result = await build({
      configFile: false,
      logLevel: 'silent',
      build: { write: false, minify: false, lib: { entry: ENTRY, formats: ['es'] } },
    })
    const outputs = (Array.isArray(result) ? result : [result]).flatMap((one) =>
      'output' in one ? one.output : [],
    )
    const imports = outputs.flatMap((one) =>
      one.type === 'chunk' ? [...one.imports, ...one.dynamicImports] : [],
    )
    expect(
      outputs.some((one) => one.type === 'chunk' && one.exports.includes('verifyRegistration')),
    ).toBe(true)
    expect(imports).toEqual([])
  })
})
