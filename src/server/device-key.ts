/**
 * What tells the devices of one account apart, for their restore credentials.
 *
 * @module
 */
import { hash } from 'node:crypto'
import { lengthPrefixed } from './fields.ts'
import type { Caller } from './services.ts'

/**
 * A digest of what the app calls its device (`Latchkey-Device`), or else of the coarse text for it: then
 * two phones of a kind are one device, and the one that comes last has the credential.
 */
export function deviceKey({ deviceId, device = '' }: Pick<Caller, 'deviceId' | 'device'>): string {
  const named = deviceId !== undefined
  const fields = named ? lengthPrefixed('device', deviceId) : lengthPrefixed('kind', device)
  return hash('sha256', fields, 'base64url')
}
