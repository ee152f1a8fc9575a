/**
 * The modal calls in a real browser: what comes back, and what every error becomes.
 */
import { describe, expect, it } from 'vitest'
import { visitsOfOneSite } from './visits.ts'

interface Answer {
  readonly id: string
  readonly response: { readonly clientDataJSON: string; readonly userHandle?: string }
}

const DOM = {
  get: 'androidx.credentials.TYPE_GET_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/androidx.credentials.TYPE_',
  create:
    'androidx.credentials.TYPE_CREATE_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/androidx.credentials.TYPE_',
}

const open = visitsOfOneSite()

describe('a passkey', () => {
  it('is made and signs in, JSON in and JSON out', async () => {
    const { page, authenticator } = await open()
    const { created, challenge } = await page.evaluate(async () => {
      const options = test.creation()
      const request = new client.CreatePublicKeyCredentialRequest(JSON.stringify(options))
      const response = await test.manager.createCredential(request)
      return { created: response.registrationResponseJson, challenge: options.challenge }
    })
    const registration: Answer = JSON.parse(created)
    expect(clientData(registration)).toMatchObject({ type: 'webauthn.create', challenge })
    expect(await authenticator.credentials()).toHaveLength(1)

    const signedIn = await page.evaluate(async () => {
      const { credential } = await test.get()
      if (credential.type !== client.TYPE_PUBLIC_KEY_CREDENTIAL) return undefined
      return credential.authenticationResponseJson
    })
    const assertion: Answer = JSON.parse(signedIn ?? '')
    expect(assertion.id).toBe(registration.id)
    expect(assertion.response.userHandle).toBe('dXNlcg')
    expect(clientData(assertion).type).toBe('webauthn.get')
  })

  it('is made for this device when only that is wished for', async () => {
    const { page } = await open()
    const attachment = await page.evaluate(async () => {
      const request = new client.CreatePublicKeyCredentialRequest(test.creation(), {
        preferImmediatelyAvailableCredentials: true,
      })
      const { registrationResponseJson } = await test.manager.createCredential(request)
      return (JSON.parse(registrationResponseJson) as { authenticatorAttachment: string })
        .authenticatorAttachment
    })
    expect(attachment).toBe('platform')
  })

  it('is not made when only this device is wished for and it keeps none', async () => {
    const { page, authenticator } = await open({ transport: 'usb' })
    const outcome = await page.evaluate(() =>
      test.outcome(() =>
        test.manager.createCredential(
          new client.CreatePublicKeyCredentialRequest(test.creation(), {
            preferImmediatelyAvailableCredentials: true,
          }),
        ),
      ),
    )
    expect(outcome).toMatchObject({ name: 'CreateCredentialNoCreateOptionException' })
    expect(await authenticator.credentials()).toEqual([])
  })
})

describe('a failing get', () => {
  it('says cancelled for no passkey: a browser does not tell which', async () => {
    const { page } = await open()
    expect(await page.evaluate(() => test.outcome(() => test.get()))).toMatchObject({
      name: 'GetCredentialCancellationException',
      type: 'android.credentials.GetCredentialException.TYPE_USER_CANCELED',
      cause: 'NotAllowedError',
      retryable: false,
    })
  })

  it('says what the page saw of itself, and claims no more', async () => {
    const { page } = await open()
    const diagnosis = await page.evaluate(() =>
      test.get().catch(({ diagnosis }: { diagnosis: object }) => diagnosis),
    )
    expect(diagnosis).toMatchObject({ mode: 'modal', isVisible: true, isPermitted: true })
    const { elapsed, ...rest } = diagnosis as { elapsed: number; [name: string]: unknown }
    expect(elapsed).toBeGreaterThanOrEqual(0)
    expect(Object.keys(rest).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'isActivated',
      'isFocused',
      'isPermitted',
      'isVisible',
      'mode',
    ])
  })

  it('says cancelled when the person is not verified', async () => {
    const { page, authenticator } = await open()
    await page.evaluate(() => test.create())
    await authenticator.setUserVerified(false)
    const outcome = await page.evaluate(() =>
      test.outcome(() => test.get({ userVerification: 'required' })),
    )
    expect(outcome).toMatchObject({ name: 'GetCredentialCancellationException' })
  })

  it('says cancelled when nobody touches in time', async () => {
    const { page, authenticator } = await open()
    await page.evaluate(() => test.create())
    await authenticator.setPresence(false)
    const outcome = await page.evaluate(() => test.outcome(() => test.get({ timeout: 300 })))
    expect(outcome).toMatchObject({ name: 'GetCredentialCancellationException' })
  })

  it.each([
    [
      'another domain',
      () => test.outcome(() => test.get({ rpId: 'example.com' })),
      'SecurityError',
      'SECURITY_ERROR',
    ],
    [
      'padding in the challenge',
      () => test.outcome(() => test.get({ challenge: 'AA==' })),
      'EncodingError',
      'ENCODING_ERROR',
    ],
    [
      'no challenge',
      () => test.outcome(() => test.get({ challenge: undefined! })),
      'TypeError',
      'DATA_ERROR',
    ],
    [
      '65 allowed passkeys',
      () =>
        test.outcome(() =>
          test.get({
            allowCredentials: Array.from({ length: 65 }, () => ({ type: 'public-key', id: 'AA' })),
          }),
        ),
      'RangeError',
      'DATA_ERROR',
    ],
  ])('gives the DOM error of %s', async (_, call, cause, type) => {
    const { page } = await open()
    expect(await page.evaluate(call)).toMatchObject({
      name: 'GetPublicKeyCredentialDomException',
      type: DOM.get + type,
      cause,
    })
  })

  it('gives the DOM error of a policy that forbids it, not a cancellation', async () => {
    const { page } = await open({ policy: 'publickey-credentials-get=()' })
    expect(await page.evaluate(() => test.outcome(() => test.get()))).toMatchObject({
      type: `${DOM.get}NOT_ALLOWED_ERROR`,
      domError: { name: 'NotAllowedError' },
    })
  })

  it.each([
    ['navigator.credentials', () => Reflect.deleteProperty(Navigator.prototype, 'credentials')],
    ['PublicKeyCredential', () => Reflect.deleteProperty(globalThis, 'PublicKeyCredential')],
  ])('says unsupported without %s', async (_, before) => {
    const { page } = await open({ before })
    expect(await page.evaluate(() => test.outcome(() => test.get()))).toMatchObject({
      name: 'GetCredentialUnsupportedException',
      type: 'androidx.credentials.TYPE_GET_CREDENTIAL_UNSUPPORTED_EXCEPTION',
    })
  })

  it('says interrupted when a request of somebody else is pending', async () => {
    const { page } = await open({ automaticPresenceSimulation: false })
    const outcome = await page.evaluate(() => {
      void navigator.credentials
        .get({ publicKey: { challenge: new Uint8Array(16), rpId: 'localhost', timeout: 2000 } })
        .catch(() => {})
      return test.outcome(() => test.get())
    })
    expect(outcome).toMatchObject({
      name: 'GetCredentialInterruptedException',
      type: 'android.credentials.GetCredentialException.TYPE_INTERRUPTED',
      cause: 'OperationError',
      retryable: true,
    })
  })
})

describe('a failing create', () => {
  it('tells that this device has a passkey already', async () => {
    const { page } = await open()
    const outcome = await page.evaluate(async () => {
      const { registrationResponseJson } = await test.create()
      const { id } = JSON.parse(registrationResponseJson) as { id: string }
      return test.outcome(() => test.create({ excludeCredentials: [{ type: 'public-key', id }] }))
    })
    expect(outcome).toMatchObject({
      name: 'CreatePublicKeyCredentialDomException',
      type: `${DOM.create}INVALID_STATE_ERROR`,
      domError: { name: 'InvalidStateError' },
    })
  })

  it('says cancelled when the person is not verified', async () => {
    const { page } = await open({ isUserVerified: false })
    expect(await page.evaluate(() => test.outcome(() => test.create()))).toMatchObject({
      name: 'CreateCredentialCancellationException',
      type: 'android.credentials.CreateCredentialException.TYPE_USER_CANCELED',
    })
  })

  it('says unsupported when no kind of credential is known', async () => {
    const { page } = await open()
    const outcome = await page.evaluate(() =>
      test.outcome(() =>
        test.create({ pubKeyCredParams: [{ type: 'stone-tablet' as 'public-key', alg: -7 }] }),
      ),
    )
    expect(outcome).toMatchObject({ name: 'CreateCredentialUnsupportedException' })
  })

  it.each([
    [
      'another domain',
      () => test.outcome(() => test.create({ rp: { id: 'example.com', name: 'Other' } })),
      'SECURITY_ERROR',
    ],
    [
      'a user handle of 65 bytes',
      () =>
        test.outcome(() =>
          test.create({ user: { id: 'A'.repeat(87), name: 'ada', displayName: '' } }),
        ),
      'DATA_ERROR',
    ],
  ])('gives the DOM error of %s', async (_, call, type) => {
    const { page } = await open()
    expect(await page.evaluate(call)).toMatchObject({
      name: 'CreatePublicKeyCredentialDomException',
      type: DOM.create + type,
    })
  })

  it('gives the DOM error of a policy that forbids it', async () => {
    const { page } = await open({ policy: 'publickey-credentials-create=()' })
    expect(await page.evaluate(() => test.outcome(() => test.create()))).toMatchObject({
      type: `${DOM.create}NOT_ALLOWED_ERROR`,
    })
  })

  it('says nothing could be made when it was to happen silently', async () => {
    const { page } = await open()
    const outcome = await page.evaluate(() =>
      test.outcome(() =>
        test.manager.createCredential(
          new client.CreatePublicKeyCredentialRequest(test.creation({ timeout: 300 }), {
            isConditional: true,
          }),
        ),
      ),
    )
    expect(outcome).toMatchObject({
      name: 'CreateCredentialNoCreateOptionException',
      type: 'android.credentials.CreateCredentialException.TYPE_NO_CREATE_OPTIONS',
    })
  })

  it('opens no dialog in a browser that cannot do it silently', async () => {
    const { page, authenticator } = await open({
      before: () => {
        PublicKeyCredential.getClientCapabilities = () => Promise.resolve({})
      },
    })
    const outcome = await page.evaluate(() =>
      test.outcome(() =>
        test.manager.createCredential(
          new client.CreatePublicKeyCredentialRequest(test.creation(), { isConditional: true }),
        ),
      ),
    )
    expect(outcome).toMatchObject({ name: 'CreateCredentialUnsupportedException' })
    expect(await authenticator.credentials()).toEqual([])
  })

  it('asks for a silent one with the word for it', async () => {
    const { page } = await open({
      before: () => {
        const { credentials } = navigator
        const create = credentials.create.bind(credentials)
        credentials.create = (options = {}) => {
          const { mediation, ...rest } = options as CredentialCreationOptions & {
            mediation?: string
          }
          document.title = String(mediation)
          return create(rest)
        }
      },
    })
    const outcome = await page.evaluate(() =>
      test.outcome(() =>
        test.manager.createCredential(
          new client.CreatePublicKeyCredentialRequest(test.creation(), { isConditional: true }),
        ),
      ),
    )
    expect(outcome).toMatchObject({ ok: true })
    expect(await page.title()).toBe('conditional')
  })
})

describe("a password manager's answer", () => {
  it.each([
    [
      'no credential at all',
      () => void (navigator.credentials.create = () => Promise.resolve(null)),
      'CreateCredentialUnknownException',
    ],
    [
      'half a credential',
      () => {
        const half = { type: 'public-key', id: 'AAAA' }
        navigator.credentials.create = () => Promise.resolve(half)
      },
      'CreatePublicKeyCredentialDomException',
    ],
    [
      'an error of its own',
      () => {
        const closed = Object.assign(new Error('closed'), { name: 'NotAllowedError' })
        navigator.credentials.create = () => Promise.reject(closed)
      },
      'CreateCredentialCancellationException',
    ],
    [
      'something that is no error',
      () => void (navigator.credentials.create = () => Promise.reject('closed')),
      'CreateCredentialUnknownException',
    ],
  ])('of %s to a create ends in an exception', async (_, before, name) => {
    const { page } = await open({ before })
    const outcome = await page.evaluate(() => test.outcome(() => test.create()))
    expect(outcome).toMatchObject({ ok: false, name })
  })

  it('of half a credential to a get ends in an exception', async () => {
    const { page } = await open()
    const outcome = await page.evaluate(() => {
      navigator.credentials.get = () => Promise.resolve({ type: 'public-key', id: 'AAAA' })
      return test.outcome(() => test.get())
    })
    expect(outcome).toMatchObject({ name: 'GetPublicKeyCredentialDomException' })
  })
})

/** The client data that an answer carries. */
function clientData({ response }: Answer): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString())
}
