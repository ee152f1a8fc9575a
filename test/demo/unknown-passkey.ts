/**
 * A passkey no server has ever heard of.
 *
 * @module
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { VirtualCredential } from '../browser/launch.ts'

/** Makes a discoverable passkey for `localhost`, to be put into a virtual authenticator. */
export function unknownPasskey(userName: string): VirtualCredential {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    credentialId: randomBytes(32).toString('base64'),
    isResidentCredential: true,
    rpId: 'localhost',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    userHandle: randomBytes(32).toString('base64'),
    userName,
    signCount: 1,
    backupEligibility: true,
    backupState: true,
  }
}
