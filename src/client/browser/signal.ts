/**
 * Signals in a browser: `PublicKeyCredential.signal…`.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-signal-methods} WebAuthn L3 §5.1.10
 * @module
 */
import {
  SignalCredentialSecurityException,
  SignalCredentialStateProviderConfigurationException,
  SignalCredentialUnknownException,
} from '../signal-exceptions.ts'
import { SignalLimit } from '../signal-limit.ts'
import type { SignalCredentialStateRequest } from '../signal-request.ts'
import { SignalCredentialStateResponse } from '../signal-response.ts'
import { aside } from './aside.ts'
import type { BrowserPorts } from './ports.ts'
import type { CeremonySlot } from './slot.ts'

const METHODS = {
  'androidx.credentials.SIGNAL_UNKNOWN_CREDENTIAL_STATE_REQUEST_TYPE': 'signalUnknownCredential',
  'androidx.credentials.SIGNAL_ALL_ACCEPTED_CREDENTIALS_REQUEST_TYPE':
    'signalAllAcceptedCredentials',
  'androidx.credentials.SIGNAL_CURRENT_USER_DETAILS_STATE_REQUEST_TYPE': 'signalCurrentUserDetails',
} as const

// One for each page, as its slot is.
const limits = /* @__PURE__ */ new WeakMap<CeremonySlot, SignalLimit>()

/**
 * Sends a signal. It waits for a dialog that a person is in, and takes the place of a request that waits
 * in autofill, for browsers take no signal beside either.
 */
export async function signalInBrowser(
  { type, requestJson }: Pick<SignalCredentialStateRequest, 'type' | 'requestJson'>,
  { page, slot }: BrowserPorts,
): Promise<SignalCredentialStateResponse> {
  const api = page.PublicKeyCredential
  const method = METHODS[type]
  // Asked for by its name: what Safari says of its capabilities leaves these out.
  if (!api?.[method]) {
    throw new SignalCredentialStateProviderConfigurationException('this browser takes no signals')
  }
  const limit = limits.get(slot) ?? new SignalLimit()
  limits.set(slot, limit)
  limit.admit(page.Date.now())
  while (slot.occupant?.isModal) await slot.occupant.ended
  try {
    await aside(slot, async () => api[method]?.(JSON.parse(requestJson) as never))
  } catch (cause) {
    const { name, message } = cause as Error
    if (name === 'SecurityError') throw new SignalCredentialSecurityException(message, { cause })
    throw new SignalCredentialUnknownException(message, { cause })
  }
  return new SignalCredentialStateResponse()
}
