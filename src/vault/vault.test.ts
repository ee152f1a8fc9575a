import { afterEach, describe, expect, it, vi } from 'vitest'
import { SoftwareAuthenticator } from '../authenticator/software-authenticator.ts'
import type { AuthenticatorCredential } from '../authenticator/credential.ts'
import type { PasswordItem } from './contents.ts'
import { memoryStorage, type VaultStorage } from './storage.ts'
import { Vault, type VaultSettings } from './vault.ts'

const kdf = { memory: 64, iterations: 1, parallelism: 1 }
const PASSWORD = 'correct horse'

const vaultIn = (storage: VaultStorage, change: Partial<VaultSettings> = {}) =>
  new Vault({ storage, kdf, autoLock: Number.POSITIVE_INFINITY, ...change })

async function newVault(change: Partial<VaultSettings> = {}) {
  const storage = change.storage ?? memoryStorage()
  const vault = vaultIn(storage, change)
  await vault.create(PASSWORD)
  return { vault, storage }
}

const password = (id: string): PasswordItem => ({
  kind: 'password',
  id,
  origin: 'https://example.com',
  userName: 'ada',
  password: `secret of ${id}`,
  createdAt: 1,
  lastUsedAt: undefined,
})
const adding =
  (id: string): Parameters<Vault['update']>[0] =>
  ({ items, ...rest }) => ({ ...rest, items: [...items, password(id)] })
const ids = (vault: Vault) => vault.contents.items.map((item) => 'id' in item && item.id)

async function passkey(): Promise<AuthenticatorCredential> {
  const authenticator = new SoftwareAuthenticator()
  await authenticator.create(
    {
      rp: { id: 'example.com', name: 'Example' },
      user: { id: 'YWRh', name: 'ada', displayName: 'Ada' },
      challenge: 'Y2hhbGxlbmdl',
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      authenticatorSelection: { residentKey: 'required' },
      extensions: { prf: {} },
    },
    { origin: 'https://example.com' },
  )
  return authenticator.credentials[0]!
}

afterEach(() => vi.useRealTimers())

describe('a vault', () => {
  it('gives back what was put in, after locking, in another process', async () => {
    const { vault, storage } = await newVault()
    const credential = await passkey()
    await vault.importPasskey(credential)
    await vault.update(adding('1'))
    const other = vaultIn(storage)
    await other.unlock(PASSWORD)
    expect(other.contents).toEqual(vault.contents)
    expect(other.contents.items).toMatchObject([{ kind: 'passkey', credential }, password('1')])
  })

  it('has no secret in its bytes', async () => {
    const { vault, storage } = await newVault()
    await vault.update(adding('1'))
    const text = Buffer.from((await storage.read())!).toString('latin1')
    expect(text).not.toMatch(/secret of|ada|example\.com/)
    expect(text).not.toContain(PASSWORD)
  })

  it('never seals twice in the same way', async () => {
    const { vault, storage } = await newVault()
    const before = (await storage.read())!
    await vault.update((contents) => contents)
    const after = (await storage.read())!
    expect(after).toHaveLength(before.length)
    expect(after).not.toEqual(before)
  })

  it('takes a password in whatever form of Unicode it was typed', async () => {
    const storage = memoryStorage()
    await vaultIn(storage).create('caf\u00e9')
    const other = vaultIn(storage)
    await other.unlock('cafe\u0301')
    expect(other.isLocked).toBe(false)
  })

  it.each<[string, (vault: Vault) => unknown]>([
    ['contents', (vault) => vault.contents],
    ['update', (vault) => vault.update((contents) => contents)],
    ['remove', (vault) => vault.remove('1')],
    ['changePassword', (vault) => vault.changePassword('other')],
  ])('keeps %s shut while it is locked', async (_, act) => {
    const { vault } = await newVault()
    vault.lock()
    expect(vault.isLocked).toBe(true)
    await expect((async () => act(vault))()).rejects.toMatchObject({ code: 'vault_locked' })
  })

  it.each<[string, (vault: Vault) => Promise<void>, string]>([
    ['another password', (vault) => vault.unlock('wrong'), 'wrong_password'],
    ['no password', (vault) => vault.unlock(''), 'wrong_password'],
    ['a second creation', (vault) => vault.create('other'), 'vault_exists'],
    ['an item that is not there', (vault) => vault.remove('none'), 'item_unknown'],
  ])('refuses %s, and stays as it was', async (_, act, code) => {
    const { vault, storage } = await newVault()
    const before = await storage.read()
    await expect(act(vault)).rejects.toMatchObject({ name: 'VaultError', code })
    expect(await storage.read()).toEqual(before)
    await vaultIn(storage).unlock(PASSWORD)
  })

  it('says so when there is none', async () => {
    const vault = vaultIn(memoryStorage())
    expect(await vault.exists()).toBe(false)
    await expect(vault.unlock(PASSWORD)).rejects.toMatchObject({ code: 'vault_missing' })
  })

  it('refuses an empty password and senseless settings', async () => {
    const storage = memoryStorage()
    await expect(vaultIn(storage).create('')).rejects.toThrow(TypeError)
    await expect(vaultIn(storage, { kdf: { ...kdf, iterations: 0 } }).create('x')).rejects.toThrow(
      RangeError,
    )
    expect(() => vaultIn(storage, { autoLock: 0 })).toThrow(RangeError)
    expect(await storage.read()).toBeUndefined()
  })

  it('takes another password, and the old one no more', async () => {
    const { vault, storage } = await newVault()
    await vault.update(adding('1'))
    await vault.changePassword('other')
    await vault.update(adding('2'))
    const again = vaultIn(storage)
    await expect(again.unlock(PASSWORD)).rejects.toMatchObject({ code: 'wrong_password' })
    await again.unlock('other')
    expect(ids(again)).toEqual(['1', '2'])
  })

  it('puts changes of several processes one upon the other', async () => {
    const { vault, storage } = await newVault()
    const other = vaultIn(storage)
    await other.unlock(PASSWORD)
    await Promise.all([
      vault.update(adding('1')),
      other.update(adding('2')),
      vault.update(adding('3')),
      other.update(adding('4')),
    ])
    await vault.unlock(PASSWORD)
    expect(new Set(ids(vault))).toEqual(new Set(['1', '2', '3', '4']))
  })

  it('locks itself when another process changed the password', async () => {
    const { vault, storage } = await newVault()
    const other = vaultIn(storage)
    await other.unlock(PASSWORD)
    await other.changePassword('other')
    await expect(vault.update(adding('1'))).rejects.toMatchObject({ code: 'vault_replaced' })
    expect(vault.isLocked).toBe(true)
    await vault.unlock('other')
    expect(ids(vault)).toEqual([])
  })

  it('keeps what it had when the storage fails', async () => {
    const inner = memoryStorage()
    const { vault } = await newVault({ storage: inner })
    await vault.update(adding('1'))
    const failing: VaultStorage = { ...inner, write: () => Promise.reject(new Error('disk full')) }
    const unlucky = vaultIn(failing)
    await unlucky.unlock(PASSWORD)
    await expect(unlucky.update(adding('2'))).rejects.toThrow('disk full')
    expect(ids(unlucky)).toEqual(['1'])
    await vault.unlock(PASSWORD)
    expect(ids(vault)).toEqual(['1'])
  })

  it('loses nothing when it is locked in the middle of a change', async () => {
    const { vault, storage } = await newVault()
    const credential = await passkey()
    await vault.importPasskey(credential)
    const changing = vault.update(adding('1'))
    await Promise.resolve()
    vault.lock()
    await changing.catch(() => undefined)
    expect(vault.isLocked).toBe(true)
    const again = vaultIn(storage)
    await again.unlock(PASSWORD)
    expect(again.contents.items[0]).toMatchObject({ credential })
  })
})

describe('a vault that is locked', () => {
  it.each<[string, (vault: Vault) => Promise<void>]>([
    ['opened', (vault) => vault.unlock(PASSWORD)],
    ['made', (vault) => vault.create(PASSWORD)],
  ])('while it is being %s stays locked', async (what, open) => {
    const storage = memoryStorage()
    if (what === 'opened') await vaultIn(storage).create(PASSWORD)
    const vault = vaultIn(storage)
    const opening = open(vault)
    vault.lock()
    await opening
    expect(vault.isLocked).toBe(true)
    await vault.unlock(PASSWORD)
    expect(vault.isLocked).toBe(false)
  })
})

describe('the automatic lock', () => {
  it('comes when the vault was not used for its time, and use puts it off', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { vault } = await newVault({ autoLock: 1000 })
    vi.advanceTimersByTime(900)
    expect(vault.contents.items).toEqual([])
    vi.advanceTimersByTime(900)
    expect(vault.isLocked).toBe(false)
    vi.advanceTimersByTime(100)
    expect(vault.isLocked).toBe(true)
  })

  it('does not undo an opening that is under way', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { vault } = await newVault({ autoLock: 1000 })
    const opening = vault.unlock(PASSWORD)
    vi.advanceTimersByTime(1000)
    await opening
    expect(vault.isLocked).toBe(false)
  })

  it('never comes when it is never to come', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { vault } = await newVault()
    vi.advanceTimersByTime(2 ** 31)
    expect(vault.isLocked).toBe(false)
  })
})
