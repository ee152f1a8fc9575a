/**
 * What the server calls things that have no name of their own, in the words of the page. It speaks English: it
 * does not know who looks.
 *
 * @module
 */
import type { ElementWords } from './element-words.ts'

/** What a passkey of an unknown model is called. A name that somebody gave stays. */
export function passkeyNameIn({ passkeys }: ElementWords, name: string): string {
  if (name === 'Unknown passkey provider') return passkeys.unknown
  return name === 'Security key' ? passkeys.securityKey : name
}

/** A browser on a system, such as `Chrome on Linux`. What has only one of the two stays. */
export function deviceIn<Device extends string | null>(
  { sessions }: ElementWords,
  device: Device,
): string | Device {
  const [, browser, system] = /^(.+) on (.+)$/.exec(device ?? '') ?? []
  return browser === undefined ? device : sessions.device(browser, system!)
}
