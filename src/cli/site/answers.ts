/**
 * Answers of the site, each with the headers of a page that starts passkey ceremonies: whoever can run a
 * script on it can ask for a passkey in the person's name, so nothing runs but what was built with it
 * (security.md R80, R81).
 *
 * @module
 */
import type { Settings } from '../../server/config.ts'
import { baseHeaders } from '../../server/http/answers.ts'
import type { AnswerHeaders, HttpAnswer } from '../../server/http/exchange.ts'
import type { Markup } from './markup.ts'
import type { BuiltFile } from './built-files.ts'

/** What the headers depend on. */
export interface HeaderSettings {
  readonly settings: Settings
  /** Other origins that people are sent to after a sign-in. */
  readonly next: readonly string[]
}

/** Google's, for who signs in with an account there: the browser fetches them under the page's policy. */
const GOOGLE = 'https://accounts.google.com'

/** A page. */
export function pageAnswer(
  page: Markup,
  { settings, next }: HeaderSettings,
  {
    status = 200,
    headers = {},
  }: { readonly status?: number; readonly headers?: AnswerHeaders } = {},
): HttpAnswer {
  const elsewhere = settings.issuers.has('google') ? ` ${GOOGLE}` : ''
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // Pictures of providers are data URLs.
    "img-src 'self' data:",
    `connect-src 'self'${elsewhere}`,
    "base-uri 'none'",
    // A form that signs somebody in is answered by a redirect, to one of these at the most.
    `form-action ${["'self'", ...next].join(' ')}`,
    "object-src 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ')
  return {
    status,
    headers: {
      ...baseHeaders(settings),
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      // Not `no-referrer`: that makes browsers say `Origin: null` when one of our own forms is sent, and
      // nobody could tell it from another site's. Nothing is told to other sites either way.
      'referrer-policy': 'same-origin',
      vary: 'Accept-Language, Cookie',
      ...headers,
    },
    body: `${page.toString()}\n`,
  }
}

/** Leads to another page. */
export function redirectAnswer(
  location: string,
  settings: Settings,
  headers: AnswerHeaders = {},
): HttpAnswer {
  return {
    status: 303,
    headers: { ...baseHeaders(settings), ...headers, location },
    body: undefined,
  }
}

/** A script, a style sheet or a picture: its name changes with its content, so it may be kept for ever. */
export function fileAnswer({ type, body }: BuiltFile, settings: Settings): HttpAnswer {
  return {
    status: 200,
    headers: {
      ...baseHeaders(settings),
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
      // An SVG that is looked at by itself would be a page.
      ...(type === 'image/svg+xml' && {
        'content-security-policy':
          "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
      }),
    },
    body,
  }
}
