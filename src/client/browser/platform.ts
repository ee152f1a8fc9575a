/**
 * Credential Manager on `navigator.credentials`.
 *
 * Passkeys in every browser that has them; saved passwords where the browser gives them to pages
 * (Chromium); both in one dialog where there is immediate mediation. The browser's own dialog is the
 * account selector.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/} WebAuthn L3
 * @module
 */
import {
  CreateCredentialInterruptedException,
  CreateCredentialNoCreateOptionException,
  CreateCredentialUnsupportedException,
} from '../create-exceptions.ts'
import {
  GetCredentialInterruptedException,
  GetCredentialUnsupportedException,
  NoCredentialException,
} from '../get-exceptions.ts'
import { TYPE_PUBLIC_KEY_CREDENTIAL } from '../credential.ts'
import { optionOf } from '../get-request.ts'
import type { CredentialPlatform } from '../platform.ts'
import { offerInAutofill } from './autofill.ts'
import { create } from './create.ts'
import { get } from './get.ts'
import type { BrowserPage } from './page.ts'
import { CeremonySlot } from './slot.ts'

/** Why nothing works on a page without the API. */
const UNSUPPORTED = 'an old browser, or a page that is not https'
const REPLACED = 'another request took its place'

// One for the page, however many managers it makes.
const pageSlot = /* @__PURE__ */ new CeremonySlot()

/** The browser as a platform. The arguments are for tests: a page and a slot of their own. */
export function browserPlatform(
  page: BrowserPage = globalThis,
  slot: CeremonySlot = pageSlot,
): CredentialPlatform {
  const capability = async (name: string) =>
    (await page.PublicKeyCredential?.getClientCapabilities?.())?.[name]

  const has = (kind: 'PublicKeyCredential' | 'PasswordCredential') =>
    page.navigator?.credentials && page[kind]

  return {
    async getCredential(request, { signal } = {}) {
      const passkey = optionOf(request, TYPE_PUBLIC_KEY_CREDENTIAL)
      if (!has(passkey ? 'PublicKeyCredential' : 'PasswordCredential')) {
        throw new GetCredentialUnsupportedException(UNSUPPORTED)
      }
      const mode = request.preferImmediatelyAvailableCredentials ? 'immediate' : 'modal'
      if (mode === 'immediate' && !(await capability('immediateGet'))) {
        throw new NoCredentialException('no immediate mediation here')
      }
      return slot.take(
        (signal) => get(page, request, { mode, signal }),
        () => new GetCredentialInterruptedException(REPLACED),
        signal,
      )
    },

    async createCredential(request, { signal } = {}) {
      const { isConditional, preferImmediatelyAvailableCredentials } = request
      if (
        !has('PublicKeyCredential') ||
        // A browser that does not know the word would open a dialog.
        (isConditional && !(await capability('conditionalCreate')))
      ) {
        throw new CreateCredentialUnsupportedException(UNSUPPORTED)
      }
      if (
        preferImmediatelyAvailableCredentials &&
        !isConditional &&
        !(await page.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable?.())
      ) {
        throw new CreateCredentialNoCreateOptionException('no platform authenticator here')
      }
      return slot.take(
        (signal) => create(page, request, signal),
        () => new CreateCredentialInterruptedException(REPLACED),
        signal,
      )
    },

    async attachPendingGetCredentialRequest(pending, options = {}) {
      if (!(await page.PublicKeyCredential?.isConditionalMediationAvailable?.())) return
      await offerInAutofill(
        pending,
        {
          page,
          slot,
          get: (request, signal) => get(page, request, { mode: 'conditional', signal }),
        },
        options,
      )
    },
  }
}
