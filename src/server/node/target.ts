/**
 * Request targets: what a request line asks for.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9112#section-3.2} RFC 9112 §3.2
 * @module
 */

/**
 * The path that a target asks for, in the one way a URL writes it; `undefined` when it asks for none, or
 * when it is a whole URL that names another host than the `Host` header does.
 */
export function readTarget(
  target: string | undefined,
  host: string | undefined,
): string | undefined {
  if (target === undefined || host === undefined) return undefined
  if (target.startsWith('/')) return URL.parse(`http://host.invalid${target}`)?.pathname
  const whole = /^https?:\/\//i.test(target) ? URL.parse(target) : null
  if (whole === null || whole.username !== '' || whole.password !== '') return undefined
  return whole.host === URL.parse(`${whole.protocol}//${host}`)?.host ? whole.pathname : undefined
}
