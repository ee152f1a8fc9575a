/**
 * A page with two vaults of its own, Credential Manager over them, and the element that draws.
 *
 * @module
 */
// #region imports
import '../../src/elements/define.ts'
import { providerPlatform } from '../../src/client/providers/platform.ts'
import { Vault } from '../../src/vault/vault.ts'
import { vaultProvider } from '../../src/vault/vault-provider.ts'
// #endregion
import { CreatePasswordRequest } from '../../src/client/create-password-request.ts'
import type { CredentialManagerException } from '../../src/client/exception.ts'
import { GetCredentialRequest, GetPasswordOption } from '../../src/client/get-request.ts'
import { memoryStorage } from '../../src/vault/storage.ts'

/** Asks in a dialog of the page's own, which has to be within reach while it is open. */
async function askPassword({ label }: { readonly label: string }): Promise<string | undefined> {
  const dialog = document.body.appendChild(document.createElement('dialog'))
  const form = dialog.appendChild(document.createElement('form'))
  form.method = 'dialog'
  const field = form.appendChild(document.createElement('input'))
  field.type = 'password'
  field.ariaLabel = `Password of ${label}`
  dialog.showModal()
  await new Promise((resolve) => {
    dialog.addEventListener('close', resolve)
  })
  dialog.remove()
  return field.value
}

const kdf = { memory: 64, iterations: 1, parallelism: 1 }
const newVault = () => new Vault({ storage: memoryStorage(), kdf })
const homeVault = newVault()
const workVault = newVault()

// #region manager
const selector = document.querySelector('latchkey-account-selector')!

const manager = providerPlatform({
  providers: [
    vaultProvider({ id: 'home', label: 'Home vault', vault: homeVault, askPassword }),
    vaultProvider({ id: 'work', label: 'Work vault', vault: workVault, askPassword }),
  ],
  selector: selector.select,
  caller: { origin: location.origin },
})
// #endregion

/** Ends in what the call gives, or in the exception's name. */
async function outcome(call: Promise<string>): Promise<string> {
  try {
    return await call
  } catch (error) {
    return (error as CredentialManagerException).name
  }
}

const page = {
  answer: Promise.resolve(''),
  async setUp(): Promise<void> {
    await homeVault.create('of the home')
    await workVault.create('of the work')
  },
  lock(): void {
    homeVault.lock()
    workVault.lock()
  },
  save(id: string, password: string): void {
    const request = new CreatePasswordRequest(id, password)
    page.answer = outcome(manager.createCredential(request).then(({ type }) => type))
  },
  signIn(): void {
    const request = new GetCredentialRequest([new GetPasswordOption()])
    page.answer = outcome(
      manager
        .getCredential(request)
        .then(({ credential }) =>
          'password' in credential ? `${credential.id} ${credential.password}` : credential.type,
        ),
    )
  },
}

declare global {
  var vaults: typeof page
}

Object.assign(globalThis, { vaults: page })
