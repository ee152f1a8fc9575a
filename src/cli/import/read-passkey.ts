/**
 * Reading one passkey of another server: held against the rules of the verifier before it is stored.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { encodeBase64url } from '../../bytes/base64url.ts'
import { plainText, TEXT_LIMITS } from '../../protocol/messages.ts'
import { knownTransports } from '../../server/ceremonies/new-credential.ts'
import type { CredentialRecord } from '../../server/store/store.ts'
import { CeremonyError } from '../../webauthn/errors.ts'
import { decodeCoseKey } from '../../webauthn/keys/cose-key.ts'
import { looseBytes, looseFlag, looseText, looseTime, looseWords } from './loose-values.ts'
import type { SourcePasskey } from './source.ts'

/** Why a passkey cannot be brought. */
export type PasskeyFault =
  | 'credential_id_malformed'
  | 'public_key_malformed'
  | 'algorithm_unsupported'
  | 'counter_malformed'
  | 'user_handle_malformed'
  | 'backup_flags_contradict'

const NO_MODEL = '00000000-0000-0000-0000-000000000000'
const AAGUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/
const NAME = plainText(TEXT_LIMITS.passkeyNameCodePoints)

/** A passkey that could be used, or why not. Its handle is that of the authenticator; `null` if unknown. */
export function readPasskey(
  source: SourcePasskey,
  { accountId, now }: { readonly accountId: string; readonly now: number },
): CredentialRecord | PasskeyFault {
  const id = looseBytes(source.credentialId)
  if (id === undefined || id.length === 0 || id.length > 1023) return 'credential_id_malformed'
  const publicKey = looseBytes(source.publicKey)
  if (publicKey === undefined) return 'public_key_malformed'
  const algorithm = readAlgorithm(publicKey)
  if (typeof algorithm === 'string') return algorithm
  const signCount = Number(source.counter ?? 0)
  if (!Number.isInteger(signCount) || signCount < 0 || signCount > 0xffffffff) {
    return 'counter_malformed'
  }
  const handle = readHandle(source.userHandle)
  if (handle === undefined) return 'user_handle_malformed'
  const backupEligible = source.deviceType === 'multiDevice'
  const backupState = looseFlag(source.backedUp)
  if (backupState && !backupEligible) return 'backup_flags_contradict'
  const aaguid = looseText(source.aaguid)?.toLowerCase() ?? NO_MODEL
  const name = looseText(source.name)?.trim()
  return {
    id: encodeBase64url(randomBytes(16)),
    accountId,
    kind: 'passkey',
    credentialId: encodeBase64url(id),
    publicKey: encodeBase64url(publicKey),
    algorithm,
    signCount,
    transports: knownTransports(looseWords(source.transports)),
    aaguid: AAGUID.test(aaguid) ? aaguid : NO_MODEL,
    // Neither server keeps whether the person was verified when it was made.
    uvInitialized: false,
    backupEligible,
    backupState,
    attestationFormat: 'none',
    name: name !== undefined && NAME.safeParse(name).success && name !== '' ? name : undefined,
    // One from the future would be taken for newer than every challenge.
    createdAt: Math.min(looseTime(source.createdAt) ?? now, now),
    lastUsedAt: undefined,
    importedHandle: handle,
  }
}

function readAlgorithm(publicKey: Uint8Array): number | PasskeyFault {
  try {
    return decodeCoseKey(publicKey).algorithm.id
  } catch (error) {
    if (!(error instanceof CeremonyError)) throw error
    return error.code === 'algorithm_unsupported' ? error.code : 'public_key_malformed'
  }
}

/** WebAuthn L3 §5.4.3: 1 to 64 bytes. */
function readHandle(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return null
  const bytes = looseBytes(value)
  if (bytes === undefined || bytes.length === 0 || bytes.length > 64) return undefined
  return encodeBase64url(bytes)
}
