/**
 * A mail, and whatever brings it on its way.
 *
 * @module
 */
import type { NoticeKind } from '../notices.ts'

/** One mail to one person, ready to be sent. The same words twice: plain, and as simple HTML. */
export interface MailMessage {
  /** Such as `Example <no-reply@example.com>`. */
  readonly from: string
  /** The bare address. */
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/**
 * Hands a mail over to whoever delivers it. It resolves once that one has taken it, and rejects when it is to
 * be tried again; an error whose `permanent` is `true` says that trying again is of no use.
 */
export type MailTransport = (message: MailMessage) => Promise<void>

/** Which mail it is. Each has its words in the table of texts. */
export type MailKind =
  | 'confirm_email'
  | 'email_taken'
  | 'sign_up'
  | 'sign_up_exists'
  | 'recovery'
  | 'recovery_with_code'
  | 'recovery_unknown'
  | NoticeKind

/** The words of one mail. `{site}`, `{link}`, `{time}` and so on stand for what is filled in. */
export interface MailText {
  readonly subject: string
  /** Paragraphs. One that is nothing but `{link}` becomes the link. */
  readonly body: readonly string[]
}

/** The words of every mail, in one language. */
export type MailTexts = Readonly<Record<MailKind, MailText>>
