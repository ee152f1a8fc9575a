/** The examples of docs/vault.md, against a real server. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CreatePublicKeyCredentialRequest } from '../../src/client/create-request.ts'
import { PublicKeyCredential } from '../../src/client/credential.ts'
import { GetCredentialRequest, GetPublicKeyCredentialOption } from '../../src/client/get-request.ts'
import { createLatchkey } from '../../src/server/latchkey.ts'
// #region imports
import { CredentialManager, providerPlatform } from '../../src/client/index.ts'
import { fileStorage, Vault, VaultError, vaultProvider } from '../../src/vault/index.ts'
// #endregion

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-docs-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const askPerson = () => Promise.resolve('correct horse battery staple')
const pickFirst = () => Promise.resolve(undefined)

// #region open
async function openVault(file: string, password: string): Promise<Vault> {
  const vault = new Vault({ storage: fileStorage(file) })
  if (await vault.exists()) await vault.unlock(password)
  else await vault.create(password)
  return vault
}
// #endregion

// #region manager
function managerOver(vault: Vault, origin: string): CredentialManager {
  const provider = vaultProvider({ vault, label: 'My vault', askPassword: askPerson })
  return CredentialManager.create({
    platform: providerPlatform({
      providers: [provider],
      selector: pickFirst,
      caller: { origin },
    }),
  })
}
// #endregion

describe('docs/vault.md', () => {
  it('opens a vault, signs up and signs in', async () => {
    const origin = 'https://example.com'
    const latchkey = createLatchkey({
      rpId: 'example.com',
      origins: [origin],
      database: 'sqlite::memory:',
      secret: randomBytes(32),
      log: () => undefined,
    })
    let ceremony = ''
    const post = async (path: string, body: string): Promise<string> => {
      const headers = {
        'content-type': 'application/json',
        'latchkey-client': 'native',
        ...(ceremony !== '' && { 'latchkey-ceremony': ceremony }),
      }
      const request = new Request(`${origin}/auth${path}`, { method: 'POST', headers, body })
      const answer = await latchkey.fetch(request)
      ceremony = answer.headers.get('latchkey-ceremony') ?? ceremony
      expect(answer.ok).toBe(true)
      return answer.text()
    }
    const file = join(folder, 'passkeys.vault')
    const vault = await openVault(file, await askPerson())
    const manager = managerOver(vault, origin)
    const creation = await post('/registration/options', '{"username":"ada"}')
    const { registrationResponseJson } = await manager.createCredential(
      new CreatePublicKeyCredentialRequest(creation, { isAutoSelectAllowed: true }),
    )
    await post('/registration', registrationResponseJson)
    vault.lock()
    await vault.unlock(await askPerson())
    const requestJson = await post('/authentication/options', '{}')
    // #region prepare
    const request = new GetCredentialRequest([new GetPublicKeyCredentialOption(requestJson)])
    const prepared = await manager.prepareGetCredential(request)
    const isReady = prepared.hasCredentialResults(PublicKeyCredential.TYPE_PUBLIC_KEY_CREDENTIAL)
    const isLocked = prepared.hasAuthenticationResults()
    // #endregion
    expect([isReady, isLocked]).toEqual([true, false])
    const { credential } = await manager.getCredential(prepared.pendingGetCredentialHandle)
    const text = (credential as PublicKeyCredential).authenticationResponseJson
    expect(JSON.parse(await post('/authentication', text))).toMatchObject({
      account: { username: 'ada' },
    })
    await latchkey.close()
  })

  it('tells what is wrong', async () => {
    const file = join(folder, 'passkeys.vault')
    const vault = await openVault(file, 'right')
    vault.lock()
    const problems: string[] = []
    const tell = (problem: string) => problems.push(problem)
    // #region errors
    try {
      await vault.unlock('a guess')
    } catch (error) {
      if (!(error instanceof VaultError)) throw error
      if (error.code === 'wrong_password') tell('That is not the password.')
      else tell(`The vault cannot be opened: ${error.code}`)
    }
    // #endregion
    expect(problems).toEqual(['That is not the password.'])
  })
})
