/**
 * The mail server: whether it answers, proves who it is, and lets us in. Sends nothing.
 *
 * @module
 */
import { smtpOptions } from '../../server/mail/smtp.ts'
import { ok, problem } from './finding.ts'
import type { Finding } from './finding.ts'

/** Looks at the server of `mail.url`, if there is one. No finding holds the password. */
export async function checkMailServer(url: string | undefined): Promise<readonly Finding[]> {
  if (url === undefined) return []
  const { host, port } = smtpOptions(url)
  try {
    const { createTransport } = await import('nodemailer')
    const transport = createTransport({ ...smtpOptions(url), ...LIMITS })
    await soonOrNever(transport.verify()).finally(() => transport.close())
    return [ok('mail', `${host}:${port} takes mail`)]
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    const where = `${host}:${port}`
    if (code === 'EAUTH') {
      const fix = 'mail.url: smtps://USER:PASSWORD@… with both percent-encoded'
      return [problem('mail_login', `${where} does not let us in`, { why: WHY, fix })]
    }
    const isAway = error instanceof Error && AWAY.test(error.message)
    if (!isAway && (code === 'ETLS' || /CERT|SELF_SIGNED|ALTNAME|ESOCKET/.test(code))) {
      const fix = `mail.url: smtps://${host}:465 (TLS from the first byte) or smtp://${host}:587 (STARTTLS), with a certificate for ${host}`
      return [
        problem('mail_tls', `${where} does not speak TLS as it should (${code})`, {
          why: WHY,
          fix,
        }),
      ]
    }
    const fix = `mail.url: smtps://…@${host} with the right host and port, and a firewall that lets this machine reach ${where}`
    return [problem('mail_reachable', `${where} does not answer (${code})`, { why: WHY, fix })]
  }
}

const WHY = 'no recovery by mail, no notices, and no sign-up where accounts are keyed by e-mail'

/** Each limit below begins anew with each byte: whoever lets them drip is left, too. */
async function soonOrNever(asked: Promise<unknown>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const error = Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })
  const timer = setTimeout(() => reject(error), PATIENCE)
  await Promise.race([asked, late]).finally(() => clearTimeout(timer))
}

/** Nobody answers at all. */
const AWAY = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|timeout/i

/** Milliseconds. */
const PATIENCE = 10_000
const LIMITS = { connectionTimeout: 5000, greetingTimeout: 5000, socketTimeout: 5000 }
