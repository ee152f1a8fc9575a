/**
 * Keeps the person's password manager in step with the server (WebAuthn's Signal API).
 *
 * Every signal is a courtesy: browsers without it are left alone, and a failure is never shown.
 *
 * @module
 */

/** The passkeys that open an account, as the server has them. */
export interface AcceptedCredentials {
  readonly rpId: string
  readonly userId: string
  readonly allAcceptedCredentialIds: readonly string[]
}

/** The functions as WebAuthn L3 names them; TypeScript's own library may not know them yet. */
interface Signals {
  signalUnknownCredential?(options: {
    readonly rpId: string
    readonly credentialId: string
  }): Promise<void>
  signalAllAcceptedCredentials?(options: AcceptedCredentials): Promise<void>
}

/** The server does not know this passkey: its password manager may stop offering it. */
export async function signalUnknown(rpId: string, credentialJson: string): Promise<void> {
  const { id } = JSON.parse(credentialJson) as { readonly id: string }
  const signals: Signals = window.PublicKeyCredential
  try {
    await signals.signalUnknownCredential?.({ rpId, credentialId: id })
  } catch {
    // The passkey stays listed until the next occasion; signing in is not affected.
  }
}

/**
 * Tells the password managers which passkeys open the account: what is not among them need not be offered
 * any more. `ask` gives what the server says, always the whole list: an id left out is deleted for good.
 */
export async function signalAccepted(
  ask: () => Promise<AcceptedCredentials | undefined>,
): Promise<void> {
  const signals: Signals = window.PublicKeyCredential
  try {
    const accepted = await ask()
    if (accepted !== undefined) await signals.signalAllAcceptedCredentials?.(accepted)
  } catch {
    // Nobody waits for it, and the next occasion will do.
  }
}
