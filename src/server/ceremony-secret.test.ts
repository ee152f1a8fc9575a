import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  ceremonyContext,
  newCeremonySecret,
  outlivesChallenge,
  pendingAccounts,
  readCeremonySecret,
  renewCeremonySecret,
  withPendingAccount,
  writeCeremonySecret,
} from './ceremony-secret.ts'
import { deriveKeyring } from './secrets.ts'

const keys = deriveKeyring([{ id: 1, value: randomBytes(32), state: 'active' }], undefined)
const now = Date.UTC(2026, 5, 1)
const fresh = () => newCeremonySecret(now, randomBytes(24))
const account = (name: string, issuedAt = now) => ({
  id: randomBytes(16).toString('base64url'),
  username: name,
  displayName: name,
  userHandle: randomBytes(32).toString('base64url'),
  issuedAt,
})
const add = (held: ReturnType<typeof fresh>, pending: ReturnType<typeof account>) =>
  withPendingAccount(keys, held, { pending, nonce: randomBytes(12) })

describe('the ceremony secret', () => {
  it('is read as it was written', () => {
    const held = add(fresh(), account('alice'))
    expect(readCeremonySecret(writeCeremonySecret(held))).toEqual(held)
  })

  it('has 192 random bits and says nothing else about itself (R19)', () => {
    const { secret } = readCeremonySecret(writeCeremonySecret(fresh()))!
    expect(secret).toHaveLength(24)
  })

  it.each([
    ['absent', undefined],
    ['empty', ''],
    ['short', 'AAAA'],
    ['not base64url', '='.repeat(40)],
    ['with more sign-ups than there can be', `${writeCeremonySecret(fresh())}.A.A.A.A`],
    ['too long', `${writeCeremonySecret(fresh())}.${'A'.repeat(4096)}`],
  ])('is not read when it is %s', (_, text) => {
    expect(readCeremonySecret(text)).toBeUndefined()
  })

  it('keeps the sign-ups of other tabs, the newest three of them', () => {
    const names = ['one', 'two', 'three', 'four']
    const held = names.reduce((before, name) => add(before, account(name)), fresh())
    const kept = pendingAccounts(keys, readCeremonySecret(writeCeremonySecret(held))!)
    expect(kept.map(({ username }) => username)).toEqual(['four', 'three', 'two'])
  })

  it('fits into a cookie with three of the longest names', () => {
    const longest = { ...account('n'.repeat(64)), displayName: '\u{1f511}'.repeat(128) }
    const held = [1, 2, 3].reduce((before) => add(before, longest), fresh())
    const cookie = `__Host-ceremony=${writeCeremonySecret(held)}; Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Strict`
    expect(cookie.length).toBeLessThan(4096)
    expect(readCeremonySecret(writeCeremonySecret(held))).toEqual(held)
  })

  it('gives up no pending account under another secret', () => {
    const held = add(fresh(), account('alice'))
    expect(pendingAccounts(keys, { ...held, secret: randomBytes(24) })).toEqual([])
  })

  it('gives up no pending account that was touched, not by one bit', () => {
    const held = add(fresh(), account('alice'))
    const sealed = Buffer.from(held.pending[0]!, 'base64url')
    const opened = Array.from({ length: sealed.length * 8 }, (_, bit) => {
      const bytes = Buffer.from(sealed)
      bytes[bit >> 3]! ^= 1 << (bit & 7)
      return pendingAccounts(keys, { ...held, pending: [bytes.toString('base64url')] }).length
    })
    expect(new Set(opened)).toEqual(new Set([0]))
  })

  it('gives up no pending account to other keys', () => {
    const others = deriveKeyring([{ id: 1, value: randomBytes(32), state: 'active' }], undefined)
    expect(pendingAccounts(others, add(fresh(), account('alice')))).toEqual([])
  })

  it('is renewed before a challenge would outlive it, and drops sign-ups that are over', () => {
    const held = add(add(fresh(), account('old', now - 300_000)), account('new'))
    expect(outlivesChallenge(held, now + 240_000)).toBe(true)
    expect(outlivesChallenge(held, now + 240_001)).toBe(false)
    const renewed = renewCeremonySecret(keys, held, now + 250_000)
    expect(pendingAccounts(keys, renewed).map(({ username }) => username)).toEqual(['new'])
    expect(ceremonyContext(renewed)).toEqual(ceremonyContext(held))
  })

  it('is not believed about a time to come', () => {
    expect(outlivesChallenge({ ...fresh(), keptSince: now + 1 }, now)).toBe(false)
  })

  it('binds by its hash, not by itself', () => {
    const held = fresh()
    expect(Buffer.from(ceremonyContext(held)).includes(Buffer.from(held.secret))).toBe(false)
    expect(ceremonyContext(held)).not.toEqual(ceremonyContext(fresh()))
  })
})
