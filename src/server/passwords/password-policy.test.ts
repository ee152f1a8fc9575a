import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogEntry } from '../audit.ts'
import { checkPasswords } from '../check-limits.ts'
import type { LatchkeyConfig } from '../config.ts'
import type { Services } from '../services.ts'
import { isCommon } from './common-passwords.ts'
import { demandGoodPassword } from './password-policy.ts'
import { normalizePassword, passwordLength } from './password-text.ts'

/** The verdict about a password: what is to be hashed, or why not. */
async function verdict(
  password: string,
  {
    names = ['marina'],
    passwords,
  }: { readonly names?: readonly string[]; readonly passwords?: LatchkeyConfig['passwords'] } = {},
): Promise<string> {
  const log: Omit<LogEntry, 'time'>[] = []
  const settings = {
    rpId: 'login.example.com',
    rpName: 'Harbour Books',
    passwords: checkPasswords(passwords),
  }
  const services = { settings, log: (entry: LogEntry) => log.push(entry) } as unknown as Services
  try {
    await demandGoodPassword(services, password, names)
    return log.length > 0 ? `good, ${log[0]!.event}` : 'good'
  } catch (error) {
    const { code, details } = error as { code: string; details: { errors: { code: string }[] } }
    expect(code).toBe('invalid_request')
    return details.errors[0]!.code
  }
}

describe('demandGoodPassword', () => {
  it.each([
    ['14 characters', 'velvet otter l', 'too_short'],
    ['15 characters', 'velvet otter la', 'good'],
    ['15 characters beyond the first plane', '🦦🪔🧶🎻🪁🦩🧭🪵🫧🪴🧂🪶🧲🪡🧵', 'good'],
    ['14 of them', '🦦🪔🧶🎻🪁🦩🧭🪵🫧🪴🧂🪶🧲🪡', 'too_short'],
    ['a NUL among 15', 'velvet\0otter la', 'good'],
    ['256 characters', 'velvet otter la'.padEnd(256, 'qzj vw'), 'good'],
    ['257 characters', 'velvet otter la'.padEnd(257, 'qzj vw'), 'too_long'],
    ['no capitals, digits or signs', 'velvetotterlampe', 'good'],
  ])('R104 takes or refuses %s', async (_, password, expected) => {
    expect(await verdict(password)).toBe(expected)
  })

  it('R104 takes 8 where a password is one of two', async () => {
    const passwords = { use: 'one-of-two' } as const
    expect(await verdict('kelpvqzt', { passwords })).toBe('good')
    expect(await verdict('velvet ', { passwords })).toBe('too_short')
    expect(await verdict('password', { passwords })).toBe('blocked')
    expect(await verdict('Ｑｗｅｒｔｙ１２', { passwords })).toBe('blocked')
  })

  it.each([
    ['on the list', 'ｑｗｅｒｔｙｕｉｏｐ123456'],
    ['one of the list twice', 'trustno1trustno1'],
    ['two of the list', 'SunshineBaseball'],
    ['two of the list with a gap', 'sunshine-baseball!'],
    ['one drawn out', 'password!!!!!!!!!!'],
    ['one with digits behind', 'password1234567890'],
    ['one character', 'aaaaaaaaaaaaaaaa'],
    ['a few characters again and again', 'abc1abc1abc1abc1'],
    ['digits in a row', '12345678901234567890'],
    ['the alphabet', 'abcdefghijklmnopqrstuvwxyz'],
    ['one sign', '!!!!!!!!!!!!!!!!!!'],
    ['the username', 'marinamarinamarina'],
    ['the username inside', 'velvet MARINA otter'],
    ['the service', 'velvet harbour books otter'],
    ['the domain', 'velvet example otter lamp'],
  ])('R105 blocks %s', async (_, password) => {
    expect(await verdict(password)).toBe('blocked')
  })

  it('R105 blocks the local part of a mail address, and no names of two letters', async () => {
    expect(await verdict('velvet jo.b otter', { names: ['jo.b@example.org'] })).toBe('blocked')
    expect(await verdict('velvet otter lamp', { names: ['ve', 'x'] })).toBe('good')
  })

  it('R105 knows more than 3,000 common passwords that are long enough', async () => {
    const { dictionary } = await import('@zxcvbn-ts/language-common')
    const common = dictionary['passwords-common'].filter((word) => word.length >= 8)
    expect(common.length).toBeGreaterThan(3000)
    const pairs = common.slice(0, 3100).map((word, index) => word + common[index + 1]!)
    for (const pair of pairs) expect(await isCommon(pair.toLowerCase())).toBe(true)
  })

  it('R105 asks the breach check, and passes when that does not answer', async () => {
    const answering = (answer: () => Promise<boolean>) =>
      verdict('velvet otter lamp', { passwords: { breachCheck: answer } })
    expect(await answering(async () => true)).toBe('blocked')
    expect(await answering(async () => false)).toBe('good')
    expect(await answering(() => Promise.reject(new Error('away')))).toBe(
      'good, password.breach_check',
    )
  })

  it('R104 measures and keeps one form of what may be typed in several', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 })
    fc.assert(
      fc.property(text, (password) => {
        const normalized = normalizePassword(password)
        expect(normalizePassword(password.normalize('NFD'))).toBe(normalized)
        expect(normalizePassword(normalized)).toBe(normalized)
        expect(passwordLength(normalized)).toBe(Array.from(normalized).length)
      }),
    )
    expect(normalizePassword('ﬁancée')).toBe(normalizePassword('fiance\u0301e'))
  })
})
