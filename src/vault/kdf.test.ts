import { describe, expect, it } from 'vitest'
import { isReasonable, nodeArgon2id, wasmArgon2id } from './kdf.ts'

const password = new TextEncoder().encode('password')
const salt = new TextEncoder().encode('somesaltsomesalt')
const small = { memory: 256, iterations: 2, parallelism: 2 }

describe('argon2id', () => {
  it('is the same in WebAssembly as in Node, where Node has it', async () => {
    const node = nodeArgon2id()
    const wasm = await wasmArgon2id(password, salt, small)
    expect(wasm).toHaveLength(32)
    if (node !== undefined) expect(await node(password, salt, small)).toEqual(wasm)
  })

  it('gives what the reference implementation gives', async () => {
    // From its test vectors: t=2, m=2^16 KiB, p=1, version 0x13.
    const derived = await wasmArgon2id(password, new TextEncoder().encode('somesalt'), {
      memory: 65_536,
      iterations: 2,
      parallelism: 1,
    })
    expect(Buffer.from(derived).toString('hex')).toBe(
      '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7',
    )
  })
})

describe('isReasonable', () => {
  it.each([
    [{}, true],
    [{ memory: 15 }, false],
    [{ memory: 1_048_577 }, false],
    [{ memory: 1e300 }, false],
    [{ memory: 256.5 }, false],
    [{ iterations: 0 }, false],
    [{ iterations: 65 }, false],
    [{ parallelism: 0 }, false],
    [{ parallelism: 17 }, false],
    [{ parallelism: Number.NaN }, false],
  ])('says of %j: %j', (change, expected) => {
    expect(isReasonable({ ...small, ...change })).toBe(expected)
  })
})
