import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { verify } from '@node-rs/argon2'
import { afterAll, describe, expect, it } from 'vitest'
import { nativeArgon2, nodeArgon2, openArgon2, wasmArgon2 } from './argon2.ts'
import type { Argon2Engine } from './argon2.ts'
import { writePasswordHash } from './phc.ts'

const native = (await nativeArgon2())!
const wasm = wasmArgon2()
const engines: readonly Argon2Engine[] = [native, wasm, ...[nodeArgon2() ?? []].flat()]
afterAll(() => wasm.close())

const parameters = { memory: 12_288, passes: 3, parallelism: 1 }

describe('argon2id (R102)', () => {
  it('is the native one where that is installed', async () => {
    expect((await openArgon2()).name).toBe('native')
  })

  it.each(engines)('gives the same bytes: $name', async ({ argon2id }) => {
    const [message, salt] = [randomBytes(20), randomBytes(16)]
    const expected = await native.argon2id(message, salt, parameters)
    expect(Buffer.from(await argon2id(message, salt, parameters))).toEqual(Buffer.from(expected))
  })

  it.each(engines)('is what other software verifies: $name', async ({ argon2id }) => {
    const salt = randomBytes(16)
    const hash = await argon2id(Buffer.from('velvet otter\0lamp'), salt, parameters)
    const phc = writePasswordHash({ ...parameters, salt, hash })
    expect(await verify(phc, 'velvet otter\0lamp')).toBe(true)
    expect(await verify(phc, 'velvet otter')).toBe(false)
  })

  it('in a thread of its own tells of a failure, and goes on', async () => {
    const impossible = { memory: 12_288, passes: 0, parallelism: 1 }
    await expect(wasm.argon2id(randomBytes(8), randomBytes(16), impossible)).rejects.toThrow(
      'argon2id failed',
    )
    expect(await wasm.argon2id(randomBytes(8), randomBytes(16), parameters)).toHaveLength(32)
  })

  it('in a thread of its own keeps no process alive', async () => {
    const module = new URL('./argon2.ts', import.meta.url).href
    const script = `
      import { wasmArgon2 } from ${JSON.stringify(module)}
      const waiting = setInterval(() => {}, 1000)
      const hash = await wasmArgon2().argon2id(Buffer.alloc(1), Buffer.alloc(16), ${JSON.stringify(parameters)})
      clearInterval(waiting)
      console.log(hash.length)`
    const run = promisify(execFile)
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script])
    expect(stdout.trim()).toBe('32')
  })

  it.each(engines)('leaves the event loop alone: $name (R103)', async ({ argon2id }) => {
    const hashing = { isDone: false }
    const large = { memory: 65_536, passes: 3, parallelism: 1 }
    const hash = argon2id(randomBytes(8), randomBytes(16), large).finally(() => {
      hashing.isDone = true
    })
    let turns = 0
    while (!hashing.isDone) {
      await new Promise((resolve) => setTimeout(resolve, 1))
      turns += 1
    }
    await hash
    expect(turns).toBeGreaterThan(5)
  })
})
