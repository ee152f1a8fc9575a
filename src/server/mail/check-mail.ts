/**
 * The configuration of mail, and its one check.
 *
 * @module
 */
import { ENGLISH } from './english-table.ts'
import type { MailTexts, MailTransport } from './message.ts'
import { requireNodemailer, smtpTransport } from './smtp.ts'

/** Paths (or whole URLs) of the pages that links lead to. The token is in their fragment: `#token=…`. */
export interface MailPages {
  /** Confirms a new e-mail address. Default `/confirm-email`. */
  readonly confirmEmail?: string
  /** Takes a change of the address back. Default `/undo-email`. */
  readonly undoEmail?: string
  /** Finishes a sign-up with an e-mail address. Default `/sign-up`. */
  readonly signUp?: string
  /** Recovers an account. Default `/recover`. */
  readonly recovery?: string
}

/** How mails are sent. Exactly one of `url` and `transport` has to be there. */
export interface MailConfig {
  /** Such as `smtps://user:password@mail.example.com`. Needs nodemailer. */
  readonly url?: string
  /** Takes mails instead. */
  readonly transport?: MailTransport
  /** Such as `Example <no-reply@example.com>`. */
  readonly from: string
  readonly pages?: MailPages
  /** Words in another language, or better ones; those that are absent stay English. */
  readonly texts?: Partial<MailTexts>
  /** BCP 47 tag of the language of the texts. Default `en`. */
  readonly language?: string
}

/** What was configured, checked and complete. */
export interface MailSettings {
  readonly transport: MailTransport
  readonly from: string
  readonly pages: Required<MailPages>
  readonly texts: MailTexts
  readonly language: string
}

const MEMBERS = new Set(['url', 'transport', 'from', 'pages', 'texts', 'language'])

const PAGES: Required<MailPages> = {
  confirmEmail: '/confirm-email',
  undoEmail: '/undo-email',
  signUp: '/sign-up',
  recovery: '/recover',
}

/**
 * Checks `config.mail` and fills in the defaults. `origin` is the one that paths of pages stand under.
 *
 * @throws TypeError with a sentence that names the member.
 */
export function checkMail(
  config: MailConfig | undefined,
  origin: string,
): MailSettings | undefined {
  if (config === undefined) return undefined
  for (const name of Object.keys(config)) {
    if (!MEMBERS.has(name)) throw new TypeError(`config.mail.${name} is not known`)
  }
  const { from, language = 'en' } = config
  // A line break would begin a header of its own.
  if (typeof from !== 'string' || !/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/.test(from)) {
    throw new TypeError(
      'config.mail.from has to be an address, such as Example <hello@example.com>',
    )
  }
  if (typeof language !== 'string' || !/^[A-Za-z\d-]{2,35}$/.test(language)) {
    throw new TypeError('config.mail.language has to be a language tag, such as en')
  }
  return {
    transport: checkTransport(config),
    from,
    pages: checkPages(config.pages ?? {}, origin),
    texts: checkTexts(config.texts ?? {}),
    language,
  }
}

function checkTransport({ url, transport }: MailConfig): MailTransport {
  if ((url === undefined) === (transport === undefined)) {
    throw new TypeError('config.mail needs either a url or a transport')
  }
  if (transport !== undefined) {
    if (typeof transport === 'function') return transport
    throw new TypeError('config.mail.transport has to be a function')
  }
  // Never the value itself: it may hold a password.
  if (typeof url !== 'string' || !/^smtps?:\/\/[^/]+\/?$/.test(url) || !URL.canParse(url)) {
    throw new TypeError('config.mail.url has to be smtp: or smtps: and a host, and nothing behind')
  }
  requireNodemailer()
  return smtpTransport(url)
}

function checkPages(pages: MailPages, origin: string): Required<MailPages> {
  const entries = Object.entries({ ...PAGES, ...pages }).map(([name, page]) => {
    if (!Object.hasOwn(PAGES, name)) throw new TypeError(`config.mail.pages.${name} is not known`)
    const whole = typeof page === 'string' && URL.canParse(page, origin)
    if (!whole || page.includes('#') || !/^https?:$/.test(new URL(page, origin).protocol)) {
      throw new TypeError(`config.mail.pages.${name} has to be a path or a URL without a fragment`)
    }
    return [name, new URL(page, origin).href]
  })
  return Object.fromEntries(entries) as Required<MailPages>
}

function checkTexts(texts: Partial<MailTexts>): MailTexts {
  for (const [kind, text] of Object.entries(texts)) {
    if (!Object.hasOwn(ENGLISH, kind)) throw new TypeError(`config.mail.texts.${kind} is not known`)
    const { subject, body } = text
    if (typeof subject !== 'string' || !Array.isArray(body) || body.length === 0) {
      throw new TypeError(
        `config.mail.texts.${kind} has to have a subject and a body of paragraphs`,
      )
    }
  }
  return { ...ENGLISH, ...texts }
}
