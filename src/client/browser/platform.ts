/**
 * Credential Manager on `navigator.credentials`.
 *
 * Passkeys in every browser that has them; saved passwords where the browser gives them to pages
 * (Chromium); both in one dialog where there is immediate mediation. The browser's own dialog is the
 * account selector, and it shows one kind otherwise: passkeys if they are asked for, else what brings a
 * way of its own along (a federated account, a wallet), else passwords.
 *
 * An `origin` that a request names has no effect: a browser tells the server itself who asks.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/} WebAuthn L3
 * @module
 */
import type { CredentialOptionWays } from '../credential-option.ts'
import { TYPE_PUBLIC_KEY_CREDENTIAL } from '../credential.ts'
import { GetCredentialUnsupportedException, NoCredentialException } from '../get-exceptions.ts'
import { type GetCredentialRequest, lifetimeOf, optionOf } from '../get-request.ts'
import type { CredentialPlatform } from '../platform.ts'
import { PendingGetCredentialHandle, PrepareGetCredentialResponse } from '../prepare.ts'
import { offerInAutofill } from './autofill.ts'
import { capability, hasApi, UNSUPPORTED } from './capability.ts'
import { get } from './get.ts'
import type { BrowserPage } from './page.ts'
import { CeremonySlot } from './slot.ts'

// One for the page, however many managers it makes.
const pageSlot = /* @__PURE__ */ new CeremonySlot()

/** The browser as a platform. The arguments are for tests: a page and a slot of their own. */
export function browserPlatform(
  page: BrowserPage = globalThis,
  slot: CeremonySlot = pageSlot,
): CredentialPlatform {
  const ports = { page, slot }

  /**
   * Looks whether a request can work at all, and who answers it: an option that goes its own way, where
   * no passkey is asked for.
   */
  const check = (request: GetCredentialRequest) => {
    const passkey = optionOf(request, TYPE_PUBLIC_KEY_CREDENTIAL)
    const own = request.credentialOptions.find((one: CredentialOptionWays) => !!one.inBrowser)
    if (own && !passkey) return own as CredentialOptionWays
    if (!hasApi(page, passkey ? 'PublicKeyCredential' : 'PasswordCredential')) {
      throw new GetCredentialUnsupportedException(UNSUPPORTED)
    }
    return undefined
  }

  const checkImmediate = async () => {
    if (!(await capability(page, 'immediateGet'))) throw new NoCredentialException('not immediate')
  }

  return {
    async prepareGetCredential(request) {
      const expires = page.Date.now() + lifetimeOf(request)
      const handle = new PendingGetCredentialHandle(request, { owner: slot.session, expires })
      if (!check(request) && request.preferImmediatelyAvailableCredentials) await checkImmediate()
      // What credentials there are a browser says to nobody.
      return new PrepareGetCredentialResponse(handle)
    },

    async getCredential(asked, { signal } = {}) {
      const isPrepared = 'take' in asked
      const request = isPrepared
        ? (asked.take(slot.session, page.Date.now()) as GetCredentialRequest)
        : asked
      const isImmediate = request.preferImmediatelyAvailableCredentials
      const own = check(request)
      if (own) return own.inBrowser!(request, ports, signal)
      // Within a click nothing may be awaited in vain.
      if (isImmediate && !isPrepared) await checkImmediate()
      return get(ports, request, { mode: isImmediate ? 'immediate' : 'modal', signal })
    },

    createCredential: async (request, { signal } = {}) => request.inBrowser(ports, signal),
    clearCredentialState: async (request) => request.inBrowser(ports),
    signalCredentialState: async (request) => request.inBrowser(ports),

    async attachPendingGetCredentialRequest(pending, options = {}) {
      if (!(await page.PublicKeyCredential?.isConditionalMediationAvailable?.())) return
      await offerInAutofill(pending, ports, options)
    },
  }
}
