/**
 * Browsers without JSON helpers (Safari before 18.4): the client's own codec, judged by a foreign server.
 */
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSite, type Site } from './site.ts'

let site: Site
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

/** Takes the helpers away. */
const bare = () => {
  Reflect.deleteProperty(PublicKeyCredential, 'parseCreationOptionsFromJSON')
  Reflect.deleteProperty(PublicKeyCredential, 'parseRequestOptionsFromJSON')
  Reflect.deleteProperty(PublicKeyCredential.prototype, 'toJSON')
}

/** Leaves helpers that throw, as a password manager's stand-in for a credential does. */
const broken = () => {
  PublicKeyCredential.prototype.toJSON = () => {
    throw new TypeError('Illegal invocation')
  }
}

describe.each([
  ['without JSON helpers', bare],
  ['with a credential that cannot write itself', broken],
])('a browser %s', (_, before) => {
  it('registers and signs in', async () => {
    const { page } = await site.visit({ before })
    const { challenge, registration } = await page.evaluate(async () => {
      const options = test.creation({
        excludeCredentials: [{ type: 'public-key', id: 'AAAA', transports: ['internal'] }],
      })
      const { registrationResponseJson } = await test.manager.createCredential(
        new client.CreatePublicKeyCredentialRequest(options),
      )
      return { challenge: options.challenge, registration: registrationResponseJson }
    })
    const response: RegistrationResponseJSON = JSON.parse(registration)
    expect(response.response.transports).toEqual(['internal'])
    const expected = { expectedOrigin: site.origin, expectedRPID: 'localhost' }
    const registered = await verifyRegistrationResponse({
      ...expected,
      response,
      expectedChallenge: challenge,
    })
    expect(registered.verified).toBe(true)

    const signIn = await page.evaluate(async (id) => {
      const options = test.request({ allowCredentials: [{ type: 'public-key', id }] })
      const option = new client.GetPublicKeyCredentialOption(options)
      const { credential } = await test.manager.getCredential(
        new client.GetCredentialRequest([option]),
      )
      const json =
        credential instanceof client.PublicKeyCredential
          ? credential.authenticationResponseJson
          : ''
      return { challenge: options.challenge, json }
    }, response.id)
    const assertion: AuthenticationResponseJSON = JSON.parse(signIn.json)
    expect(assertion.response.userHandle).toBe('dXNlcg')
    const { verified } = await verifyAuthenticationResponse({
      ...expected,
      response: assertion,
      expectedChallenge: signIn.challenge,
      credential: registered.registrationInfo!.credential,
    })
    expect(verified).toBe(true)
    await page.close()
  })

  it('names the same errors', async () => {
    const { page } = await site.visit({ before })
    const outcomes = await page.evaluate(async () => [
      await test.outcome(() => test.get({ challenge: '*' })),
      await test.outcome(() => test.get({ challenge: undefined! })),
      await test.outcome(() => test.create({ user: undefined as never })).catch(String),
    ])
    expect(outcomes.map((one) => (typeof one === 'string' ? one : one.domError?.name))).toEqual([
      'EncodingError',
      'DataError',
      undefined,
    ])
    await page.close()
  })
})

it('writes the results of extensions, bytes and all', async () => {
  const { page } = await site.visit({
    before: () => {
      Reflect.deleteProperty(PublicKeyCredential.prototype, 'toJSON')
      const first = new Uint8Array([255, 239, 190]).buffer
      const results = { prf: { enabled: true, results: { first } } }
      PublicKeyCredential.prototype.getClientExtensionResults = () => results
    },
  })
  const json = await page.evaluate(async () => (await test.create()).registrationResponseJson)
  await page.close()
  expect(JSON.parse(json)).toMatchObject({
    clientExtensionResults: { prf: { enabled: true, results: { first: '_---' } } },
  })
})
