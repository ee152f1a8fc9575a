import { describe, expect, it } from 'vitest'
import { emailKey, isEmailAddress } from './email-addresses.ts'

describe('isEmailAddress', () => {
  it.each([
    'alice@example.com',
    'a.b+c@mail.example.co',
    'jörg@bücher.example',
    'kontakt@نامه\u200cای.com',
    `${'a'.repeat(64)}@b.cd`,
  ])('takes %s', (text) => expect(isEmailAddress(text)).toBe(true))
  it.each([
    ['no at', 'alice.example.com'],
    ['two ats', 'alice@evil@example.com'],
    ['no name', '@example.com'],
    ['no domain', 'alice@'],
    ['a domain without a dot', 'alice@localhost'],
    ['an empty label', 'alice@example..com'],
    ['a dot at the end', 'alice.@example.com'],
    ['two dots', 'al..ice@example.com'],
    ['a list', 'alice@example.com,eve@evil.example'],
    ['a name before it', 'Alice <alice@example.com>'],
    ['a quoted name', '"a b"@example.com'],
    ['a line break', 'alice@example.com\r\nBcc:eve'],
    ['a space', 'alice @example.com'],
    ['a zero byte', 'ali\0ce@example.com'],
    ['half a letter', 'ali\ud800ce@example.com'],
    ['a mark that turns its end around', 'alice@\u202emoc.elpmaxe'],
    ['a letter that nobody sees', 'ali\u00adce@example.com'],
    ['a domain with one, which mails leave out', 'alice@exam\u200bple.com'],
    ['a dot of another script, which mails make a dot', 'alice@example\u3002co.uk'],
    ['a number of a network', 'alice@[127.0.0.1]'],
    ['a long name', `${'a'.repeat(65)}@example.com`],
    ['a long address', `a@${'b'.repeat(250)}.com`],
  ])('refuses %s', (_, text) => expect(isEmailAddress(text)).toBe(false))
})

describe('emailKey', () => {
  it('is the same for the same mailbox', () => {
    expect(emailKey('Alice@EXAMPLE.com')).toBe(emailKey('alice@example.com'))
    expect(emailKey('Ａlice@example.com')).toBe(emailKey('alice@example.com'))
    expect(emailKey('bob@example.com')).not.toBe(emailKey('alice@example.com'))
  })
})
