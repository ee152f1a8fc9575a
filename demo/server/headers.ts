/**
 * The headers of a page that starts passkey ceremonies: whoever can run a script on it can ask for a
 * passkey in the person's name, so nothing runs but what the page was built with.
 *
 * @module
 */

const EVERY_ANSWER = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'publickey-credentials-get=(self), publickey-credentials-create=(self)',
} as const

/** What differs from page to page. */
export interface PageSettings {
  /** The one in its script tags: fresh for every answer, never cached. */
  readonly nonce: string
  /** Names of Trusted Types policies that its scripts may make. Default: none. */
  readonly trustedTypes?: string
}

/**
 * Headers of one page.
 *
 * @see security R80, R81. `Strict-Transport-Security` is for TLS, which localhost does not have.
 */
export function pageHeaders({
  nonce,
  trustedTypes = `'none'`,
}: PageSettings): Record<string, string> {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src 'self'`,
    // Provider icons of the community list are data URLs.
    `img-src 'self' data:`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `object-src 'none'`,
    `frame-ancestors 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types ${trustedTypes}`,
  ].join('; ')
  return {
    ...EVERY_ANSWER,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
  }
}

/** Headers of a script, a style sheet or a picture. `immutable` ones carry a hash in their name. */
export function assetHeaders(type: string, { immutable }: { readonly immutable: boolean }) {
  return {
    ...EVERY_ANSWER,
    'content-type': type,
    'content-security-policy': `default-src 'none'; frame-ancestors 'none'`,
    'cache-control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
  }
}

/** Headers of everything else: a redirect, a refusal. */
export function plainHeaders(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    ...EVERY_ANSWER,
    'content-type': 'text/plain; charset=utf-8',
    'content-security-policy': `default-src 'none'; frame-ancestors 'none'`,
    'cache-control': 'no-store',
    ...more,
  }
}
