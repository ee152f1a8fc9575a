/**
 * Decoys: passkeys that do not exist, for names that do not exist (security.md R111, R112).
 *
 * Whoever asks with a username gets a list. For names without passkeys the list is invented, always the
 * same for the same name and on every process, because it is computed from the name under a key that
 * does not rotate. Lengths and transports follow what providers are known to make.
 *
 * @module
 */
import { createHmac } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { encodeBase64url } from '../bytes/base64url.ts'
import type { PublicKeyCredentialDescriptorJSON } from '../protocol/webauthn-json.ts'
import { lengthPrefixed } from './fields.ts'

/** What stands in for the account of a name that has none. */
export interface Decoy {
  /** Looks like an account id, and is the account that the challenge is bound to. */
  readonly accountId: string
  readonly credentials: readonly PublicKeyCredentialDescriptorJSON[]
}

interface Model {
  /** Out of 256. */
  readonly weight: number
  readonly idBytes: number
  readonly transports: readonly string[]
}

const MODELS: readonly Model[] = [
  { weight: 100, idBytes: 16, transports: ['hybrid', 'internal'] },
  { weight: 84, idBytes: 20, transports: ['hybrid', 'internal'] },
  { weight: 40, idBytes: 32, transports: ['internal'] },
  { weight: 12, idBytes: 48, transports: ['nfc', 'usb'] },
  { weight: 12, idBytes: 64, transports: ['usb'] },
  // From browsers that do not tell.
  { weight: 8, idBytes: 32, transports: [] },
]

/** Out of 256, how many names have more than one passkey, and more than two. */
const SECOND = 72
const THIRD = 20

/** Invents an account for a username key. */
export function decoyFor(key: KeyObject, usernameKey: string): Decoy {
  const bytes = (label: string) =>
    createHmac('sha512', key).update(lengthPrefixed(label, usernameKey)).digest()
  const dice = bytes('dice')
  const count = dice[0]! < THIRD ? 3 : dice[0]! < SECOND ? 2 : 1
  const credentials = Array.from({ length: count }, (_, index) => {
    const { idBytes, transports } = pick(dice[index + 1]!)
    const id = encodeBase64url(bytes(`credential ${index}`).subarray(0, idBytes))
    return { type: 'public-key' as const, id, transports }
  })
  return { accountId: encodeBase64url(bytes('account').subarray(0, 16)), credentials }
}

/** The order of a list must not follow the age of its passkeys, so it follows their random ids. */
export function inNeutralOrder(
  credentials: readonly PublicKeyCredentialDescriptorJSON[],
): readonly PublicKeyCredentialDescriptorJSON[] {
  return credentials.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

function pick(roll: number): Model {
  let left = roll
  for (const model of MODELS) {
    if (left < model.weight) return model
    left -= model.weight
  }
  return MODELS[0]!
}
