import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { checkPasswords } from '../check-limits.ts'
import type { LatchkeyConfig } from '../config.ts'
import { deriveKeyring } from '../secrets.ts'
import { wasmArgon2 } from './argon2.ts'
import { PasswordHasher, threadsFor } from './password-hasher.ts'
import { readPasswordHash } from './phc.ts'

const SECRET = { id: 1, value: randomBytes(32) }
const NEXT = { id: 2, value: randomBytes(32), state: 'active' } as const

const opened: PasswordHasher[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((hasher) => hasher.close()))
})

function open(
  passwords: LatchkeyConfig['passwords'] = 'on',
  secrets: Parameters<typeof deriveKeyring>[0] = [{ ...SECRET, state: 'active' }],
): PasswordHasher {
  const hasher = new PasswordHasher(checkPasswords(passwords), deriveKeyring(secrets, undefined))
  opened.push(hasher)
  return hasher
}

describe('PasswordHasher', () => {
  it('makes argon2id hashes of 32 bytes with 16 bytes of salt, none like another (R102)', async () => {
    const hasher = open()
    const [one, other] = await Promise.all([hasher.hash('same'), hasher.hash('same')])
    expect(one).not.toBe(other)
    const { salt, hash, ...rest } = readPasswordHash(one)!
    expect([salt.length, hash.length]).toEqual([16, 32])
    expect(rest).toEqual({ memory: 19_456, passes: 2, parallelism: 1, pepperId: undefined })
  })

  it('tells right from wrong, and none from any', async () => {
    const hasher = open()
    const stored = await hasher.hash('right')
    expect(await hasher.check('right', stored)).toEqual({ correct: true, rehashed: undefined })
    for (const wrong of ['Right', 'right\0', 'righ', '']) {
      expect((await hasher.check(wrong, stored)).correct).toBe(false)
    }
    expect((await hasher.check('right', undefined)).correct).toBe(false)
    expect((await hasher.check('right', 'rubbish')).correct).toBe(false)
  })

  it('tells them apart where there is WebAssembly alone, as on Node 22', async () => {
    const keys = deriveKeyring([{ ...SECRET, state: 'active' }], undefined)
    const hasher = new PasswordHasher(checkPasswords('on'), keys, async () => wasmArgon2())
    opened.push(hasher)
    const stored = await hasher.hash('right')
    expect((await hasher.check('right', stored)).correct).toBe(true)
    for (const wrong of ['wrong', '\0', '']) {
      expect((await hasher.check(wrong, stored)).correct).toBe(false)
    }
    const nothing = await hasher.hash('\0')
    expect((await hasher.check('', nothing)).correct).toBe(false)
  })

  it('hashes anew what was made with less, when the password is right (R102)', async () => {
    const stored = await open({ memory: 12_288, passes: 3 }).hash('right')
    const hasher = open({ memory: 20_480, passes: 3 })
    expect((await hasher.check('wrong', stored)).rehashed).toBe(undefined)
    const { correct, rehashed } = await hasher.check('right', stored)
    expect(correct).toBe(true)
    expect(readPasswordHash(rehashed!)).toMatchObject({ memory: 20_480, passes: 3 })
    expect(await hasher.check('right', rehashed)).toEqual({ correct: true, rehashed: undefined })
  })

  it('opens nothing without the pepper that went into a hash (R102, R157)', async () => {
    const seasoned = { pepper: true }
    const stored = await open(seasoned).hash('right')
    expect(readPasswordHash(stored)?.pepperId).toBe(1)
    expect((await open(seasoned).check('right', stored)).correct).toBe(true)
    expect((await open(seasoned, [NEXT]).check('right', stored)).correct).toBe(false)
    // Found in a copy of the database, it is no hash of the password itself.
    const plain = stored.replace(/,keyid=[^$]+/, '')
    expect((await open().check('right', plain)).correct).toBe(false)
  })

  it('moves to the pepper of the active secret, and to one at all (R158)', async () => {
    const both = [{ ...SECRET, state: 'verify-only' } as const, NEXT]
    const old = await open({ pepper: true }).hash('right')
    const none = await open().hash('right')
    for (const stored of [old, none]) {
      const { rehashed } = await open({ pepper: true }, both).check('right', stored)
      expect(readPasswordHash(rehashed!)?.pepperId).toBe(2)
      expect((await open({ pepper: true }, [NEXT]).check('right', rehashed)).correct).toBe(true)
    }
  })

  it('answers no sooner for a hash that was made with less (R113)', async () => {
    const weak = await open({ memory: 12_288, passes: 3 }).hash('right')
    const hasher = open({ memory: 131_072, passes: 3 })
    const time = async (stored: string | undefined) => {
      const started = performance.now()
      await hasher.check('wrong', stored)
      return performance.now() - started
    }
    await time(undefined)
    const strong = await time(undefined)
    // Without the hold it takes about a tenth.
    expect(await time(weak)).toBeGreaterThan(strong / 5)
  })

  it('leaves threads and a core to everything else (R103)', () => {
    expect(threadsFor(4, 2)).toBe(1)
    expect(threadsFor(4, 16)).toBe(2)
    expect(threadsFor(32, 16)).toBe(15)
    expect(threadsFor(1, 1)).toBe(1)
  })
})
