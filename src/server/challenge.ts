/**
 * Sealed challenges: 58 bytes that say themselves when they were issued, for what and for whom, so that
 * nothing has to be stored until one is used (security.md R17–R24).
 *
 * Sealing alone does not stop a replay. What does is the store, which marks a challenge as used in the
 * transaction that creates the session.
 *
 * Layout: version 1 · ceremony and policy 1 · key id 2 · issue time in ms 6 · random 16 ·
 * account tag 16 · outer tag 16.
 *
 * @module
 */
import { hash, createHmac, timingSafeEqual } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { lengthPrefixed } from './fields.ts'
import { Refusal } from './refusal.ts'
import type { Keyring } from './secrets.ts'

/** Length of a challenge, below the 64 bytes that some clients take at most. */
export const CHALLENGE_BYTES = 58

/** How long a challenge can be answered. Milliseconds. */
export const CHALLENGE_WINDOW = 360_000

/** What clients are told to wait; shorter than the window, so that a late answer still counts. */
export const CLIENT_TIMEOUT = 300_000

/** A challenge may seem to come from the future by so much, for processes whose clocks differ. */
const MAX_AHEAD = 60_000

const VERSION = 1
const TAG_BYTES = 16
const TAGS_AT = CHALLENGE_BYTES - 2 * TAG_BYTES
const OUTER_AT = CHALLENGE_BYTES - TAG_BYTES
const RANDOM_AT = TAGS_AT - 16

/** Any two of these differ in two bits at least: a flipped bit makes no ceremony of another. */
const CEREMONY_NIBBLES = {
  'sign-in': 0b0011,
  'sign-in with username': 0b0101,
  reauthentication: 0b0110,
  'add passkey': 0b1001,
  'sign-up': 0b1010,
  'conditional create': 0b1100,
  'restore credential': 0b0000,
  federated: 0b1111,
} as const

/** What a challenge was issued for. */
export type Ceremony = keyof typeof CEREMONY_NIBBLES

const CEREMONIES = new Map(
  Object.entries(CEREMONY_NIBBLES).map(([name, nibble]) => [nibble as number, name as Ceremony]),
)

const POLICY_BITS = { userVerification: 1, attestation: 2, conditionalCreate: 4 } as const

/** What was demanded when the challenge was issued (R20). */
export interface SealedPolicy {
  readonly userVerification: boolean
  readonly attestation: boolean
}

/** What a challenge is bound to; recomputed from trusted state at the finish, never read from a body. */
export interface ChallengeBinding {
  readonly rpId: string
  /** Who asked: the hash of the ceremony secret, or the session. */
  readonly context: Uint8Array
}

/** What {@link sealChallenge} needs. */
export interface ChallengeRequest extends ChallengeBinding {
  readonly ceremony: Ceremony
  readonly policy: SealedPolicy
  /** For whom: see {@link ANY_ACCOUNT} and {@link accountBinding}. */
  readonly account: Uint8Array
  readonly now: number
  /** 16 random bytes. */
  readonly random: Uint8Array
}

/** A challenge whose outer tag is ours. Its account is still to be checked. */
export interface OpenedChallenge {
  readonly ceremony: Ceremony
  readonly policy: SealedPolicy
  readonly keyId: number
  readonly issuedAt: number
  readonly expiresAt: number
  /** SHA-256 of the whole challenge: the key under which it is marked as used (R29). */
  readonly digest: Uint8Array
  /** Whether it was issued for this account. Constant time. */
  isFor(account: Uint8Array): boolean
}

/** The account of a sign-in that shall find out who it is. */
export const ANY_ACCOUNT: Uint8Array = lengthPrefixed('any')

/** The account of every other ceremony: its id, and for registrations its user handle too. */
export function accountBinding(id: string, userHandle?: string): Uint8Array {
  return userHandle === undefined ? lengthPrefixed(id) : lengthPrefixed(id, userHandle)
}

/** Makes a challenge. */
export function sealChallenge(keys: Keyring, request: ChallengeRequest): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(CHALLENGE_BYTES)
  const view = new DataView(bytes.buffer)
  bytes[0] = VERSION
  bytes[1] = (CEREMONY_NIBBLES[request.ceremony] << 4) | policyBits(request)
  view.setUint16(2, keys.active.id)
  view.setUint16(4, Math.floor(request.now / 2 ** 32))
  view.setUint32(6, request.now % 2 ** 32)
  if (request.random.length !== 16) throw new RangeError('a challenge takes 16 random bytes')
  bytes.set(request.random, RANDOM_AT)
  bytes.set(accountTag(keys.active.accountTag, request.random, request.account), TAGS_AT)
  bytes.set(outerTag(keys.active.outerTag, bytes, request), OUTER_AT)
  return bytes
}

/**
 * The ceremony a challenge claims to belong to, so that the caller can gather what it is bound to.
 * Proves nothing: {@link openChallenge} does.
 *
 * @throws {@link Refusal} with `challenge_invalid`.
 */
export function claimedCeremony(bytes: Uint8Array): Ceremony {
  const ceremony = CEREMONIES.get((bytes[1] ?? 0) >> 4)
  if (bytes.length !== CHALLENGE_BYTES || bytes[0] !== VERSION || ceremony === undefined) {
    throw new Refusal('challenge_invalid', 'challenge_malformed')
  }
  return ceremony
}

/**
 * Checks the outer tag and the age of a challenge.
 *
 * @throws {@link Refusal} with `challenge_invalid` or `challenge_expired`.
 */
export function openChallenge(
  keys: Keyring,
  bytes: Uint8Array,
  { now, ...binding }: ChallengeBinding & { readonly now: number },
): OpenedChallenge {
  const ceremony = claimedCeremony(bytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const key = keys.versions.get(view.getUint16(2))
  if (key === undefined) throw new Refusal('challenge_invalid', 'challenge_key_unknown')
  if (!timingSafeEqual(outerTag(key.outerTag, bytes, binding), bytes.subarray(OUTER_AT))) {
    throw new Refusal('challenge_invalid', 'challenge_tag_mismatch')
  }
  const issuedAt = view.getUint16(4) * 2 ** 32 + view.getUint32(6)
  const expiresAt = issuedAt + CHALLENGE_WINDOW
  if (issuedAt > now + MAX_AHEAD) throw new Refusal('challenge_invalid', 'challenge_from_future')
  if (now >= expiresAt) throw new Refusal('challenge_expired', 'challenge_expired')
  return {
    ceremony,
    policy: readPolicy(bytes[1]! & 0b1111, ceremony),
    keyId: key.id,
    issuedAt,
    expiresAt,
    digest: hash('sha256', bytes, 'buffer'),
    isFor: (account) =>
      timingSafeEqual(
        accountTag(key.accountTag, bytes.subarray(RANDOM_AT, TAGS_AT), account),
        bytes.subarray(TAGS_AT, OUTER_AT),
      ),
  }
}

function policyBits({ ceremony, policy }: ChallengeRequest): number {
  return (
    (policy.userVerification ? POLICY_BITS.userVerification : 0) |
    (policy.attestation ? POLICY_BITS.attestation : 0) |
    (ceremony === 'conditional create' ? POLICY_BITS.conditionalCreate : 0)
  )
}

/** A policy that contradicts its ceremony was not written by us: refuse rather than guess. */
function readPolicy(bits: number, ceremony: Ceremony): SealedPolicy {
  const conditional = (bits & POLICY_BITS.conditionalCreate) !== 0
  if (bits > 7 || conditional !== (ceremony === 'conditional create')) {
    throw new Refusal('challenge_invalid', 'challenge_policy_unreadable')
  }
  return {
    userVerification: (bits & POLICY_BITS.userVerification) !== 0,
    attestation: (bits & POLICY_BITS.attestation) !== 0,
  }
}

function accountTag(key: KeyObject, random: Uint8Array, account: Uint8Array): Buffer {
  return tag(key, lengthPrefixed('account', random, account))
}

function outerTag(key: KeyObject, challenge: Uint8Array, binding: ChallengeBinding): Buffer {
  const before = challenge.subarray(0, OUTER_AT)
  return tag(key, lengthPrefixed('outer', before, binding.rpId, binding.context))
}

function tag(key: KeyObject, message: Uint8Array): Buffer {
  return createHmac('sha256', key).update(message).digest().subarray(0, TAG_BYTES)
}
