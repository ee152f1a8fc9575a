/** The page of the FedCM test: the guide's way, with the client of the package. */
import * as client from '../../src/client/index.ts'

/** Signs in with an account of the identity provider whose configuration this is. */
async function signInAt(configURL: string): Promise<unknown> {
  const server = client.latchkeyServer()
  const { nonce } = await server.federatedOptions()
  const option = new client.GetGoogleIdOption({ serverClientId: 'client-1', nonce, configURL })
  const manager = client.CredentialManager.create()
  const request = new client.GetCredentialRequest([option], {
    // The passive way: the other one is not in every browser.
    preferImmediatelyAvailableCredentials: true,
  })
  const { credential } = await manager.getCredential(request)
  const signedIn = await client.finishSignIn(credential, { manager, server, issuer: 'test' })
  await signedIn.settled
  return { account: signedIn.account, session: signedIn.session }
}

Object.assign(globalThis, { signInAt })
