/**
 * A vault behind Credential Manager: what it offers, makes, gives and forgets; proved by the verifier.
 *
 * One file in spite of its length: one provider, whose vaults are made in one place.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeBase64url } from '../bytes/base64url.ts'
import {
  ClearCredentialStateRequest,
  TYPE_CLEAR_RESTORE_CREDENTIAL,
} from '../client/clear-request.ts'
import { CreatePasswordRequest } from '../client/create-password-request.ts'
import { CreatePublicKeyCredentialRequest } from '../client/create-request.ts'
import { CreateRestoreCredentialRequest } from '../client/create-restore-request.ts'
import { CredentialManager } from '../client/credential-manager.ts'
import {
  PasswordCredential,
  PublicKeyCredential,
  RestoreCredential,
  TYPE_PUBLIC_KEY_CREDENTIAL,
} from '../client/credential.ts'
import {
  GetCredentialRequest,
  GetPasswordOption,
  GetPublicKeyCredentialOption,
} from '../client/get-request.ts'
import { providerPlatform } from '../client/providers/platform.ts'
import type { ProviderPlatformSettings } from '../client/providers/settings.ts'
import { GetRestoreCredentialOption } from '../client/restore-option.ts'
import type { AccountSelector, SelectorView } from '../client/selector/account-selector.ts'
import {
  SignalAllAcceptedCredentialIdsRequest,
  SignalCurrentUserDetailsRequest,
  SignalUnknownCredentialRequest,
} from '../client/signal-request.ts'
import { verifyAuthentication } from '../webauthn/authentication.ts'
import { verifyRegistration } from '../webauthn/registration.ts'
import { memoryStorage } from './storage.ts'
import { vaultProvider, type VaultProviderSettings } from './vault-provider.ts'
import { Vault } from './vault.ts'

const ORIGIN = 'https://example.com'
const CHALLENGE = encodeBase64url(new Uint8Array(32).fill(7))
const PASSWORD = 'correct horse'
const kdf = { memory: 64, iterations: 1, parallelism: 1 }

let vault: Vault
let views: SelectorView[]
let asked: number
let passwords: (string | undefined)[]
let now: number

beforeEach(async () => {
  now = 1000
  vault = new Vault({ storage: memoryStorage(), kdf, now: () => now })
  await vault.create(PASSWORD)
  views = []
  asked = 0
  passwords = [PASSWORD]
})
afterEach(() => vault.lock())

const first: AccountSelector = (view) => {
  views.push(view)
  return Promise.resolve(view.pages.first?.sections[0]?.choices[0])
}

const providerOf = (settings: Partial<VaultProviderSettings> = {}) =>
  vaultProvider({
    vault,
    askPassword: () => Promise.resolve(passwords[asked++]),
    ...settings,
  })

const managerOf = (
  settings: Partial<VaultProviderSettings> = {},
  platform: Partial<ProviderPlatformSettings> = {},
) =>
  CredentialManager.create({
    platform: providerPlatform({
      providers: [providerOf(settings)],
      selector: first,
      caller: { origin: ORIGIN },
      ...platform,
    }),
  })

const creation = (name = 'ada', change: object = {}) => ({
  challenge: CHALLENGE,
  rp: { id: 'example.com', name: 'Example' },
  user: { id: encodeBase64url(new TextEncoder().encode(name)), name, displayName: name },
  pubKeyCredParams: [{ type: 'public-key' as const, alg: -7 }],
  authenticatorSelection: { residentKey: 'required', userVerification: 'required' } as const,
  ...change,
})
const passkey = (change: object = {}) =>
  new GetPublicKeyCredentialOption({
    challenge: CHALLENGE,
    rpId: 'example.com',
    userVerification: 'required',
    ...change,
  })
const request = (...options: ConstructorParameters<typeof GetCredentialRequest>[0]) =>
  new GetCredentialRequest(options.length === 0 ? [passkey()] : options)

const expected = { challenge: CHALLENGE, origins: [ORIGIN], rpId: 'example.com' }

async function createPasskey(name = 'ada', manager = managerOf()) {
  const { registrationResponseJson } = await manager.createCredential(
    new CreatePublicKeyCredentialRequest(creation(name)),
  )
  const response = JSON.parse(registrationResponseJson) as unknown
  return (await verifyRegistration({ response, expected })).credential
}
const nameOf = (call: Promise<unknown>) =>
  call.then(
    () => 'resolved',
    (error: unknown) => (error as Error).name,
  )

describe('passkeys of a vault', () => {
  it('are made and used as a server wants them', async () => {
    const credential = await createPasskey()
    expect(credential).toMatchObject({ backupEligible: true, backupState: false, signCount: 0 })
    const { credential: given } = await managerOf().getCredential(request())
    expect(given).toBeInstanceOf(PublicKeyCredential)
    const response = JSON.parse(
      (given as PublicKeyCredential).authenticationResponseJson,
    ) as unknown
    const verified = await verifyAuthentication({ response, credential, expected })
    expect(verified).toMatchObject({ credentialId: credential.id, userVerified: true })
    expect(vault.contents.items[0]).toMatchObject({ createdAt: 1000, lastUsedAt: 1000 })
  })

  it('are backed up when the vault is', async () => {
    const credential = await createPasskey('ada', managerOf({ isBackedUp: true }))
    expect(credential.backupState).toBe(true)
  })

  it('stand by account, the latest used first', async () => {
    await createPasskey('ada')
    await createPasskey('bob')
    const manager = managerOf({}, { selector: pick('ada') })
    now = 2000
    await manager.getCredential(request())
    await managerOf().getCredential(request())
    const names = views
      .at(-1)!
      .pages.first!.sections[0]!.choices.map((choice) =>
        'entry' in choice ? choice.entry.userName : choice.kind,
      )
    expect(names).toEqual(['ada', 'bob'])
  })

  it('are selected without a question when there is one alone, until the person signs out', async () => {
    await createPasskey()
    const manager = managerOf()
    views.length = 0
    await manager.getCredential(request())
    expect(views).toHaveLength(0)
    await manager.clearCredentialState(new ClearCredentialStateRequest())
    await manager.getCredential(request())
    expect(views).toHaveLength(1)
    await manager.getCredential(request())
    expect(views).toHaveLength(1)
  })

  it('are refused as a browser would', async () => {
    const { id } = await createPasskey()
    const excludeCredentials = [{ type: 'public-key', id }]
    await expect(
      managerOf().createCredential(
        new CreatePublicKeyCredentialRequest(creation('ada', { excludeCredentials })),
      ),
    ).rejects.toMatchObject({ domError: { name: 'InvalidStateError' } })
    await expect(
      managerOf().createCredential(
        new CreatePublicKeyCredentialRequest(
          creation('ada', { rp: { id: 'evil.example', name: '' } }),
        ),
      ),
    ).rejects.toMatchObject({ domError: { name: 'SecurityError' } })
    const foreign = request(passkey({ rpId: 'evil.example' }))
    expect(await nameOf(managerOf().getCredential(foreign))).toBe('NoCredentialException')
    const named = request(passkey({ allowCredentials: [{ type: 'public-key', id: 'AAAA' }] }))
    expect(await nameOf(managerOf().getCredential(named))).toBe('NoCredentialException')
  })

  it('are upgrades without a question only beside the password of the same account', async () => {
    const conditional = new CreatePublicKeyCredentialRequest(creation(), { isConditional: true })
    const none = 'CreateCredentialNoCreateOptionException'
    expect(await nameOf(managerOf().createCredential(conditional))).toBe(none)
    await managerOf().createCredential(new CreatePasswordRequest('ada', 'secret'))
    const { registrationResponseJson } = await managerOf().createCredential(conditional)
    await verifyRegistration({
      response: JSON.parse(registrationResponseJson),
      expected: { ...expected, userPresence: 'conditional-create' },
    })
    expect(await nameOf(managerOf().createCredential(conditional))).toBe(none)
    vault.lock()
    expect(await nameOf(managerOf().createCredential(conditional))).toBe(none)
    expect(asked).toBe(0)
  })
})

const pick =
  (userName: string): AccountSelector =>
  (view) =>
    Promise.resolve(
      view.pages.first?.sections[0]?.choices.find(
        (choice) => choice.kind === 'entry' && choice.entry.userName === userName,
      ),
    )

describe('passwords of a vault', () => {
  const passwordRequest = () => request(new GetPasswordOption())

  it('are saved, replaced and given, each to its own origin', async () => {
    await managerOf().createCredential(new CreatePasswordRequest('ada', 'old'))
    await managerOf().createCredential(new CreatePasswordRequest('ada', 'secret'))
    const { credential } = await managerOf().getCredential(passwordRequest())
    expect(credential).toEqual(new PasswordCredential('ada', 'secret'))
    expect(vault.contents.items).toHaveLength(1)
    const elsewhere = managerOf({}, { caller: { origin: 'https://login.example.com' } })
    expect(await nameOf(elsewhere.getCredential(passwordRequest()))).toBe('NoCredentialException')
    const bob = request(new GetPasswordOption({ allowedUserIds: ['bob'] }))
    expect(await nameOf(managerOf().getCredential(bob))).toBe('NoCredentialException')
  })

  it('stand behind a passkey of the same account', async () => {
    await createPasskey()
    await managerOf().createCredential(new CreatePasswordRequest('ada', 'secret'))
    await managerOf().getCredential(request(new GetPasswordOption(), passkey()))
    const { first, allOptions } = views.at(-1)!.pages
    expect(first!.sections[0]!.choices).toMatchObject([
      { entry: { type: TYPE_PUBLIC_KEY_CREDENTIAL } },
    ])
    expect(allOptions!.sections[0]!.choices).toHaveLength(2)
  })
})

describe('a locked vault', () => {
  it('is unlocked by the pick; the right password may be the third', async () => {
    await createPasskey()
    vault.lock()
    passwords = ['wrong', '', PASSWORD]
    expect(await nameOf(managerOf().getCredential(request()))).toBe('resolved')
    expect(views.at(-1)!.pages.first!.title).toBe('unlock')
    expect(asked).toBe(3)
  })

  it.each([
    [[undefined], 'GetCredentialCancellationException'],
    [['wrong', 'wrong', 'wrong', PASSWORD], 'GetCredentialUnknownException'],
  ])('after the passwords %j ends in %s', async (given, name) => {
    vault.lock()
    passwords = given
    expect(await nameOf(managerOf().getCredential(request()))).toBe(name)
    expect(vault.isLocked).toBe(true)
  })

  it('is unlocked to keep something new', async () => {
    vault.lock()
    await createPasskey()
    expect(asked).toBe(1)
    expect(vault.contents.items).toHaveLength(1)
  })

  it('that is not there has nothing to offer', async () => {
    const nowhere = new Vault({ storage: memoryStorage(), kdf })
    expect(await nameOf(managerOf({ vault: nowhere }).getCredential(request()))).toBe(
      'NoCredentialException',
    )
  })

  it('stands beside another, and each is asked for itself', async () => {
    await createPasskey()
    const other = new Vault({ storage: memoryStorage(), kdf })
    await other.create('other password')
    const work = vaultProvider({
      vault: other,
      id: 'work',
      label: 'Work',
      askPassword: () => Promise.resolve('other password'),
    })
    const manager = CredentialManager.create({
      platform: providerPlatform({
        providers: [providerOf(), work],
        selector: first,
        caller: { origin: ORIGIN },
      }),
    })
    other.lock()
    const prepared = await manager.prepareGetCredential(request())
    expect(prepared.hasCredentialResults(TYPE_PUBLIC_KEY_CREDENTIAL)).toBe(true)
    expect(prepared.hasAuthenticationResults()).toBe(true)
    expect(await nameOf(manager.getCredential(prepared.pendingGetCredentialHandle))).toBe(
      'resolved',
    )
    expect(other.isLocked).toBe(true)
  })
})

describe('signals to a vault', () => {
  const hiddenOf = () => vault.contents.items.map((item) => 'hidden' in item && item.hidden)
  const idOf = (at: number) => {
    const item = vault.contents.items[at]!
    return 'credential' in item ? item.credential.id : ''
  }
  const all = (name: string, ids: string[]) =>
    new SignalAllAcceptedCredentialIdsRequest({
      rpId: 'example.com',
      userId: creation(name).user.id,
      allAcceptedCredentialIds: ids,
    })

  it('hide what the server does not know, and bring back what it lists', async () => {
    await createPasskey('ada')
    await createPasskey('bob')
    const manager = managerOf()
    const [ada] = [idOf(0)]
    await manager.signalCredentialState(
      new SignalUnknownCredentialRequest({ rpId: 'example.com', credentialId: ada }),
    )
    expect(hiddenOf()).toEqual([true, false])
    const named = request(passkey({ allowCredentials: [{ type: 'public-key', id: ada }] }))
    expect(await nameOf(manager.getCredential(named))).toBe('NoCredentialException')
    await manager.signalCredentialState(all('ada', [ada]))
    expect(hiddenOf()).toEqual([false, false])
    await manager.signalCredentialState(all('bob', []))
    expect(hiddenOf()).toEqual([false, true])
  })

  it('rename the account', async () => {
    await createPasskey()
    const names = { name: 'ada.l', displayName: 'Ada L' }
    const userId = creation().user.id
    await managerOf().signalCredentialState(
      new SignalCurrentUserDetailsRequest({ rpId: 'example.com', userId, ...names }),
    )
    expect(vault.contents.items[0]).toMatchObject({
      credential: { userName: 'ada.l', userDisplayName: 'Ada L' },
    })
  })

  it('that another process heard are not undone by a use here', async () => {
    const storage = memoryStorage()
    vault = new Vault({ storage, kdf, now: () => now })
    await vault.create(PASSWORD)
    await createPasskey()
    const other = new Vault({ storage, kdf })
    await other.unlock(PASSWORD)
    const names = { name: 'ada.l', displayName: 'Ada L' }
    const userId = creation().user.id
    await managerOf({ vault: other }).signalCredentialState(
      new SignalCurrentUserDetailsRequest({ rpId: 'example.com', userId, ...names }),
    )
    now = 2000
    await managerOf().getCredential(request())
    expect(vault.contents.items).toMatchObject([
      { lastUsedAt: 2000, credential: { userName: 'ada.l', userDisplayName: 'Ada L' } },
    ])
    other.lock()
  })

  it('of another site change nothing', async () => {
    await createPasskey()
    const elsewhere = managerOf({}, { caller: { origin: 'https://evil.example' } })
    await elsewhere.signalCredentialState(all('ada', []))
    expect(hiddenOf()).toEqual([false])
  })

  it('wait while it is locked', async () => {
    await createPasskey()
    vault.lock()
    const manager = managerOf()
    await manager.signalCredentialState(all('ada', []))
    expect(await nameOf(manager.getCredential(request()))).toBe('NoCredentialException')
    expect(hiddenOf()).toEqual([true])
  })
})

describe('restore keys of a vault', () => {
  const option = () =>
    request(
      new GetRestoreCredentialOption({
        challenge: CHALLENGE,
        rpId: 'example.com',
        userVerification: 'required',
      }),
    )
  const creationOf = (name: string) =>
    new CreateRestoreCredentialRequest(creation(name), { isCloudBackupEnabled: false })

  it('are made and used without a word, and nobody is verified', async () => {
    const manager = managerOf({}, { selector: () => Promise.reject(new Error('shown')) })
    const { responseJson } = await manager.createCredential(creationOf('ada'))
    const policy = { ...expected, userVerification: 'discouraged' as const }
    const { credential } = await verifyRegistration({
      response: JSON.parse(responseJson),
      expected: policy,
    })
    const { credential: given } = await manager.getCredential(option())
    expect(given).toBeInstanceOf(RestoreCredential)
    const response = JSON.parse((given as RestoreCredential).authenticationResponseJson) as unknown
    const verified = await verifyAuthentication({ response, credential, expected: policy })
    expect(verified.userVerified).toBe(false)
    expect(await nameOf(manager.getCredential(request()))).toBe('NoCredentialException')
  })

  it('are one for each site, and go at sign-out', async () => {
    const manager = managerOf()
    await manager.createCredential(creationOf('ada'))
    await manager.createCredential(creationOf('bob'))
    await createPasskey('ada')
    expect(vault.contents.items).toHaveLength(2)
    await manager.clearCredentialState(
      new ClearCredentialStateRequest(TYPE_CLEAR_RESTORE_CREDENTIAL),
    )
    expect(vault.contents.items.map(({ kind }) => kind)).toEqual(['passkey'])
    expect(await nameOf(manager.getCredential(option()))).toBe('NoCredentialException')
  })

  it('need a backup when they are to be backed up, and an open vault', async () => {
    const backedUp = new CreateRestoreCredentialRequest(creation())
    await expect(managerOf().createCredential(backedUp)).rejects.toMatchObject({
      type: 'androidx.credentials.TYPE_E2EE_UNAVAILABLE_EXCEPTION',
    })
    await managerOf({ isBackedUp: true }).createCredential(backedUp)
    vault.lock()
    expect(await nameOf(managerOf().getCredential(option()))).toBe('NoCredentialException')
    expect(asked).toBe(0)
  })
})

describe('a privileged caller', () => {
  const caller = {
    id: 'com.example.browser',
    origin: 'https://browser.example',
    mayClaimOrigins: true,
  }
  const claimed = { origin: ORIGIN }

  it('is believed only by a vault that has it on its list', async () => {
    await createPasskey()
    const asking = new GetCredentialRequest([passkey()], claimed)
    const unknown = managerOf({}, { caller })
    expect(await nameOf(unknown.getCredential(asking))).toBe('NoCredentialException')
    const known = managerOf({ privilegedCallers: [caller.id] }, { caller })
    expect(await nameOf(known.getCredential(asking))).toBe('resolved')
  })

  it('has its own hash of client data signed', async () => {
    const credential = await createPasskey()
    const clientDataJSON = new TextEncoder().encode(
      JSON.stringify({
        type: 'webauthn.get',
        challenge: CHALLENGE,
        origin: ORIGIN,
        crossOrigin: false,
      }),
    )
    const clientDataHash = new Uint8Array(await crypto.subtle.digest('SHA-256', clientDataJSON))
    const option = new GetPublicKeyCredentialOption(passkey().requestJson, { clientDataHash })
    const manager = managerOf({ privilegedCallers: [caller.id] }, { caller })
    const given = await manager.getCredential(new GetCredentialRequest([option], claimed))
    const answer = JSON.parse((given.credential as PublicKeyCredential).authenticationResponseJson)
    answer.response.clientDataJSON = encodeBase64url(clientDataJSON)
    const verified = await verifyAuthentication({ response: answer, credential, expected })
    expect(verified.credentialId).toBe(credential.id)
  })
})
