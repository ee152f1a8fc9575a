/**
 * What may be configured of metrics.
 *
 * @module
 */

/** Who may read `/metrics`: everyone, or whoever sends this bearer token. */
export type MetricsConfig = 'on' | 'off' | { readonly token: string }

/** Absent: there is no such route. */
export type MetricsSettings = { readonly token: string | undefined } | undefined

/** @throws TypeError when it is nonsense; the token never gets into the message. */
export function checkMetrics(metrics: unknown): MetricsSettings {
  if (metrics === undefined || metrics === 'off') return undefined
  if (metrics === 'on') return { token: undefined }
  if (typeof metrics === 'object' && metrics !== null && Object.keys(metrics).join() === 'token') {
    const { token } = metrics as { readonly token: unknown }
    if (typeof token === 'string' && /^[\w.~+/-]{16,256}=*$/.test(token)) return { token }
    throw new TypeError('config.metrics.token has to be 16 to 256 characters of a bearer token')
  }
  throw new TypeError('config.metrics has to be on, off, or an object with a token')
}
