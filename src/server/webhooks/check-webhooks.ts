/**
 * What may be configured of webhooks.
 *
 * @module
 */
import { readSecret } from './signature.ts'

/** Who is told of the audit log. */
export interface WebhookConfig {
  /** `https:`, or `http:` on loopback. Redirects are not followed. */
  readonly url: string
  /** `whsec_` and base64 of 24 to 64 random bytes. While it is being changed, both: each one signs. */
  readonly secret: string | readonly [string, string]
  /** Names of events; the others are left out. Default: all. */
  readonly events?: readonly string[]
}

/** A webhook that passed the check. */
export interface WebhookSettings {
  readonly url: string
  readonly secrets: readonly Uint8Array[]
  /** Absent: all. */
  readonly events: ReadonlySet<string> | undefined
}

const MEMBERS: ReadonlySet<string> = new Set(['url', 'secret', 'events'])

/** @throws TypeError with a sentence that names the member, and never a secret. */
export function checkWebhooks(webhooks: readonly WebhookConfig[]): readonly WebhookSettings[] {
  if (!Array.isArray(webhooks)) throw new TypeError('config.webhooks has to be a list')
  const checked = (webhooks as readonly WebhookConfig[]).map((webhook, index) =>
    checkOne(webhook, `config.webhooks[${index}]`),
  )
  if (new Set(checked.map(({ url }) => url)).size < checked.length) {
    throw new TypeError('config.webhooks has the same url twice')
  }
  return checked
}

function checkOne(webhook: WebhookConfig, name: string): WebhookSettings {
  for (const member of Object.keys(webhook)) {
    if (!MEMBERS.has(member)) throw new TypeError(`${name}.${member} is not known`)
  }
  const { url, secret, events } = webhook
  return {
    url: checkUrl(url, `${name}.url`),
    secrets: (Array.isArray(secret) ? secret : [secret]).map((one) => checkSecret(one, name)),
    events: events === undefined ? undefined : checkEvents(events, `${name}.events`),
  }
}

function checkUrl(text: unknown, name: string): string {
  const url = typeof text === 'string' ? URL.parse(text) : null
  const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url?.hostname ?? '')
  const allowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback)
  if (url !== null && allowed && url.username === '' && url.password === '' && url.hash === '') {
    return url.href
  }
  throw new TypeError(`${name} has to be an https URL without a name or password in it`)
}

function checkSecret(secret: unknown, name: string): Uint8Array {
  try {
    return readSecret(secret)
  } catch {
    throw new TypeError(`${name}.secret has to be whsec_ and base64 of 24 to 64 random bytes`)
  }
}

function checkEvents(events: unknown, name: string): ReadonlySet<string> {
  const words = Array.isArray(events) ? (events as readonly unknown[]) : []
  if (words.length === 0 || !words.every((one) => /^[a-z._]{1,64}$/.test(String(one)))) {
    throw new TypeError(`${name} has to be a list of event names`)
  }
  return new Set(words as readonly string[])
}
