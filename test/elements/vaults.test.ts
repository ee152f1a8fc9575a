/**
 * Credential Manager over vaults, from a click to an answer, with the keyboard alone: vaults in the page,
 * and vaults in another process that has the page draw, as a desktop app does.
 */
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CreatePublicKeyCredentialRequest } from '../../src/client/create-request.ts'
import { TYPE_PASSWORD_CREDENTIAL } from '../../src/client/credential.ts'
import { GetCredentialRequest, GetPublicKeyCredentialOption } from '../../src/client/get-request.ts'
import { providerPlatform } from '../../src/client/providers/platform.ts'
import { memoryStorage } from '../../src/vault/storage.ts'
import { vaultProvider } from '../../src/vault/vault-provider.ts'
import { Vault } from '../../src/vault/vault.ts'
import { verifyAuthentication } from '../../src/webauthn/authentication.ts'
import { verifyRegistration } from '../../src/webauthn/registration.ts'
import { openSite, type Site } from './site.ts'

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name }).waitFor()
const row = (page: Page, name: string) => page.getByRole('button', { name })

describe('vaults in the page', () => {
  let site: Site
  beforeAll(async () => {
    site = await openSite({
      input: join(import.meta.dirname, 'vault-page.ts'),
      // The vault's argon2id is WebAssembly.
      scripts: "'self' 'wasm-unsafe-eval'",
    })
  })
  afterAll(() => site.close())

  const answer = (page: Page) => page.evaluate(() => vaults.answer)
  const unlock = async (page: Page, label: string, password: string) => {
    await page.getByLabel(`Password of ${label}`).fill(password)
    await press(page, 'Enter')
  }
  const open = async () => {
    const page = await site.visit({ reducedMotion: 'reduce' })
    await page.evaluate(() => vaults.setUp())
    return page
  }

  it('keep a password where the person says, and give it after an unlock', async () => {
    const page = await open()
    await page.evaluate(() => vaults.save('ada@example.com', 'a long one'))
    await dialog(page, `Save the password for ${site.origin}`)
    await row(page, 'Work vault').focus()
    await press(page, 'Enter')
    expect(await answer(page)).toBe(TYPE_PASSWORD_CREDENTIAL)

    await page.evaluate(() => {
      vaults.lock()
      vaults.signIn()
    })
    await dialog(page, `Unlock to sign in to ${site.origin}`)
    await press(page, 'Enter')
    await unlock(page, 'Home vault', 'of the home')
    // Home holds nothing: its row stays and says so.
    await row(page, 'Unlock Home vault Home vault · Nothing found').waitFor()
    await press(page, 'End', 'Enter')
    await unlock(page, 'Work vault', 'of the work')
    await row(page, 'ada@example.com Password · Work vault').waitFor()
    await press(page, 'Home', 'Enter')
    expect(await answer(page)).toBe('ada@example.com a long one')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.context().close()
  })

  it('end in the documented exceptions when the person leaves, or nothing is there', async () => {
    const page = await open()
    const signIn = async () => {
      await page.evaluate(() => vaults.signIn())
      await dialog(page, `Unlock to sign in to ${site.origin}`)
    }
    await page.evaluate(() => vaults.lock())
    await signIn()
    await press(page, 'Escape')
    expect(await answer(page)).toBe('GetCredentialCancellationException')

    await signIn()
    await press(page, 'Enter')
    await unlock(page, 'Home vault', 'of the home')
    await row(page, 'Unlock Home vault Home vault · Nothing found').waitFor()
    await press(page, 'End', 'Enter')
    await unlock(page, 'Work vault', 'of the work')
    await page.getByText('Nothing to sign in with was found there.').waitFor()
    await press(page, 'Enter')
    expect(await answer(page)).toBe('NoCredentialException')
    await page.context().close()
  })
})

it('draws for vaults in another process: a passkey that signs in', async () => {
  const site = await openSite()
  const page = await site.visit({ reducedMotion: 'reduce' })
  const origin = 'https://shop.example'
  const challenge = 'Y2hhbGxlbmdlLWNoYWxsZW5nZQ'
  const expected = { challenge, origins: [origin], rpId: 'shop.example' }
  const kdf = { memory: 64, iterations: 1, parallelism: 1 }
  const [home, work] = [0, 1].map(() => new Vault({ storage: memoryStorage(), kdf }))
  await Promise.all([home!.create('secret'), work!.create('secret')])
  const askPassword = () => Promise.resolve('secret')
  const manager = providerPlatform({
    providers: [
      vaultProvider({ id: 'home', label: 'Home vault', vault: home!, askPassword }),
      vaultProvider({ id: 'work', label: 'Work vault', vault: work!, askPassword }),
    ],
    // The view is data, and so is the pick: both may travel.
    selector: (view) =>
      page.evaluate((json) => {
        const { signal } = new AbortController()
        return shop.element().select(JSON.parse(json), { signal })
      }, JSON.stringify(view)),
    caller: { origin },
  })

  const creating = manager.createCredential(
    new CreatePublicKeyCredentialRequest({
      challenge,
      rp: { id: 'shop.example', name: 'Shop' },
      user: { id: 'YWRh', name: 'ada@example.com', displayName: 'Ada Lovelace' },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    }),
  )
  await dialog(page, 'Create a passkey for shop.example')
  await row(page, 'Work vault').focus()
  await press(page, 'Enter')
  const made = await creating
  const json = 'registrationResponseJson' in made ? made.registrationResponseJson : ''
  const { credential } = await verifyRegistration({ response: JSON.parse(json), expected })

  home!.lock()
  work!.lock()
  const requestJson = JSON.stringify({ challenge, rpId: 'shop.example' })
  const getting = manager.getCredential(
    new GetCredentialRequest([new GetPublicKeyCredentialOption(requestJson)]),
  )
  await dialog(page, 'Unlock to sign in to shop.example')
  await press(page, 'ArrowDown', 'Enter')
  await row(page, 'ada@example.com Ada Lovelace · Passkey · Work vault').waitFor()
  await press(page, 'Enter')
  const given = (await getting).credential
  const response = 'authenticationResponseJson' in given ? given.authenticationResponseJson : ''
  const verified = await verifyAuthentication({
    response: JSON.parse(response),
    credential,
    expected,
  })
  expect(verified).toMatchObject({ credentialId: credential.id, userVerified: true })
  await site.close()
})
