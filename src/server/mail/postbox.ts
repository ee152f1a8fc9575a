/**
 * The postbox: which mail to whom, with what in it. Whoever uses it knows neither words nor transports.
 *
 * @module
 */
import type { LogEntry } from '../audit.ts'
import type { MailPages, MailSettings } from './check-mail.ts'
import { composeMail } from './compose.ts'
import type { MailValues } from './compose.ts'
import type { MailKind } from './message.ts'
import { Outbox } from './outbox.ts'
import type { OutboxOptions } from './outbox.ts'

/** One mail to be written and sent. */
export interface Letter {
  readonly kind: MailKind
  /** The bare address. */
  readonly to: string
  readonly values: MailValues
  /** Milliseconds after which it is of no use any more. Default: a day. */
  readonly lifetime?: number
}

/** Sends mails, beside whatever else is done. */
export interface Postbox {
  /** Takes a letter; answers whether there was room for it. */
  send(letter: Letter): boolean
  /** A link to a page with a token in its fragment, which no server on the way gets to see (R16). */
  link(page: keyof MailPages, token: string): string
  close(): Promise<void>
}

const DAY = 24 * 3_600_000

/** Opens the postbox of a server whose name people know as `site`. */
export function openPostbox(
  { transport, texts, pages, from, language }: MailSettings,
  site: string,
  log: (entry: Omit<LogEntry, 'time'>) => void,
  options: OutboxOptions = {},
): Postbox {
  const outbox = new Outbox(transport, log, options)
  return {
    send({ kind, to, values, lifetime = DAY }) {
      const letter = { to, values: { site, address: to, ...values } }
      return outbox.send(composeMail({ from, language }, texts[kind], letter), { lifetime })
    },
    link: (page, token) => `${pages[page]}#token=${token}`,
    close: () => outbox.close(),
  }
}
