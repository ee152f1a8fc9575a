import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isFresh, newSession, readToken, SESSION_RANDOM_BYTES, wantsTouch } from './sessions.ts'

const now = Date.UTC(2026, 5, 1)
const make = (change = {}) =>
  newSession({
    accountId: 'account',
    epoch: 3,
    credentialId: 'passkey',
    method: 'passkey',
    verified: true,
    device: 'Chrome on Windows',
    now,
    absolute: 1000,
    random: randomBytes(SESSION_RANDOM_BYTES),
    ...change,
  })

describe('a new session', () => {
  it('is stored without anything that could be sent as a token (R69)', () => {
    const { session, token } = make()
    const { id, secret } = readToken(token)!
    expect(secret).toHaveLength(32)
    expect(session.id).toBe(id)
    expect(session.secretHash).toEqual(createHash('sha256').update(secret).digest())
    expect(JSON.stringify(session)).not.toContain(Buffer.from(secret).toString('base64url'))
  })

  it('has an id in the order of time', () => {
    const ids = [now, now + 1, now + 256, now + 65_536].map((at) => make({ now: at }).session.id)
    const bytes = ids.map((id) => Buffer.from(id, 'base64url').toString('hex'))
    expect(bytes).toEqual(bytes.toSorted((a, b) => (a < b ? -1 : 1)))
  })

  it.each([
    [true, now],
    [false, undefined],
  ])('remembers a proof only of a verified ceremony: %s (R84)', (verified, verifiedAt) => {
    expect(make({ verified }).session.verifiedAt).toBe(verifiedAt)
  })

  it('ends at the absolute limit (R73)', () => {
    expect(make().session.expiresAt).toBe(now + 1000)
  })
})

describe('readToken', () => {
  const { token } = make()
  it.each([
    ['empty', ''],
    ['cut short', token.slice(1)],
    ['too long', `${token}A`],
    ['padded', `${token.slice(0, 63)}=`],
    ['of foreign letters', `${token.slice(0, 63)}+`],
  ])('takes no token that is %s', (_, text) => {
    expect(readToken(text)).toBeUndefined()
  })
})

describe('freshness and touching', () => {
  const limits = { now, freshness: 300_000 }
  it.each([
    ['right now', now, true],
    ['five minutes ago', now - 300_000, true],
    ['longer ago', now - 300_001, false],
    ['never', undefined, false],
    ['in a future that the clock took back', now + 300_001, false],
  ])('a proof %s is fresh: %#', (_, verifiedAt, fresh) => {
    expect(isFresh({ ...make().session, verifiedAt }, limits)).toBe(fresh)
  })

  it('touches once a minute at most', () => {
    expect(wantsTouch(make().session, now + 59_999)).toBe(false)
    expect(wantsTouch(make().session, now + 60_000)).toBe(true)
  })
})
