/**
 * Mails over SMTP, through nodemailer, which is asked for only by who sends mails.
 *
 * @module
 */
import { createRequire } from 'node:module'
import type { MailTransport } from './message.ts'

/** What nodemailer throws; the code is SMTP's own. */
interface SmtpFailure {
  readonly responseCode?: number
}

/**
 * Says how to install nodemailer when it is not there.
 *
 * @throws {@link TypeError}
 */
export function requireNodemailer(): void {
  try {
    createRequire(import.meta.url).resolve('nodemailer')
  } catch {
    throw new TypeError('config.mail.url needs nodemailer: npm install nodemailer')
  }
}

/**
 * What the URL says, for nodemailer. Anywhere but on this machine, `smtp:` insists on TLS before it says a word
 * that matters.
 */
export function smtpOptions(url: string) {
  const { protocol, hostname, port, username, password } = new URL(url)
  const secure = protocol === 'smtps:'
  const local = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && !local,
    ignoreTLS: !secure && local,
    ...(username !== '' && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** Opens a transport to the server of an `smtp:` or `smtps:` URL. */
export function smtpTransport(url: string): MailTransport {
  const options = smtpOptions(url)
  let opened: ReturnType<typeof open> | undefined

  async function open() {
    const { createTransport } = await import('nodemailer')
    return createTransport(options)
  }

  return async ({ from, to, subject, text, html }) => {
    opened ??= open()
    const transporter = await opened
    try {
      // As an object: an address is then never read as a list of them.
      await transporter.sendMail({ from, to: { name: '', address: to }, subject, text, html })
    } catch (error) {
      const { responseCode = 0 } = error as SmtpFailure
      // RFC 5321 §4.2.1: 5yz is a permanent negative answer.
      if (responseCode >= 500) throw Object.assign(new Error('refused'), { permanent: true })
      throw new Error('not taken', { cause: error })
    }
  }
}
