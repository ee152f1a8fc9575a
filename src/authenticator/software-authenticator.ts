/**
 * A software authenticator with the client around it: what a browser and a passkey provider do between
 * the options of a server and the answer it gets, without either of them.
 *
 * For tests, and for vaults that keep keys in software. It is written from the other side of the
 * specification than the verifier and shares no code with it.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-op-make-cred} WebAuthn L3 §6.3.2
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-op-get-assertion} WebAuthn L3 §6.3.3
 * @module
 */
import { decodeBase64url, encodeBase64url } from '../bytes/base64url.ts'
import { concatBytes } from '../bytes/concat.ts'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialDescriptorJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '../protocol/webauthn-json.ts'
import { createAttestationAuthority, type AttestationAuthority } from './attestation-authority.ts'
import { conveyedFormat, writeAttestationObject } from './attestation/object.ts'
import type { AttestationMeans } from './attestation/subject.ts'
import { writeAuthenticatorData, type AttestedCredential } from './authenticator-data.ts'
import { collectClientData } from './client-data.ts'
import type { ClientContext } from './context.ts'
import { eligibleCredentials, type AuthenticatorCredential } from './credential.ts'
import { AuthenticatorError } from './errors.ts'
import {
  chooseAlgorithm,
  checkAttachment,
  checkUserHandle,
  decideResidentKey,
  decideUserVerified,
} from './options.ts'
import { authenticationJSON, registrationJSON } from './response-json.ts'
import { checkAuthenticationInputs, processAuthentication } from './extensions/authentication.ts'
import { heededInputs } from './extensions/inputs.ts'
import { processRegistration } from './extensions/registration.ts'
import type { Faults } from './faults.ts'
import { resolveRpId } from './rp-id.ts'
import {
  aaguidBytes,
  completeSettings,
  type AuthenticatorSettings,
  type CompleteSettings,
} from './settings.ts'
import { signWithFault } from './signature.ts'
import { importSigningKey, type SigningKey } from './signing-key.ts'

const CREDENTIAL_ID_LENGTH = 32

interface CredentialWish {
  readonly rpId: string
  readonly appid: string | undefined
  readonly userVerified: boolean
  readonly allowed: readonly PublicKeyCredentialDescriptorJSON[]
}

interface Entry {
  readonly key: SigningKey
  credential: AuthenticatorCredential
}

/**
 * An authenticator that keeps its credentials in memory.
 *
 * @example
 * ```ts
 * const authenticator = new SoftwareAuthenticator()
 * const registration = await authenticator.create(creationOptions, { origin: 'https://example.com' })
 * const authentication = await authenticator.get(requestOptions, { origin: 'https://example.com' })
 * ```
 */
export class SoftwareAuthenticator {
  readonly #settings: CompleteSettings
  /** By credential id, oldest first. */
  readonly #entries = new Map<string, Entry>()
  /** The keys of the model, by algorithm. */
  readonly #attestationKeys = new Map<number, SigningKey>()
  #authority: AttestationAuthority | undefined

  /** @throws TypeError on settings that contradict one another. */
  constructor(settings: AuthenticatorSettings = {}) {
    this.#settings = completeSettings(settings)
  }

  /** Whose root a relying party has to trust, for statements with certificates. */
  get attestationAuthority(): AttestationAuthority {
    this.#authority ??= this.#settings.attestationAuthority ?? createAttestationAuthority()
    return this.#authority
  }

  /** Every credential, oldest first: snapshots that stay as they are. */
  get credentials(): readonly AuthenticatorCredential[] {
    return [...this.#entries.values()].map(({ credential }) => credential)
  }

  /**
   * Makes a credential, as `navigator.credentials.create()` would, and gives what its `toJSON()` says.
   *
   * A discoverable credential replaces the one with the same RP ID and user handle.
   *
   * @throws {@link AuthenticatorError} where a browser would refuse; nothing was made then.
   * @throws TypeError on options or a context that are malformed.
   */
  async create(
    options: PublicKeyCredentialCreationOptionsJSON,
    context: ClientContext,
  ): Promise<RegistrationResponseJSON> {
    const settings = this.#settings
    const { faults = {} } = context
    const rpId = resolveRpId(options.rp.id, context)
    checkUserHandle(options.user.id)
    checkAttachment(options, settings)
    const algorithm = chooseAlgorithm(options.pubKeyCredParams, settings)
    const discoverable = decideResidentKey(options, settings)
    const userVerified = decideUserVerified(
      options.authenticatorSelection?.userVerification,
      context,
      settings,
    )
    const inputs = heededInputs(options.extensions, settings.extensions)
    const { excludeCredentials = [] } = options
    const excluded = [rpId, inputs.appidExclude].some(
      (id) => id !== undefined && this.#find(id, excludeCredentials).length > 0,
    )
    if (excluded) {
      throw new AuthenticatorError('credential_excluded', 'one of the excluded credentials is here')
    }
    const extensions = processRegistration(inputs, {
      discoverable,
      userVerified,
      minPinLength: settings.minPinLength,
      randomBytes: settings.randomBytes,
    })
    const clientData = collectClientData('webauthn.create', options.challenge, context)
    const key = importSigningKey(await settings.generatePrivateKey(algorithm), algorithm)
    const credentialId = settings.randomBytes(CREDENTIAL_ID_LENGTH)
    const aaguid = aaguidBytes(settings.aaguid)
    const credential: AuthenticatorCredential = {
      id: encodeBase64url(credentialId),
      rpId,
      userHandle: options.user.id,
      userName: options.user.name,
      userDisplayName: options.user.displayName,
      algorithm,
      privateKey: key.privateKey,
      discoverable,
      signCount: settings.signCount === 'increment' ? 1 : 0,
      backupEligible: settings.backupEligible,
      backupState: settings.backupState,
      ...extensions.kept,
    }
    const authenticatorData = writeAuthenticatorData(
      {
        rpId,
        flags: {
          up: context.mediation !== 'conditional',
          uv: userVerified,
          be: credential.backupEligible,
          bs: credential.backupState,
        },
        signCount: credential.signCount,
        attested: { aaguid, credentialId, coseKey: key.coseKey },
        extensions: extensions.signed,
      },
      faults.authenticatorData,
    )
    const attestationObject = await writeAttestationObject(
      conveyedFormat(options.attestation, settings),
      { authenticatorData, clientDataHash: clientData.hash, key, aaguid },
      this.#means(faults),
    )
    this.#keep({ key, credential })
    return registrationJSON(
      { credential, key, clientDataJSON: clientData.json, authenticatorData, attestationObject },
      { settings, faults, extensions: extensions.client },
    )
  }

  /**
   * Signs in, as `navigator.credentials.get()` would, and gives what the credential's `toJSON()` says.
   *
   * @throws {@link AuthenticatorError} where a browser would refuse, `no_credential` when there is none.
   * @throws TypeError on options or a context that are malformed.
   */
  async get(
    options: PublicKeyCredentialRequestOptionsJSON,
    context: ClientContext,
  ): Promise<AuthenticationResponseJSON> {
    const { faults = {} } = context
    const rpId = resolveRpId(options.rpId, context)
    const userVerified = decideUserVerified(options.userVerification, {}, this.#settings)
    const inputs = heededInputs(options.extensions, this.#settings.extensions)
    const { allowCredentials = [] } = options
    checkAuthenticationInputs(inputs, allowCredentials)
    const { entry, found } = this.#choose(
      { rpId, appid: inputs.appid, userVerified, allowed: allowCredentials },
      context,
    )
    const clientData = collectClientData('webauthn.get', options.challenge, context)
    const { backupEligible, backupState } = entry.credential
    const signCount = this.#settings.signCount === 'increment' ? entry.credential.signCount + 1 : 0
    const extensions = processAuthentication(inputs, {
      credential: entry.credential,
      userVerified,
      found,
      randomBytes: this.#settings.randomBytes,
    })
    const { largeBlob } = extensions
    entry.credential = {
      ...entry.credential,
      signCount,
      ...(largeBlob === undefined ? {} : { largeBlob }),
    }
    const authenticatorData = writeAuthenticatorData(
      {
        rpId: entry.credential.rpId,
        flags: { up: true, uv: userVerified, be: backupEligible, bs: backupState },
        signCount,
        ...(faults.authenticatorData?.attestedCredentialData === 'added' && {
          attested: this.#attestedAgain(entry),
        }),
        extensions: extensions.signed,
      },
      faults.authenticatorData,
    )
    const message = concatBytes(authenticatorData, clientData.hash)
    const signature = signWithFault(entry.key, message, faults.signature)
    return authenticationJSON(
      {
        credential: entry.credential,
        clientDataJSON: clientData.json,
        authenticatorData,
        signature,
      },
      { settings: this.#settings, faults, extensions: extensions.client },
    )
  }

  /**
   * Takes in a credential from elsewhere: of another authenticator, a store, a browser. It replaces
   * what a new credential would replace.
   *
   * @throws {@link AuthenticatorError} with `credential_malformed` on a key that is not of its algorithm.
   */
  add(credential: AuthenticatorCredential): void {
    this.#keep({ key: importSigningKey(credential.privateKey, credential.algorithm), credential })
  }

  /** Forgets a credential. Tells whether it was here. */
  remove(id: string): boolean {
    return this.#entries.delete(id)
  }

  #attestedAgain({ credential, key }: Entry): AttestedCredential {
    return {
      aaguid: aaguidBytes(this.#settings.aaguid),
      credentialId: decodeBase64url(credential.id),
      coseKey: key.coseKey,
    }
  }

  #means(faults: Faults): AttestationMeans {
    const { attestationAlgorithm, now } = this.#settings
    return {
      authority: () => this.attestationAuthority,
      attestationKey: (algorithm) => this.#attestationKey(algorithm),
      algorithm: attestationAlgorithm,
      now,
      faults,
    }
  }

  async #attestationKey(algorithm: number): Promise<SigningKey> {
    const known = this.#attestationKeys.get(algorithm)
    if (known !== undefined) return known
    const privateKey = await this.#settings.generatePrivateKey(algorithm)
    const key = importSigningKey(privateKey, algorithm)
    this.#attestationKeys.set(algorithm, key)
    return key
  }

  #keep(entry: Entry): void {
    const { rpId, userHandle, discoverable } = entry.credential
    for (const { credential } of this.#entries.values()) {
      const same = credential.rpId === rpId && credential.userHandle === userHandle
      if (same && discoverable && credential.discoverable) this.#entries.delete(credential.id)
    }
    this.#entries.set(entry.credential.id, entry)
  }

  #find(rpId: string, named: readonly PublicKeyCredentialDescriptorJSON[]): readonly Entry[] {
    const ids = new Set(named.map(({ id }) => id))
    return [...this.#entries.values()].filter(
      ({ credential }) => credential.rpId === rpId && ids.has(credential.id),
    )
  }

  #choose(
    wish: CredentialWish,
    context: ClientContext,
  ): { readonly entry: Entry; readonly found: 'by-rp-id' | 'by-appid' } {
    const entry = this.#chooseAt(wish.rpId, wish, context)
    if (entry !== undefined) return { entry, found: 'by-rp-id' }
    // L3 §10.1.1: only when nothing was found under the RP ID is the AppID tried.
    const legacy = wish.appid === undefined ? undefined : this.#chooseAt(wish.appid, wish, context)
    if (legacy !== undefined) return { entry: legacy, found: 'by-appid' }
    throw new AuthenticatorError('no_credential', `no credential for ${wish.rpId} that would do`)
  }

  #chooseAt(rpId: string, wish: CredentialWish, context: ClientContext): Entry | undefined {
    const choices = eligibleCredentials(
      [...this.#entries.values()].map(({ credential }) => credential),
      { ...wish, rpId, mediation: context.mediation },
    )
    const newest = choices.at(-1)
    if (newest === undefined) return undefined
    const { id } = context.account === undefined ? newest : context.account(choices)
    if (choices.some((one) => one.id === id)) return this.#entries.get(id)
    throw new TypeError('account() has to return one of the choices it was given')
  }
}
