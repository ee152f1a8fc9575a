/**
 * What stands around the example of each door, so that it can be checked and, where Node is enough, run:
 * the values it takes from the reader's app before it, and what has to have come of it after it.
 *
 * @module
 */

/** The surroundings of one example. */
export interface Surroundings {
  readonly before?: string
  /** Throws when the example did not do what it says. Absent when only a browser or a phone could run it. */
  readonly after?: string
}

const EXAMPLE = `rp: { id: 'example.com', name: 'Example' }, user: { id: random(), name: 'ada' }`

/** Every door, by the module that stands behind it. */
export const SURROUNDINGS: Readonly<Record<string, Surroundings>> = {
  'client/index': { before: `declare const requestJson: string` },
  'client/react-native/index': {
    before: `
import type { CredentialManagerBridge } from 'latchkey/client/react-native'
declare const NativeModules: { readonly LatchkeyCredentials: CredentialManagerBridge }`,
  },
  'elements/index': {},
  'elements/define': {},
  'webauthn/index': {
    before: `
import { SoftwareAuthenticator } from 'latchkey/authenticator'
const ask = (options: Parameters<SoftwareAuthenticator['create']>[0]) =>
  new SoftwareAuthenticator().create(options, { origin: 'https://example.com' })`,
    after: `equal(credential.id, response.id)`,
  },
  'authenticator/index': {
    before: `
import * as webauthn from 'latchkey/webauthn'
const random = () => crypto.getRandomValues(new Uint8Array(32))
const creationOptions = webauthn.creationOptions({ challenge: random(), ${EXAMPLE} })
const requestOptions = webauthn.requestOptions({ challenge: random(), rpId: 'example.com' })`,
    after: `
const origins = ['https://example.com']
const { credential } = await webauthn.verifyRegistration({
  response: registration,
  expected: { challenge: creationOptions.challenge, rpId: 'example.com', origins },
})
const expected = { challenge: requestOptions.challenge, rpId: 'example.com', origins }
await webauthn.verifyAuthentication({ response: answer, credential, expected })
await rejects(webauthn.verifyAuthentication({ response: wrong, credential, expected }), {
  code: 'signature_invalid',
})`,
  },
  'vault/index': {
    before: `const password = 'correct horse battery staple'`,
    after: `
equal(await vault.exists(), true)
const again = new Vault({ storage: fileStorage('passkeys.vault') })
await rejects(again.unlock('another'))
await again.unlock(password)`,
  },
  'server/index': {
    after: `
equal(answer.status, 401)
equal((await answer.json()).code, 'session_required')
await latchkey.close()`,
  },
  'server/node/index': {
    after: `
const answer = await fetch('http://localhost:8080/auth/session')
equal(answer.status, 401)
process.kill(process.pid, 'SIGTERM')
while (await fetch('http://localhost:8080/healthz').then(() => true, () => false)) {
  await new Promise((resolve) => setTimeout(resolve, 10))
}
await latchkey.close()`,
  },
}
