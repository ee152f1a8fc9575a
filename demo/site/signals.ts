/**
 * Keeps the person's password manager in step with the server (WebAuthn's Signal API).
 *
 * Every signal is a courtesy: browsers without it are left alone, and a failure is never shown.
 *
 * @module
 */

/** The functions as WebAuthn L3 names them; TypeScript's own library may not know them yet. */
interface Signals {
  signalUnknownCredential?(options: {
    readonly rpId: string
    readonly credentialId: string
  }): Promise<void>
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
