import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { VaultError } from './errors.ts'
import { newHeader, openSealed, readVault, sealVault } from './format.ts'
import { deriveKeys, type VaultKeys } from './kdf.ts'

const kdf = { memory: 64, iterations: 1, parallelism: 1 }
const contents = new TextEncoder().encode('the contents')
let keys: VaultKeys
let sealed: Uint8Array<ArrayBuffer>

beforeAll(async () => {
  const header = newHeader(kdf)
  keys = await deriveKeys('password', header.salt, header.kdf)
  sealed = await sealVault(header, keys, contents)
})

/** Opens as a vault would, but for deriving the keys anew from every change of the salt. */
async function open(bytes: Uint8Array): Promise<Uint8Array> {
  return openSealed(readVault(bytes), keys)
}
const codeOf = (bytes: Uint8Array) =>
  open(bytes).then(
    () => 'opened',
    (error: unknown) => (error instanceof VaultError ? error.code : `not coded: ${String(error)}`),
  )

/** With one bit changed, so many bytes before the end. */
function flipped(bytes: Uint8Array, fromEnd: number): Uint8Array {
  const at = bytes.length - fromEnd
  return bytes.with(at, bytes[at]! ^ 1)
}

describe('the format', () => {
  it('opens what it sealed', async () => {
    expect(await open(sealed)).toEqual(contents)
  })

  it('notices every single byte that was changed', async () => {
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = sealed.slice()
      changed[at]! ^= 1
      expect(await codeOf(changed), `byte ${at}`).toMatch(
        /^(wrong_password|vault_(malformed|tampered|truncated|version_unknown))$/,
      )
    }
  })

  it('notices every missing end', async () => {
    for (let length = 1; length < sealed.length; length += 1) {
      expect(await codeOf(sealed.slice(0, length)), `${length} bytes`).toBe('vault_truncated')
    }
  })

  it.each<[string, (bytes: Uint8Array) => Uint8Array, string]>([
    ['nothing', () => new Uint8Array(), 'vault_malformed'],
    ['another file', () => new TextEncoder().encode('{"not":"a vault"}'), 'vault_malformed'],
    ['a later version', (bytes) => bytes.with(8, 2), 'vault_version_unknown'],
    ['a byte too many', (bytes) => new Uint8Array([...bytes, 0]), 'vault_tampered'],
    ['other contents', (bytes) => flipped(bytes, 1), 'vault_tampered'],
    ['another nonce', (bytes) => flipped(bytes, 40), 'vault_tampered'],
  ])('names %s', async (_, change, code) => {
    expect(await codeOf(change(sealed))).toBe(code)
  })

  it('refuses parameters that would cost the reader dear', async () => {
    const text = Buffer.from(sealed).toString('latin1')
    const greedy = Buffer.from(text.replace('"memory":64', '"memory":9e'), 'latin1')
    expect(await codeOf(greedy)).toBe('vault_malformed')
    const weaker = Buffer.from(text.replace('"iterations":1', '"iterations":2'), 'latin1')
    expect(await codeOf(weaker)).toBe('wrong_password')
  })

  it('ends in a code whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (tail, magic) => {
        const bytes = magic ? new Uint8Array([...sealed.subarray(0, 9), ...tail]) : tail
        expect(await codeOf(bytes)).toMatch(/^(wrong_password|vault_\w+)$/)
      }),
    )
  })
})
