import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  accountBinding,
  ANY_ACCOUNT,
  CHALLENGE_BYTES,
  CHALLENGE_WINDOW,
  claimedCeremony,
  CLIENT_TIMEOUT,
  openChallenge,
  sealChallenge,
} from './challenge.ts'
import type { ChallengeRequest } from './challenge.ts'
import { deriveKeyring } from './secrets.ts'

const secret = randomBytes(32)
const keys = deriveKeyring([{ id: 7, value: secret, state: 'active' }], undefined)
const now = Date.UTC(2026, 5, 1)
const bound = { rpId: 'example.com', context: randomBytes(32) }
const request: ChallengeRequest = {
  ...bound,
  ceremony: 'sign-in',
  policy: { userVerification: true, attestation: false },
  account: ANY_ACCOUNT,
  now,
  random: randomBytes(16),
}
const seal = (change: Partial<ChallengeRequest> = {}) =>
  sealChallenge(keys, { ...request, ...change })
const open = (bytes: Uint8Array, change = {}) =>
  openChallenge(keys, bytes, { ...bound, now, ...change })
const refused = (code: string, reason: string) => expect.objectContaining({ code, reason })

describe('a sealed challenge', () => {
  it('has 58 bytes and the layout of R17', () => {
    const bytes = seal()
    expect(bytes).toHaveLength(58)
    expect([bytes[0], bytes[1]]).toEqual([1, 0b0011_0001])
    const view = new DataView(bytes.buffer)
    expect(view.getUint16(2)).toBe(7)
    expect(view.getUint16(4) * 2 ** 32 + view.getUint32(6)).toBe(now)
    expect(bytes.subarray(10, 26)).toEqual(new Uint8Array(request.random))
  })

  it('opens to what was sealed', () => {
    const opened = open(seal())
    expect(opened).toMatchObject({
      ceremony: 'sign-in',
      policy: request.policy,
      keyId: 7,
      issuedAt: now,
      expiresAt: now + 360_000,
    })
    expect(opened.isFor(ANY_ACCOUNT)).toBe(true)
    expect(opened.digest).toHaveLength(32)
  })

  it('is refused with any of its 464 bits flipped (R22)', () => {
    const good = seal()
    const codes = Array.from({ length: CHALLENGE_BYTES * 8 }, (_, bit) => {
      const bytes = Uint8Array.from(good)
      bytes[bit >> 3]! ^= 1 << (bit & 7)
      return codeOf(() => open(bytes))
    })
    expect(codes).toHaveLength(464)
    expect(new Set(codes)).toEqual(new Set(['challenge_invalid']))
  })

  it('never turns into another ceremony by one flipped bit', () => {
    for (let bit = 4; bit < 8; bit++) {
      const bytes = seal()
      bytes[1]! ^= 1 << bit
      expect(() => claimedCeremony(bytes)).toThrow(
        refused('challenge_invalid', 'challenge_malformed'),
      )
    }
  })

  it.each([
    ['another RP ID', { rpId: 'example.org' }],
    ['another context', { context: randomBytes(32) }],
    ['RP ID and context with the border moved', { rpId: 'example.co', context: bound.context }],
  ])('is refused for %s (R18)', (_, change) => {
    expect(() => open(seal(), change)).toThrow(
      refused('challenge_invalid', 'challenge_tag_mismatch'),
    )
  })

  it('tells its account from every other', () => {
    const opened = open(seal({ account: accountBinding('a', 'handle') }))
    expect(opened.isFor(accountBinding('a', 'handle'))).toBe(true)
    const others = [
      ANY_ACCOUNT,
      accountBinding('a'),
      accountBinding('ahandle'),
      accountBinding('a', 'h'),
    ]
    expect(others.map((other) => opened.isFor(other))).toEqual([false, false, false, false])
  })

  it.each([
    ['59 seconds ahead', -59_000, undefined],
    ['60 seconds ahead', -60_000, undefined],
    ['more than 60 seconds ahead', -60_001, 'challenge_invalid'],
    ['just inside the window', CHALLENGE_WINDOW - 1, undefined],
    ['at the end of the window', CHALLENGE_WINDOW, 'challenge_expired'],
  ])('%s ends in %s (R24)', (_, age, code) => {
    expect(codeOf(() => open(seal(), { now: now + age }))).toBe(code)
  })

  it.each([
    ['nothing', new Uint8Array(0)],
    ['one byte less', seal().subarray(1)],
    ['one byte more', Buffer.concat([seal(), Buffer.of(0)])],
    ['another version', Uint8Array.from(seal(), (byte, at) => (at === 0 ? 2 : byte))],
  ])('is refused when it is %s', (_, bytes) => {
    expect(() => open(bytes)).toThrow(refused('challenge_invalid', 'challenge_malformed'))
  })

  it('gives clients less time than it lasts (R23)', () => {
    expect([CLIENT_TIMEOUT, CHALLENGE_WINDOW]).toEqual([300_000, 360_000])
  })

  it('says that it is for a conditional create', () => {
    const opened = open(seal({ ceremony: 'conditional create' }))
    expect(opened.ceremony).toBe('conditional create')
    expect(seal({ ceremony: 'conditional create' })[1]! & 0b0100).toBe(0b0100)
  })
})

describe('keys of challenges (R34)', () => {
  const older = { id: 7, value: secret, state: 'verify-only' as const }
  const newer = { id: 8, value: randomBytes(32), state: 'active' as const }

  it('verify what they no longer seal', () => {
    const rotated = deriveKeyring([older, newer], undefined)
    expect(openChallenge(rotated, seal(), { ...bound, now }).keyId).toBe(7)
    expect(new DataView(sealChallenge(rotated, request).buffer).getUint16(2)).toBe(8)
  })

  it('are gone at once when dropped', () => {
    const dropped = deriveKeyring([newer], undefined)
    const answer = () => openChallenge(dropped, seal(), { ...bound, now })
    expect(answer).toThrow(refused('challenge_invalid', 'challenge_key_unknown'))
  })

  it('differ by purpose and version', () => {
    const { versions, decoy } = deriveKeyring([older, newer], undefined)
    const all = [...versions.values()].flatMap((one) => [
      one.outerTag,
      one.accountTag,
      one.pendingAccount,
    ])
    const texts = [...all, decoy].map((key) => key.export().toString('hex'))
    expect(new Set(texts).size).toBe(7)
  })

  it('leave the decoy key alone when a newer secret comes (R111)', () => {
    const before = deriveKeyring([{ ...older, state: 'active' }], undefined)
    const after = deriveKeyring([newer, older], undefined)
    expect(after.decoy.equals(before.decoy)).toBe(true)
    const own = deriveKeyring([newer], randomBytes(32))
    expect(own.decoy.equals(before.decoy)).toBe(false)
  })
})

function codeOf(act: () => unknown): string | undefined {
  try {
    act()
    return undefined
  } catch (error) {
    return (error as { code: string }).code
  }
}
