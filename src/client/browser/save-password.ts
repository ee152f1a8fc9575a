/**
 * A password offered to the browser for saving.
 *
 * @see {@link https://www.w3.org/TR/credential-management-1/#dom-credentialscontainer-store}
 * @module
 */
import { CreateCredentialUnsupportedException } from '../create-exceptions.ts'
import type { CreatePasswordRequest } from '../create-password-request.ts'
import { CreatePasswordResponse } from '../create-response.ts'
import { UNSUPPORTED } from './capability.ts'
import { perform } from './ceremony.ts'
import { CREATE } from './failures.ts'
import type { BrowserPorts } from './ports.ts'

/**
 * Offers a password for saving. A request that is pending on the page goes on beside it, and what the
 * person answers is hidden.
 */
export async function savePasswordInBrowser(
  { id, password, displayInfo }: CreatePasswordRequest,
  { page }: BrowserPorts,
  signal?: AbortSignal,
): Promise<CreatePasswordResponse> {
  if (!page.navigator?.credentials || !page.PasswordCredential) {
    throw new CreateCredentialUnsupportedException(UNSUPPORTED)
  }
  const { PasswordCredential } = page
  const name = displayInfo.userDisplayName
  signal?.throwIfAborted()
  const done = new AbortController()
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { signal: done.signal })
  })
  const saved = perform(page, CREATE, {
    mode: 'modal',
    run: async (credentials) => {
      const credential = new PasswordCredential({ id, password, ...(name && { name }) })
      await credentials.store(credential)
      return new CreatePasswordResponse()
    },
  })
  try {
    // `store` takes no signal.
    return await Promise.race([aborted, saved])
  } finally {
    done.abort()
  }
}
