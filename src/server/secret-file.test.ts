import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  newSecret,
  openSecretFile,
  readSecretFile,
  replaceAll,
  RETIREMENT,
  rotate,
  writeSecretFile,
} from './secret-file.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-secret-'))
  path = join(folder, 'deep', 'secret')
})
afterEach(() => rmSync(folder, { recursive: true }))

const NOW = Date.UTC(2026, 10, 22)

describe('a secret file', () => {
  it('is made for its owner alone, once (R157)', () => {
    const made = openSecretFile(path, { create: true })
    expect(made.secret).toEqual([{ id: 1, value: made.decoySecret, state: 'active' }])
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(openSecretFile(path, { create: true })).toEqual(made)
    expect(openSecretFile(path)).toEqual(made)
  })

  it('is not made where nobody asked for it', () => {
    expect(() => openSecretFile(path)).toThrow(TypeError)
  })

  it('is refused when others can read it (R157)', () => {
    openSecretFile(path, { create: true })
    chmodSync(path, 0o640)
    expect(() => openSecretFile(path)).toThrow(/chmod 600/)
  })

  const secret = newSecret()
  const version = { id: 1, value: secret, state: 'active', since: new Date(NOW).toISOString() }
  const file = { decoy: secret, versions: [version] }
  it.each([
    ['nothing', ''],
    ['a short text', 'abc'],
    ['JSON of something else', '[]'],
    ['null', 'null'],
    ['no versions', JSON.stringify({ decoy: secret })],
    ['no decoy', JSON.stringify({ versions: [version] })],
    [
      'no active version',
      JSON.stringify({ ...file, versions: [{ ...version, state: 'verify-only' }] }),
    ],
    [
      'two active versions',
      JSON.stringify({ ...file, versions: [version, { ...version, id: 2 }] }),
    ],
    [
      'a version without a value',
      JSON.stringify({ ...file, versions: [{ ...version, value: '' }] }),
    ],
    [
      'a version without a date',
      JSON.stringify({ ...file, versions: [{ ...version, since: 'x' }] }),
    ],
  ])('is refused when it holds %s, without a word of it', (_, text) => {
    openSecretFile(path, { create: true })
    writeFileSync(path, text, { mode: 0o600 })
    let message = ''
    try {
      openSecretFile(path)
    } catch (error) {
      message = error instanceof TypeError ? error.message : ''
    }
    expect(message).toContain('no secret file')
    expect(message).not.toContain(secret)
  })
})

describe('a rotation (R34)', () => {
  it('is known everywhere, then used, and only then the old one goes', () => {
    openSecretFile(path, { create: true })
    const states = () => openSecretFile(path).secret.map(({ id, state }) => `${id} ${state}`)
    const old = openSecretFile(path).decoySecret
    const step = (now: number) => {
      const done = rotate(readSecretFile(path), { now, random: newSecret() })
      if (done.step !== 'wait') writeSecretFile(path, done.file)
      return done
    }
    expect(step(NOW)).toMatchObject({ step: 'added', id: 2 })
    expect(states()).toEqual(['1 active', '2 verify-only'])
    expect(step(NOW + 1)).toMatchObject({ step: 'activated', id: 2 })
    expect(states()).toEqual(['1 verify-only', '2 active'])
    expect(step(NOW + RETIREMENT)).toEqual({ step: 'wait', milliseconds: 1, id: 1 })
    expect(states()).toEqual(['1 verify-only', '2 active'])
    expect(step(NOW + RETIREMENT + 1)).toMatchObject({ step: 'removed', id: 1 })
    expect(states()).toEqual(['2 active'])
    // R111: decoys outlive the secret they came from.
    expect(openSecretFile(path).decoySecret).toBe(old)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(path, 'utf8')).toContain('"since"')
  })

  it('in an emergency leaves one new version and nothing of the old ones (R35)', () => {
    openSecretFile(path, { create: true })
    const before = readSecretFile(path)
    const { file } = rotate(before, { now: NOW, random: newSecret() }) as { file: typeof before }
    const random = newSecret()
    expect(replaceAll(file, { now: NOW, random })).toEqual({
      decoy: before.decoy,
      versions: [{ id: 3, value: random, state: 'active', since: new Date(NOW).toISOString() }],
    })
  })
})
