import { describe, expect, it } from 'vitest'
import type { LogEntry } from '../audit.ts'
import type { MailMessage } from './message.ts'
import { Outbox } from './outbox.ts'

const mail = (subject: string): MailMessage => ({
  from: 'a@example.com',
  to: 'b@example.com',
  subject,
  text: 'a secret link',
  html: '<p>a secret link</p>',
})

type Entry = Omit<LogEntry, 'time'>

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 5000
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('waited in vain')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe('the outbox', () => {
  it('sends a mail at once', async () => {
    const sent: string[] = []
    const log: Entry[] = []
    const outbox = new Outbox(
      async ({ subject }) => void sent.push(subject),
      (entry) => log.push(entry),
    )
    expect(outbox.send(mail('one'))).toBe(true)
    await until(() => outbox.size === 0)
    expect(sent).toEqual(['one'])
    expect(log).toEqual([expect.objectContaining({ event: 'mail', outcome: 'accepted' })])
  })

  it('tries again, with the waits it was given, and then gives up', async () => {
    let attempts = 0
    const log: Entry[] = []
    const outbox = new Outbox(
      () => {
        attempts += 1
        throw new Error('away, and b@example.com was told so')
      },
      (entry) => log.push(entry),
      { waits: [5, 5] },
    )
    outbox.send(mail('one'))
    await until(() => outbox.size === 0)
    expect(attempts).toBe(3)
    expect(log.map(({ reason }) => reason)).toEqual([
      'to_be_tried_again',
      'to_be_tried_again',
      'given_up',
    ])
    // R162: neither the address nor what the server said about it.
    expect(JSON.stringify(log)).not.toContain('example.com')
  })

  it('does not try again what was refused for good, or what is of no use any more', async () => {
    let attempts = 0
    const refuse = (permanent: boolean) => async () => {
      attempts += 1
      throw Object.assign(new Error('no'), { permanent })
    }
    const refused = new Outbox(refuse(true), () => undefined, { waits: [1, 1, 1] })
    refused.send(mail('one'))
    await until(() => refused.size === 0)
    expect(attempts).toBe(1)
    const late = new Outbox(refuse(false), () => undefined, { waits: [50, 50] })
    late.send(mail('two'), { lifetime: 10 })
    await until(() => late.size === 0)
    expect(attempts).toBe(2)
  })

  it('holds up to its bound and sends all of it once the mail server is back (R149)', async () => {
    let away = true
    const sent: string[] = []
    const transport = async ({ subject }: MailMessage) => {
      if (away) throw new Error('away')
      sent.push(subject)
    }
    const outbox = new Outbox(transport, () => undefined, {
      capacity: 20,
      waits: Array.from({ length: 100 }, () => 10),
    })
    const taken = Array.from({ length: 30 }, (_, index) => outbox.send(mail(String(index))))
    expect(taken.filter(Boolean)).toHaveLength(20)
    away = false
    await until(() => outbox.size === 0)
    expect(new Set(sent)).toEqual(new Set(Array.from({ length: 20 }, (_, index) => String(index))))
  })

  it('sends what waits when it is closed, and takes no more', async () => {
    const sent: string[] = []
    let first = true
    const transport = async ({ subject }: MailMessage) => {
      if (first) {
        first = false
        throw new Error('away')
      }
      sent.push(subject)
    }
    const outbox = new Outbox(transport, () => undefined, { waits: [60_000] })
    outbox.send(mail('one'))
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(sent).toEqual([])
    await outbox.close()
    expect(sent).toEqual(['one'])
    expect(outbox.send(mail('two'))).toBe(false)
  })

  it('does not wait for a mail server that hangs when it is closed', async () => {
    const log: Entry[] = []
    const hang = () => new Promise<void>(() => undefined)
    const outbox = new Outbox(hang, (entry) => log.push(entry), { closeTimeout: 50 })
    outbox.send(mail('one'))
    await outbox.close()
    expect(log).toEqual([expect.objectContaining({ outcome: 'failed', reason: 'closed' })])
  })

  it('gives an attempt only so much time', async () => {
    let attempts = 0
    const transport = () => {
      attempts += 1
      return attempts === 1 ? new Promise<void>(() => undefined) : Promise.resolve()
    }
    const outbox = new Outbox(transport, () => undefined, { attemptTimeout: 20, waits: [1] })
    outbox.send(mail('one'))
    await until(() => outbox.size === 0)
    expect(attempts).toBe(2)
  })
})
