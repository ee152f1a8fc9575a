/** What the guide shows that no browser can do: over a vault, checked by the verifier. */
import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
// #region imports
import {
  ClearCredentialStateRequest,
  CreatePublicKeyCredentialRequest,
  CreateRestoreCredentialRequest,
  CredentialManager,
  E2eeUnavailableException,
  GetCredentialRequest,
  GetPublicKeyCredentialOption,
  GetRestoreCredentialOption,
  NoCredentialException,
  providerPlatform,
  type PublicKeyCredential,
  RestoreCredential,
  TYPE_CLEAR_RESTORE_CREDENTIAL,
  TYPE_PUBLIC_KEY_CREDENTIAL,
} from '../../src/client/index.ts'
import { memoryStorage, Vault, vaultProvider } from '../../src/vault/index.ts'
// #endregion
import { verifyAuthentication } from '../../src/webauthn/authentication.ts'
import { verifyRegistration } from '../../src/webauthn/registration.ts'

const ORIGIN = 'https://example.com'
const RP_ID = 'example.com'
const challenge = () => randomBytes(32).toString('base64url')

async function newVault(): Promise<Vault> {
  const vault = new Vault({
    storage: memoryStorage(),
    kdf: { memory: 8192, iterations: 1, parallelism: 1 },
  })
  await vault.create('correct horse')
  return vault
}

// #region manager
function managerOver(vault: Vault): CredentialManager {
  const provider = vaultProvider({ vault, askPassword: () => Promise.resolve(undefined) })
  return CredentialManager.create({
    platform: providerPlatform({
      providers: [provider],
      // A `<latchkey-account-selector>`, a terminal, or whatever draws the rows.
      selector: ({ pages }) => Promise.resolve(pages.first?.sections[0]?.choices[0]),
      caller: { id: 'com.example.browser', origin: 'https://example.com' },
    }),
  })
}
// #endregion

// #region restore-create
async function keepRestoreKey(manager: CredentialManager, requestJson: string): Promise<string> {
  try {
    const request = new CreateRestoreCredentialRequest(requestJson)
    return (await manager.createCredential(request)).responseJson
  } catch (error) {
    if (!(error instanceof E2eeUnavailableException)) throw error
    // No backup: a key that only a cable carries over is better than none.
    const local = new CreateRestoreCredentialRequest(requestJson, { isCloudBackupEnabled: false })
    return (await manager.createCredential(local)).responseJson
  }
}
// #endregion

// #region restore-get
async function restore(
  manager: CredentialManager,
  requestJson: string,
): Promise<string | undefined> {
  try {
    const request = new GetCredentialRequest([new GetRestoreCredentialOption(requestJson)])
    const { credential } = await manager.getCredential(request)
    if (credential instanceof RestoreCredential) return credential.authenticationResponseJson
  } catch (error) {
    if (!(error instanceof NoCredentialException)) throw error
  }
  // A new phone without a key: the ordinary sign-in.
  return undefined
}
// #endregion

const creation = (issued: string) =>
  JSON.stringify({
    challenge: issued,
    rp: { id: RP_ID, name: 'Example' },
    user: { id: 'YWRh', name: 'ada', displayName: 'Ada' },
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  })

describe('the guide over a vault', () => {
  it('keeps a restore key, signs in with it, and lets it go', async () => {
    const manager = managerOver(await newVault())
    const made = challenge()
    const registration: unknown = JSON.parse(await keepRestoreKey(manager, creation(made)))
    const expected = { origins: [ORIGIN], rpId: RP_ID, userVerification: 'discouraged' } as const
    const { credential } = await verifyRegistration({
      response: registration,
      expected: { ...expected, challenge: made },
    })
    const asked = challenge()
    const options = JSON.stringify({ challenge: asked, rpId: RP_ID, userVerification: 'required' })
    const response: unknown = JSON.parse((await restore(manager, options)) ?? '')
    const verified = await verifyAuthentication({
      response,
      credential,
      expected: { ...expected, challenge: asked },
    })
    expect(verified.userVerified).toBe(false)
    // #region restore-clear
    const request = new ClearCredentialStateRequest(TYPE_CLEAR_RESTORE_CREDENTIAL)
    await manager.clearCredentialState(request)
    // #endregion
    expect(await restore(manager, options)).toBeUndefined()
  })

  it('speaks for another origin only where that is allowed', async () => {
    const vault = await newVault()
    const browser = (privilegedCallers: readonly string[]) =>
      CredentialManager.create({
        platform: providerPlatform({
          providers: [
            vaultProvider({
              vault,
              askPassword: () => Promise.resolve(undefined),
              privilegedCallers,
            }),
          ],
          selector: ({ pages }) => Promise.resolve(pages.first?.sections[0]?.choices[0]),
          caller: {
            id: 'com.example.browser',
            origin: 'https://browser.example',
            mayClaimOrigins: true,
          },
        }),
      })
    const made = challenge()
    const page = { origin: ORIGIN }
    const { registrationResponseJson } = await browser(['com.example.browser']).createCredential(
      new CreatePublicKeyCredentialRequest(creation(made), page),
    )
    const { credential } = await verifyRegistration({
      response: JSON.parse(registrationResponseJson) as unknown,
      expected: { challenge: made, origins: [ORIGIN], rpId: RP_ID },
    })
    const asked = challenge()
    const requestJson = JSON.stringify({ challenge: asked, rpId: RP_ID })
    const clientData = JSON.stringify({ type: 'webauthn.get', challenge: asked, origin: ORIGIN })
    const clientDataHash = createHash('sha256').update(clientData).digest()
    // #region origin
    const request = new GetCredentialRequest(
      [new GetPublicKeyCredentialOption(requestJson, { clientDataHash })],
      { origin: 'https://example.com' },
    )
    // #endregion
    const signed = await browser(['com.example.browser']).getCredential(request)
    const text = (signed.credential as PublicKeyCredential).authenticationResponseJson
    const answer = JSON.parse(text) as { response: object }
    const clientDataJSON = Buffer.from(clientData).toString('base64url')
    const response = { ...answer, response: { ...answer.response, clientDataJSON } }
    await expect(
      verifyAuthentication({
        response,
        credential,
        expected: { challenge: asked, origins: [ORIGIN], rpId: RP_ID },
      }),
    ).resolves.toMatchObject({ userVerified: true })
    await expect(browser([]).getCredential(request)).rejects.toBeInstanceOf(NoCredentialException)
  })

  it('knows before the click what a browser hides', async () => {
    const vault = await newVault()
    const manager = managerOver(vault)
    const options = creation(challenge())
    await manager.createCredential(new CreatePublicKeyCredentialRequest(options))
    const option = new GetPublicKeyCredentialOption({ challenge: challenge(), rpId: RP_ID })
    const request = new GetCredentialRequest([option])
    const ask = async () => {
      // #region prepared
      const prepared = await manager.prepareGetCredential(request)
      const hasPasskey = prepared.hasCredentialResults(TYPE_PUBLIC_KEY_CREDENTIAL)
      const isLocked = prepared.hasAuthenticationResults()
      const hasOtherDevice = prepared.hasRemoteResults()
      // #endregion
      return [hasPasskey, isLocked, hasOtherDevice]
    }
    expect(await ask()).toEqual([true, false, false])
    vault.lock()
    expect(await ask()).toEqual([false, true, false])
  })
})
