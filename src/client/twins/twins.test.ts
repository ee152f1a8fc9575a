/**
 * There and back again: requests, credentials and exceptions as JSON.
 */
import { describe, expect, it } from 'vitest'
import * as client from '../index.ts'

const USER = '{"user":{"id":"AA","name":"ada","displayName":"Ada"}}'
const GET_DOM = 'androidx.credentials.TYPE_GET_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/'
const CREATE_DOM = 'androidx.credentials.TYPE_CREATE_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/'
const RESTORE_DOM = 'androidx.credentials.TYPE_CREATE_RESTORE_CREDENTIAL_DOM_EXCEPTION/'

/** Through text, as over a wire. */
const wire = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

describe('a sign-in', () => {
  const origin = 'https://example.com'
  it.each<[string, client.GetCredentialRequest]>([
    [
      'a passkey with everything',
      new client.GetCredentialRequest(
        [
          new client.GetPublicKeyCredentialOption('{"challenge":"AAAA"}', {
            clientDataHash: new Uint8Array(32).fill(7),
            allowedProviders: ['com.example/.P'],
          }),
        ],
        {
          origin,
          preferIdentityDocUi: true,
          preferImmediatelyAvailableCredentials: true,
          preferUiBrandingComponentName: 'com.example/.B',
        },
      ),
    ],
    [
      'passwords and a custom type',
      new client.GetCredentialRequest([
        new client.GetPasswordOption({ allowedUserIds: ['ada'], isAutoSelectAllowed: true }),
        new client.GetCustomCredentialOption('com.example.X', {
          requestData: { secret: 1 },
          candidateQueryData: { kind: 'x' },
          isSystemProviderRequired: true,
          isAutoSelectAllowed: true,
          typePriorityHint: 700,
        }),
      ]),
    ],
    [
      'a restore key',
      new client.GetCredentialRequest([new client.GetRestoreCredentialOption('{}')]),
    ],
    [
      'a wallet',
      new client.GetCredentialRequest([new client.GetDigitalCredentialOption('{"requests":[]}')]),
    ],
  ])('survives: %s', (_, request) => {
    const json = wire(client.getCredentialRequestToJSON(request))
    expect(client.getCredentialRequestFromJSON(json)).toEqual(request)
  })

  it('shows every provider no more than Android does', () => {
    const option = new client.GetRestoreCredentialOption('{"challenge":"AAAA"}')
    expect(client.credentialOptionToJSON(option).candidateQueryData).toEqual({})
  })

  it('hands on an option whose data do not fit as a custom one', () => {
    const passkey = client.credentialOptionToJSON(new client.GetPublicKeyCredentialOption('{}'))
    const broken = { ...passkey, requestData: { requestJson: '{' } }
    const option = client.credentialOptionFromJSON(broken)
    expect(option).toBeInstanceOf(client.GetCustomCredentialOption)
    expect(option).toMatchObject({
      type: client.TYPE_PUBLIC_KEY_CREDENTIAL,
      typePriorityHint: 2000,
    })
  })
})

describe('what is saved', () => {
  const displayInfo = new client.DisplayInfo('ada', { userDisplayName: 'Ada' })
  it.each<[string, client.CreateCredentialRequest]>([
    [
      'a passkey with everything',
      new client.CreatePublicKeyCredentialRequest(USER, {
        origin: 'https://example.com',
        clientDataHash: new Uint8Array(32),
        isConditional: true,
        isAutoSelectAllowed: true,
        preferImmediatelyAvailableCredentials: true,
        preferDefaultProvider: 'com.example/.P',
      }),
    ],
    [
      'a password',
      new client.CreatePasswordRequest('ada', 'secret', { isAutoSelectAllowed: true }),
    ],
    [
      'a restore key',
      new client.CreateRestoreCredentialRequest(USER, { isCloudBackupEnabled: false }),
    ],
    ['a digital credential', new client.CreateDigitalCredentialRequest('{"requests":[]}')],
    [
      'a custom type',
      new client.CreateCustomCredentialRequest('com.example.X', {
        credentialData: { secret: 1 },
        candidateQueryData: {},
        displayInfo,
      }),
    ],
  ])('survives: %s', (_, request) => {
    const json = wire(client.createCredentialRequestToJSON(request))
    expect(client.createCredentialRequestFromJSON(json)).toEqual(request)
  })

  it('hands on what does not fit as a custom one', () => {
    const json = client.createCredentialRequestToJSON(
      new client.CreatePasswordRequest('ada', 'secret'),
    )
    const broken = { ...json, credentialData: { id: 'ada' } }
    expect(client.createCredentialRequestFromJSON(broken)).toBeInstanceOf(
      client.CreateCustomCredentialRequest,
    )
  })
})

describe('the rest', () => {
  it('survives: sign-out and signals', () => {
    const clear = new client.ClearCredentialStateRequest(client.TYPE_CLEAR_RESTORE_CREDENTIAL)
    const cleared = wire(client.clearCredentialStateRequestToJSON(clear))
    expect(client.clearCredentialStateRequestFromJSON(cleared)).toEqual(clear)
    for (const signal of [
      new client.SignalUnknownCredentialRequest({ rpId: 'a', credentialId: 'AA' }),
      new client.SignalAllAcceptedCredentialIdsRequest(
        { rpId: 'a', userId: 'AA', allAcceptedCredentialIds: [] },
        { origin: 'https://a' },
      ),
      new client.SignalCurrentUserDetailsRequest({
        rpId: 'a',
        userId: 'AA',
        name: 'b',
        displayName: '',
      }),
    ]) {
      const json = wire(client.signalCredentialStateRequestToJSON(signal))
      const back = client.signalCredentialStateRequestFromJSON(json)
      expect(back).toEqual(signal)
      expect(back.constructor).toBe(signal.constructor)
    }
    const unknown = { type: 'com.example.X', requestJson: '{}' }
    expect(() => client.signalCredentialStateRequestFromJSON(unknown)).toThrow(TypeError)
  })

  it.each<[client.Credential]>([
    [new client.PublicKeyCredential('{}')],
    [new client.PasswordCredential('ada', 'secret')],
    [new client.RestoreCredential('{}')],
    [new client.DigitalCredential('{}')],
    [new client.CustomCredential('com.example.X', { a: 1 })],
  ])('survives: %o', (credential) => {
    const { type, data } = wire(client.credentialToJSON(credential))
    expect(client.Credential.createFrom(type, data)).toEqual(credential)
  })

  it.each<[client.CreateCredentialResponse]>([
    [new client.CreatePublicKeyCredentialResponse('{}')],
    [new client.CreatePasswordResponse()],
    [new client.CreateRestoreCredentialResponse('{}')],
    [new client.CreateDigitalCredentialResponse('{}')],
    [new client.CreateCustomCredentialResponse('com.example.X', { a: 1 })],
  ])('survives: %o', (response) => {
    const { type, data } = wire(client.createCredentialResponseToJSON(response))
    expect(client.CreateCredentialResponse.createFrom(type, data)).toEqual(response)
  })
})

const GET = client.getCredentialExceptionFromJSON
const CREATE = client.createCredentialExceptionFromJSON
const CLEAR = client.clearCredentialExceptionFromJSON
const SIGNAL = client.signalCredentialStateExceptionFromJSON
const ANDROID = 'android.credentials.'
const ANDROIDX = 'androidx.credentials.'

describe('an exception, by its type string', () => {
  it.each([
    ['2.1', GET, `${ANDROID}GetCredentialException.TYPE_NO_CREDENTIAL`, 'NoCredentialException'],
    [
      '2.1',
      GET,
      `${ANDROID}GetCredentialException.TYPE_USER_CANCELED`,
      'GetCredentialCancellationException',
    ],
    [
      '2.1',
      GET,
      `${ANDROID}GetCredentialException.TYPE_INTERRUPTED`,
      'GetCredentialInterruptedException',
    ],
    ['2.1', GET, `${ANDROID}GetCredentialException.TYPE_UNKNOWN`, 'GetCredentialUnknownException'],
    [
      '2.1',
      GET,
      `${ANDROIDX}TYPE_GET_CREDENTIAL_UNSUPPORTED_EXCEPTION`,
      'GetCredentialUnsupportedException',
    ],
    [
      '2.1',
      GET,
      `${ANDROIDX}TYPE_GET_CREDENTIAL_PROVIDER_CONFIGURATION_EXCEPTION`,
      'GetCredentialProviderConfigurationException',
    ],
    ['2.1', GET, 'com.example.X', 'GetCredentialCustomException'],
    ['2.1', GET, GET_DOM, 'GetCredentialCustomException'],
    ['2.1', GET, `${GET_DOM}${ANDROIDX}TYPE_NO_SUCH_ERROR`, 'GetCredentialCustomException'],
    [
      '2.2',
      CREATE,
      `${ANDROID}CreateCredentialException.TYPE_USER_CANCELED`,
      'CreateCredentialCancellationException',
    ],
    [
      '2.2',
      CREATE,
      `${ANDROID}CreateCredentialException.TYPE_INTERRUPTED`,
      'CreateCredentialInterruptedException',
    ],
    [
      '2.2',
      CREATE,
      `${ANDROID}CreateCredentialException.TYPE_NO_CREATE_OPTIONS`,
      'CreateCredentialNoCreateOptionException',
    ],
    [
      '2.2',
      CREATE,
      `${ANDROID}CreateCredentialException.TYPE_UNKNOWN`,
      'CreateCredentialUnknownException',
    ],
    [
      '2.2',
      CREATE,
      `${ANDROIDX}TYPE_CREATE_CREDENTIAL_UNSUPPORTED_EXCEPTION`,
      'CreateCredentialUnsupportedException',
    ],
    [
      '2.2',
      CREATE,
      `${ANDROIDX}TYPE_CREATE_CREDENTIAL_PROVIDER_CONFIGURATION_EXCEPTION`,
      'CreateCredentialProviderConfigurationException',
    ],
    ['2.2', CREATE, `${ANDROIDX}TYPE_E2EE_UNAVAILABLE_EXCEPTION`, 'E2eeUnavailableException'],
    [
      '2.2',
      CREATE,
      `${RESTORE_DOM}${ANDROIDX}TYPE_DATA_ERROR`,
      'CreateRestoreCredentialDomException',
    ],
    ['2.2', CREATE, `${RESTORE_DOM}nonsense`, 'CreateCredentialCustomException'],
    [
      '2.3',
      CLEAR,
      `${ANDROID}ClearCredentialStateException.TYPE_UNKNOWN`,
      'ClearCredentialUnknownException',
    ],
    [
      '2.3',
      CLEAR,
      `${ANDROIDX}TYPE_CLEAR_CREDENTIAL_INTERRUPTED_EXCEPTION`,
      'ClearCredentialInterruptedException',
    ],
    [
      '2.3',
      CLEAR,
      `${ANDROIDX}TYPE_CLEAR_CREDENTIAL_UNSUPPORTED_EXCEPTION`,
      'ClearCredentialUnsupportedException',
    ],
    [
      '2.3',
      CLEAR,
      `${ANDROIDX}TYPE_CLEAR_CREDENTIAL_PROVIDER_CONFIGURATION_EXCEPTION`,
      'ClearCredentialProviderConfigurationException',
    ],
    ['2.3', CLEAR, 'com.example.X', 'ClearCredentialCustomException'],
    [
      '2.4',
      SIGNAL,
      `${ANDROIDX}SignalCredentialStateException.TYPE_UNKNOWN`,
      'SignalCredentialUnknownException',
    ],
    [
      '2.4',
      SIGNAL,
      `${ANDROIDX}SignalCredentialStateException.TYPE_SECURITY`,
      'SignalCredentialSecurityException',
    ],
    [
      '2.4',
      SIGNAL,
      `${ANDROIDX}SignalCredentialStateException.TYPE_PROVIDER_CONFIGURATION`,
      'SignalCredentialStateProviderConfigurationException',
    ],
    [
      '2.4',
      SIGNAL,
      `${ANDROIDX}SignalCredentialStateException.RATE_LIMIT_EXCEEDED`,
      'SignalCredentialRateLimitExceededException',
    ],
  ] as const)('%s, %o: %s', (_, fromJSON, type, name) => {
    const exception = fromJSON({ type, message: 'said', retryMillis: 40 })
    expect(exception).toMatchObject({ name, type, code: type, message: 'said' })
    expect(exception.retryable).toBe(/Interrupted|RateLimit/.test(name))
    expect(exception.retryAfter).toBe(name.includes('RateLimit') ? 40 : undefined)
    expect(fromJSON(wire(client.exceptionToJSON(exception)))).toEqual(exception)
  })

  it('is a signal that stays unknown when its type is', () => {
    expect(SIGNAL({ type: 'com.example.X' }).name).toBe('SignalCredentialUnknownException')
  })

  it.each(client.DOM_ERROR_NAMES)('2.5: %s, in both families', (name) => {
    const { type } = client.domError(name)
    expect(GET({ type: GET_DOM + type }).domError).toEqual({ name, type })
    expect(CREATE({ type: CREATE_DOM + type }).domError).toEqual({ name, type })
  })

  it('2.5: of all 29 there are', () => {
    expect(client.DOM_ERROR_NAMES).toHaveLength(29)
  })
})
