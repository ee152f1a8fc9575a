/**
 * Keys: one master secret a version, and from it one sub-key a purpose.
 *
 * Nothing here is ever stored, printed or sent. A key made for one purpose tells nothing about another
 * (HKDF with distinct labels, security.md R157).
 *
 * @module
 */
import { createSecretKey, hkdfSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

/** One version of the master secret. */
export interface MasterSecret {
  /** 1 to 65535; travels in challenges. */
  readonly id: number
  readonly value: Uint8Array
  /** `verify-only`: answers to older challenges are still accepted, new ones are not issued (R34). */
  readonly state: 'active' | 'verify-only'
}

/** The sub-keys of one version. */
export interface KeyVersion {
  readonly id: number
  readonly outerTag: KeyObject
  readonly accountTag: KeyObject
  readonly pendingAccount: KeyObject
  /** Hashes the tokens of mailed links (R130). */
  readonly mailToken: KeyObject
  /** Goes into password hashes, where that is configured (R102). */
  readonly pepper: KeyObject
}

/** All keys of one relying party. */
export interface Keyring {
  /** The version new challenges are sealed with. */
  readonly active: KeyVersion
  readonly versions: ReadonlyMap<number, KeyVersion>
  /** Makes decoys. It outlives rotations: a change would tell real names from unreal ones (R111). */
  readonly decoy: KeyObject
  /** Hashes recovery codes (R129). It outlives rotations, too: people keep codes for years. */
  readonly recoveryCode: KeyObject
  /** Hashes what attempts are counted by. It outlives rotations, so that no counter starts again. */
  readonly limit: KeyObject
}

const KEY_BYTES = 32

/** Derives every key. The decoy key comes from `decoySecret`, else from the version with the lowest id. */
export function deriveKeyring(
  secrets: readonly MasterSecret[],
  decoySecret: Uint8Array | undefined,
): Keyring {
  const versions = new Map(secrets.map((secret) => [secret.id, deriveVersion(secret)]))
  const active = secrets.find(({ state }) => state === 'active')
  const oldest = secrets.toSorted((a, b) => a.id - b.id)[0]
  if (active === undefined || oldest === undefined) throw new TypeError('no active secret')
  return {
    active: versions.get(active.id)!,
    versions,
    decoy: subKey(decoySecret ?? oldest.value, 'decoy'),
    recoveryCode: subKey(decoySecret ?? oldest.value, 'recovery code'),
    limit: subKey(decoySecret ?? oldest.value, 'limit'),
  }
}

function deriveVersion({ id, value }: MasterSecret): KeyVersion {
  return {
    id,
    outerTag: subKey(value, 'challenge outer tag'),
    accountTag: subKey(value, 'challenge account tag'),
    pendingAccount: subKey(value, 'pending account'),
    mailToken: subKey(value, 'mail-token hash'),
    pepper: subKey(value, 'pepper'),
  }
}

function subKey(secret: Uint8Array, label: string): KeyObject {
  const info = `latchkey v1 ${label}`
  return createSecretKey(
    Buffer.from(hkdfSync('sha256', secret, new Uint8Array(0), info, KEY_BYTES)),
  )
}
