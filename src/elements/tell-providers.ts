/**
 * Telling the person's providers what the server knows of the account: a courtesy that nobody waits for.
 *
 * @module
 */
import type { CredentialManager } from '../client/credential-manager.ts'
import type { ServerSignals } from '../client/latchkey-server.ts'
import { sendSignals } from '../client/finish-sign-in.ts'
import type { Call } from './auth-calls.ts'

/** Sends the server's signals. Never rejects. */
export async function tellProviders(manager: CredentialManager, call: Call): Promise<void> {
  try {
    await sendSignals(manager, {
      signals: () => call<ServerSignals>('GET', '/signals', 'currentUserDetails'),
    })
  } catch {
    // The next occasion will do.
  }
}
