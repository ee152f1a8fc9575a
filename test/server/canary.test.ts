/** Nothing secret in any log line, whatever happens (security.md R159, R162, R163, R165). */
import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import { openSite, MINUTE } from './site.ts'

it('logs no secret, no answer of an authenticator and no word of a client', async () => {
  const secret = randomBytes(32)
  const site = openSite({ secret })
  const canaries = new Map<string, string>()
  const plant = (name: string, value: string | undefined) => {
    if (value !== undefined && value.length >= 8) canaries.set(name, value)
  }
  plant('master secret', secret.toString('base64url'))
  plant('master secret in hex', secret.toString('hex'))

  for (const visitor of [site.browser(), site.app()]) {
    const name = `canary-name-${visitor.kind}`
    plant('username', name)
    const creation = await visitor.beginSignUp(name)
    plant('challenge', creation.challenge)
    plant('user handle', creation.user.id)
    const registration = await visitor.create(creation)
    plant('client data', registration.response.clientDataJSON)
    plant('attestation object', registration.response.attestationObject)
    plant('credential id', registration.id)
    plant('public key', registration.response.publicKey)
    await visitor.post('/auth/registration', registration)
    await visitor.request('PATCH', '/auth/passkeys/canary-id', { body: { name: 'canary-label' } })
    await visitor.addPasskey(new SoftwareAuthenticator())
    const request = await visitor.beginSignIn()
    plant('challenge', request.challenge)
    const assertion = await visitor.get(request)
    plant('authenticator data', assertion.response.authenticatorData)
    plant('signature', assertion.response.signature)
    plant('client data of a sign-in', assertion.response.clientDataJSON)
    await visitor.post('/auth/authentication', assertion)
    await visitor.post('/auth/authentication', assertion)
    for (const faults of [
      { signature: 'bit_flipped' as const },
      { clientData: { origin: 'https://canary-origin.example' } },
      { clientDataJSON: new TextEncoder().encode('canary-client-data') },
      { authenticatorData: { flags: { uv: false } } },
    ]) {
      await visitor.trySignIn({ faults })
    }
    await visitor.trySignIn({}, name)
    await visitor.post('/auth/authentication/options', { username: 'canary-typed-password' })
    await visitor.post('/auth/registration/options', { username: 'canary-typed-password@x' })
    for (const [cookie, value] of visitor.cookies) plant(cookie, value.split('.')[0])
    plant('token', visitor.token)
    plant('handle', visitor.ceremony)
    const headers = {
      'user-agent': 'canary-agent\u001b',
      'x-forwarded-for': 'canary-hop',
      authorization: 'Basic canary-authorization',
      host: 'canary-host',
    }
    await visitor.request('GET', '/auth/session', { headers })
    await visitor.request('GET', '/canary-path?token=canary-query', { headers: { host: null } })
    site.clock.advance(6 * MINUTE)
    await visitor.request('DELETE', '/auth/passkeys/canary-delete')
    await visitor.request('DELETE', '/auth/session')
  }
  await site.latchkey.close()

  const output = site.log.map((entry) => JSON.stringify(entry)).join('\n')
  expect(site.log.length).toBeGreaterThan(30)
  expect(output).not.toContain('canary')
  for (const [name, value] of canaries)
    expect([name, output.includes(value)]).toEqual([name, false])
  // oxlint-disable-next-line no-control-regex
  expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/)
})
