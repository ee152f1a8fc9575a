import { describe, expect, it } from 'vitest'
import { refuseUsername, usernameKey } from './usernames.ts'

describe('usernameKey (R14)', () => {
  it.each([
    ['Ａdmin', 'admin'],
    ['ADMIN', 'admin'],
    ['admin', 'admin'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφοσ'],
    ['Σίσυφος', 'σίσυφοσ'],
    ['ﬁona', 'fiona'],
    ['STRAẞE', 'straße'],
    ['straße', 'straße'],
    ['Å', 'å'],
    ['A\u030a', 'å'],
    ['K', 'k'],
    ['\u{10400}', '\u{10428}'],
  ])('folds %s to %s', (username, key) => {
    expect(usernameKey(username)).toBe(key)
  })

  it('keeps the dotless i apart, which has no simple folding', () => {
    expect(usernameKey('ırmak')).not.toBe(usernameKey('irmak'))
  })

  it('gives for its own result the same again', () => {
    const names = ['Ａdmin', 'ΣΊΣΥΦΟΣ', 'STRAẞE', 'ﷺ', 'İstanbul', 'ŉ', 'Ǆ', 'ῼ', 'Ꭰ', 'ꭰ']
    for (const name of names) expect(usernameKey(usernameKey(name))).toBe(usernameKey(name))
  })
})

describe('refuseUsername', () => {
  it.each([
    ['alice', undefined],
    ['名前', undefined],
    ['alice smith', undefined],
    ['alice@example.com', 'not_allowed'],
    ['alice＠example.com', 'not_allowed'],
    [' alice', 'not_allowed'],
    ['alice ', 'not_allowed'],
    ['al\u200bice', 'forbidden_character'],
    ['al\u00adice', 'forbidden_character'],
    ['ﷺ'.repeat(4), 'too_long'],
  ])('says of %j: %s', (username, code) => {
    expect(refuseUsername(username)).toBe(code)
  })
})
