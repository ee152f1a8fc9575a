import { fork } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileStorage } from './file-storage.ts'
import { Vault } from './vault.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-vault-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const bytes = (text: string) => new TextEncoder().encode(text)
const path = () => join(folder, 'a.vault')
const text = () => readFileSync(path(), 'utf8')

describe('a vault in a file', () => {
  it('reads what was written, and nothing from nowhere', async () => {
    const storage = fileStorage(path())
    expect(await storage.read()).toBeUndefined()
    expect(await storage.write(bytes('one'), undefined)).toBe(true)
    expect(await storage.read()).toEqual(bytes('one'))
    expect(await storage.write(bytes('two'), bytes('one'))).toBe(true)
    expect(text()).toBe('two')
    expect(readdirSync(folder)).toEqual(['a.vault'])
  })

  it('is for its owner alone', async () => {
    await fileStorage(path()).write(bytes('one'), undefined)
    expect(statSync(path()).mode & 0o777).toBe(0o600)
    chmodSync(path(), 0o644)
    await fileStorage(path()).write(bytes('two'), bytes('one'))
    expect(statSync(path()).mode & 0o777).toBe(0o600)
  })

  it('replaces only what it was told to', async () => {
    const storage = fileStorage(path())
    await storage.write(bytes('one'), undefined)
    expect(await storage.write(bytes('two'), undefined)).toBe(false)
    expect(await storage.write(bytes('two'), bytes('other'))).toBe(false)
    expect(text()).toBe('one')
  })

  it('lets one of many writers win', async () => {
    const all = Array.from({ length: 8 }, (_, at) =>
      fileStorage(path()).write(bytes(String(at)), undefined),
    )
    expect((await Promise.all(all)).filter(Boolean)).toHaveLength(1)
  })

  it('keeps the file that a symbolic link names', async () => {
    writeFileSync(join(folder, 'real'), 'one')
    symlinkSync(join(folder, 'real'), path())
    await fileStorage(path()).write(bytes('two'), bytes('one'))
    expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('two')
    expect(readdirSync(folder).toSorted()).toEqual(['a.vault', 'real'])
  })

  it('goes on after a process that died in the middle of saving', async () => {
    writeFileSync(path(), 'one')
    writeFileSync(`${path()}.new`, 'half of tw')
    writeFileSync(`${path()}.lock`, '')
    const long = new Date(Date.now() - 60_000)
    utimesSync(`${path()}.lock`, long, long)
    expect(await fileStorage(path()).write(bytes('two'), bytes('one'))).toBe(true)
    expect(text()).toBe('two')
    expect(readdirSync(folder)).toEqual(['a.vault'])
  })

  it.each([
    ['a folder that is not there', () => join(folder, 'none', 'a.vault')],
    ['a folder in its place', () => folder],
  ])('is unavailable in %s', async (_, at) => {
    await expect(fileStorage(at()).write(bytes('x'), undefined)).rejects.toMatchObject({
      name: 'VaultError',
      code: 'vault_unavailable',
    })
  })
})

describe('a process that is killed while it saves', () => {
  it('leaves a vault that opens, with everything it had said was saved', async () => {
    const kdf = { memory: 64, iterations: 1, parallelism: 1 }
    await new Vault({ storage: fileStorage(path()), kdf }).create('password')
    for (let round = 0; round < 3; round += 1) {
      const child = fork(
        join(import.meta.dirname, '../../test/vault/saving-process.ts'),
        [path()],
        {
          execArgv: ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'],
          stdio: 'ignore',
        },
      )
      let saved = 0
      child.on('message', (count: number) => {
        saved = count
        if (count >= 5 + 3 * round) child.kill('SIGKILL')
      })
      await once(child, 'exit')
      // The lock of a dead process is waited for; a test does not have the time.
      rmSync(`${path()}.lock`, { force: true })
      const vault = new Vault({ storage: fileStorage(path()), kdf })
      await vault.unlock('password')
      expect(saved).toBeGreaterThanOrEqual(5)
      expect(vault.contents.items.length).toBeGreaterThanOrEqual(saved)
    }
  })
})
