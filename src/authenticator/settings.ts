/**
 * What kind of authenticator it is.
 *
 * @module
 */
import type { COSEAlgorithmIdentifier } from '../protocol/cose.ts'
import { ALGORITHMS } from './algorithm-table.ts'
import type { AttestationAuthority } from './attestation-authority.ts'
import type { AttestationFormat } from './attestation/statement.ts'
import { EXTENSIONS, type ExtensionName } from './extensions/inputs.ts'
import { platformRandom } from './platform.ts'
import { canSign, generatePrivateKey } from './signing-key.ts'

/** Settings of a {@link SoftwareAuthenticator}. What is left out makes a synced passkey provider. */
export interface AuthenticatorSettings {
  /** The model, as a UUID. Default: one of Latchkey's own; all zeros for `fido-u2f`. */
  readonly aaguid?: string
  /** COSE identifiers in this authenticator's order of preference. Default: all, ES256 first. */
  readonly algorithms?: readonly COSEAlgorithmIdentifier[]
  /** Whether the person is verified (PIN, fingerprint) in each ceremony. Default: true. */
  readonly userVerified?: boolean
  /** Whether credentials can be synced to other devices. Default: true. */
  readonly backupEligible?: boolean
  /** Whether they are just now. Default: as `backupEligible`. */
  readonly backupState?: boolean
  /** Default: `zero` for synced credentials, `increment` for device-bound ones. */
  readonly signCount?: 'increment' | 'zero'
  /** Whether credentials are discoverable: always, when the options ask for it (the default), never. */
  readonly residentKey?: 'always' | 'on-request' | 'unsupported'
  /** Default: `platform`. */
  readonly attachment?: 'platform' | 'cross-platform'
  /** Default: `internal` and `hybrid` for platform authenticators, `usb` for others. */
  readonly transports?: readonly string[]
  /**
   * Statement given when the options ask for `attestation`; without that the client makes it `none`.
   * Default: `packed-self`. A list makes a compound statement.
   */
  readonly attestation?: AttestationFormat | readonly AttestationFormat[]
  /** Who issues the attestation certificates. Default: an authority of this authenticator's own. */
  readonly attestationAuthority?: AttestationAuthority
  /** COSE identifier of the attestation key, where the format leaves a choice. Default: ES256. */
  readonly attestationAlgorithm?: COSEAlgorithmIdentifier
  /** Extensions this authenticator and its client know. Default: all. */
  readonly extensions?: readonly ExtensionName[]
  /** What `minPinLength` tells the relying party. Default: nothing, as if it was not on the list. */
  readonly minPinLength?: number
  /** Bytes for credential ids. Default: the platform's randomness. */
  readonly randomBytes?: (length: number) => Uint8Array
  /** Milliseconds since 1970. Only SafetyNet statements tell the time. Default: the platform's clock. */
  readonly now?: () => number
  /** PKCS#8 bytes of a new private key; a pool, say, for RSA keys are slow. Default: made on the spot. */
  readonly generatePrivateKey?: (
    algorithm: COSEAlgorithmIdentifier,
  ) => Uint8Array | Promise<Uint8Array>
}

/** Settings with every gap filled but for those where a gap means something. */
export type CompleteSettings = Required<Omit<AuthenticatorSettings, LeftOpen>> &
  Pick<AuthenticatorSettings, LeftOpen>

type LeftOpen = 'attestationAlgorithm' | 'attestationAuthority' | 'minPinLength'

// RS1 exists for the statements of old TPMs; a credential gets it only from a setting.
const RS1 = -65535

/** "latchkey" in ASCII, then a one: the model of this authenticator unless told otherwise. */
export const DEFAULT_AAGUID = '6c617463-686b-6579-0000-000000000001'

/** The model of those who tell none. */
export const ZERO_AAGUID = '00000000-0000-0000-0000-000000000000'

/**
 * Fills the gaps.
 *
 * @throws TypeError on an AAGUID that is no UUID, and on `backupState` without `backupEligible`.
 */
export function completeSettings(settings: AuthenticatorSettings): CompleteSettings {
  const { backupEligible = true, attachment = 'platform', attestation = 'packed-self' } = settings
  const { aaguid = attestation === 'fido-u2f' ? ZERO_AAGUID : DEFAULT_AAGUID } = settings
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(aaguid)) {
    throw new TypeError(`aaguid has to be a UUID, not ${JSON.stringify(aaguid)}`)
  }
  if (settings.backupState === true && !backupEligible) {
    throw new TypeError('backupState needs backupEligible; to lie about it there are faults')
  }
  return {
    algorithms: [...ALGORITHMS.keys()].filter((alg) => alg !== RS1 && canSign(alg)),
    userVerified: true,
    backupState: backupEligible,
    signCount: backupEligible ? 'zero' : 'increment',
    residentKey: 'on-request',
    transports: attachment === 'platform' ? ['hybrid', 'internal'] : ['usb'],
    extensions: EXTENSIONS,
    now: Date.now,
    randomBytes: platformRandom,
    generatePrivateKey,
    ...settings,
    aaguid,
    attachment,
    attestation,
    backupEligible,
  }
}

/** The sixteen bytes of a UUID. */
export function aaguidBytes(aaguid: string): Uint8Array<ArrayBuffer> {
  const hex = aaguid.replaceAll('-', '')
  return Uint8Array.from({ length: 16 }, (_, at) =>
    Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16),
  )
}
