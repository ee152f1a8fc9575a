import { describe, expect, it } from 'vitest'
import { composeMail } from './compose.ts'
import { ENGLISH } from './english-table.ts'
import type { MailKind } from './message.ts'

const head = { from: 'Example <hello@example.com>', language: 'en' }
const values = {
  site: 'Example',
  username: 'alice',
  link: 'https://example.com/recover#token=abc',
  minutes: '15',
  days: '7',
  time: '2026-06-01 00:00 UTC',
}

describe('composeMail', () => {
  it('says the same in plain text and in HTML', () => {
    const mail = composeMail(head, ENGLISH.recovery, { to: 'alice@example.com', values })
    expect(mail).toMatchObject({ from: head.from, to: 'alice@example.com' })
    expect(mail.text).toContain(`\n${values.link}\n`)
    expect(mail.html).toContain(`<a href="${values.link}">`)
  })

  it('keeps names of people from being markup or headers', () => {
    const text = { subject: 'For {username}', body: ['{username}'] }
    const username = '<b>&"\r\nBcc: everyone@example.com'
    const { subject, html } = composeMail(head, text, { to: 'a@b.cd', values: { username } })
    expect(subject).not.toMatch(/[\r\n]/)
    expect(html).toContain('&lt;b&gt;&amp;&quot;')
    expect(html).not.toContain('<b>')
  })

  it('fills in once: what a value holds is not looked through', () => {
    const text = { subject: '{username}', body: ['{username}'] }
    const mail = composeMail(head, text, {
      to: 'a@b.cd',
      values: { ...values, username: '{link}' },
    })
    expect(mail.subject).toBe('{link}')
    expect(mail.text).toBe('{link}\n')
  })

  it.each(Object.keys(ENGLISH) as MailKind[])('leaves no word of %s unfilled', (kind) => {
    const { subject, text } = composeMail(head, ENGLISH[kind], { to: 'alice@example.com', values })
    expect(`${subject} ${text}`).not.toMatch(/[{}]/)
  })
})
