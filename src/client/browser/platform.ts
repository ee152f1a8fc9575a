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
import { TYPE_PASSWORD_CREDENTIAL, TYPE_PUBLIC_KEY_CREDENTIAL } from '../credential.ts'
import type { CredentialPlatform } from '../platform.ts'
import { offerInAutofill } from './autofill.ts'
import { create } from './create.ts'
import { get } from './get.ts'
import type { BrowserPage } from './page.ts'
import { CeremonySlot } from './slot.ts'

/** Why nothing works on a page without the API. */
const UNSUPPORTED = 'no passkeys here: an old browser, or a page that is not https'
const REPLACED = 'another request took its place'

// One for a page, however many managers it makes.
const slots = new WeakMap<CredentialsContainer, CeremonySlot>()

/** The browser as a platform. `page` is for tests: a page of their own making. */
export function browserPlatform(page: BrowserPage = globalThis): CredentialPlatform {
  const capability = async (name: string) =>
    (await page.PublicKeyCredential?.getClientCapabilities?.())?.[name]

  return {
    async getCredential(request, { signal }) {
      const types = new Set<string>(request.credentialOptions.map(({ type }) => type))
      const slot = slotOf(page)
      const supported = types.has(TYPE_PUBLIC_KEY_CREDENTIAL)
        ? page.PublicKeyCredential
        : types.has(TYPE_PASSWORD_CREDENTIAL) && 'PasswordCredential' in page
      if (!slot || !supported) throw new GetCredentialUnsupportedException(UNSUPPORTED)
      const mode = request.preferImmediatelyAvailableCredentials ? 'immediate' : 'modal'
      if (mode === 'immediate' && !(await capability('immediateGet'))) {
        throw new NoCredentialException('this browser cannot tell what is immediately available')
      }
      return slot.take((signal) => get(page, request, { mode, signal }), {
        signal,
        interrupted: () => new GetCredentialInterruptedException(REPLACED),
      })
    },

    async createCredential(request, { signal }) {
      const slot = slotOf(page)
      const { isConditional, preferImmediatelyAvailableCredentials } = request
      if (
        !slot ||
        !page.PublicKeyCredential ||
        // A browser that does not know the word would open a dialog.
        (isConditional && !(await capability('conditionalCreate')))
      ) {
        throw new CreateCredentialUnsupportedException(UNSUPPORTED)
      }
      if (
        preferImmediatelyAvailableCredentials &&
        !isConditional &&
        !(await page.PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable?.())
      ) {
        throw new CreateCredentialNoCreateOptionException('this device cannot keep a passkey')
      }
      return slot.take((signal) => create(page, request, signal), {
        signal,
        interrupted: () => new CreateCredentialInterruptedException(REPLACED),
      })
    },

    async attachPendingGetCredentialRequest(pending, options) {
      const slot = slotOf(page)
      if (!slot || !(await page.PublicKeyCredential?.isConditionalMediationAvailable?.())) return
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

function slotOf({ navigator }: BrowserPage): CeremonySlot | undefined {
  const container = navigator?.credentials
  if (!container) return undefined
  const slot = slots.get(container) ?? new CeremonySlot()
  slots.set(container, slot)
  return slot
}
