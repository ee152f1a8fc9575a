/**
 * Signing out in a browser.
 *
 * @see {@link https://www.w3.org/TR/credential-management-1/#dom-credentialscontainer-preventsilentaccess}
 * @module
 */
import {
  ClearCredentialUnknownException,
  ClearCredentialUnsupportedException,
} from '../clear-exceptions.ts'
import type { ClearCredentialStateRequest } from '../clear-request.ts'
import { aside } from './aside.ts'
import { UNSUPPORTED } from './capability.ts'
import type { BrowserPorts } from './ports.ts'

/** Ends pending calls, drops prepared handles, and lets the browser give no password unasked. */
export async function clearInBrowser(
  { requestType }: ClearCredentialStateRequest,
  { page, slot }: BrowserPorts,
): Promise<void> {
  if (requestType === 'androidx.credentials.TYPE_CLEAR_RESTORE_CREDENTIAL') {
    throw new ClearCredentialUnsupportedException('no restore keys in a browser')
  }
  slot.session = {}
  try {
    await aside(slot, async () => {
      if (!page.navigator?.credentials) throw new DOMException(UNSUPPORTED, 'NotSupportedError')
      await page.navigator.credentials.preventSilentAccess()
    })
  } catch (cause) {
    const { name, message } = cause as Error
    const isUnsupported = name === 'NotSupportedError'
    if (isUnsupported) throw new ClearCredentialUnsupportedException(message, { cause })
    throw new ClearCredentialUnknownException(message, { cause })
  }
}
