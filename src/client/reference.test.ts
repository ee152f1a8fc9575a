/**
 * The reference, statement by statement: every name, default, rule and type string of `androidx.credentials`
 * that the client promises. The numbers are its sections.
 *
 * One file in spite of its length: it is the reference's own list, in its order.
 */
import { describe, expect, it } from 'vitest'
import * as client from './index.ts'

const JSON_TEXT = '{"challenge":"AAAA"}'
const USER = '{"user":{"id":"AA","name":"ada","displayName":"Ada"}}'
const SIGNALS = {
  unknown: { rpId: 'example.com', credentialId: 'AA' },
  accepted: { rpId: 'example.com', userId: 'AA', allAcceptedCredentialIds: ['AA'] },
  details: { rpId: 'example.com', userId: 'AA', name: 'ada', displayName: '' },
}

const passkey = () => new client.GetPublicKeyCredentialOption(JSON_TEXT)
const restore = () => new client.GetRestoreCredentialOption(JSON_TEXT)
const digital = () => new client.GetDigitalCredentialOption('{"requests":[]}')
const custom = (settings?: client.GetCustomCredentialOptionSettings) =>
  new client.GetCustomCredentialOption('com.example.X', settings)
const displayInfo = new client.DisplayInfo('ada')

describe('type strings', () => {
  it.each([
    ['1.2', client.TYPE_PASSWORD_CREDENTIAL, 'android.credentials.TYPE_PASSWORD_CREDENTIAL'],
    ['1.2', client.TYPE_PUBLIC_KEY_CREDENTIAL, 'androidx.credentials.TYPE_PUBLIC_KEY_CREDENTIAL'],
    ['1.2', client.TYPE_RESTORE_CREDENTIAL, 'androidx.credentials.TYPE_RESTORE_CREDENTIAL'],
    ['1.2', client.TYPE_DIGITAL_CREDENTIAL, 'androidx.credentials.TYPE_DIGITAL_CREDENTIAL'],
    ['1.2', client.TYPE_CLEAR_CREDENTIAL_STATE, 'androidx.credentials.TYPE_CLEAR_CREDENTIAL_STATE'],
    [
      '1.2',
      client.ClearCredentialStateRequest.TYPE_CLEAR_RESTORE_CREDENTIAL,
      'androidx.credentials.TYPE_CLEAR_RESTORE_CREDENTIAL',
    ],
    [
      '1.2',
      new client.SignalUnknownCredentialRequest(SIGNALS.unknown).type,
      'androidx.credentials.SIGNAL_UNKNOWN_CREDENTIAL_STATE_REQUEST_TYPE',
    ],
    [
      '1.2',
      new client.SignalAllAcceptedCredentialIdsRequest(SIGNALS.accepted).type,
      'androidx.credentials.SIGNAL_ALL_ACCEPTED_CREDENTIALS_REQUEST_TYPE',
    ],
    [
      '1.2',
      new client.SignalCurrentUserDetailsRequest(SIGNALS.details).type,
      'androidx.credentials.SIGNAL_CURRENT_USER_DETAILS_STATE_REQUEST_TYPE',
    ],
    [
      '1.2',
      client.TYPE_GOOGLE_ID_TOKEN_CREDENTIAL,
      'com.google.android.libraries.identity.googleid.TYPE_GOOGLE_ID_TOKEN_CREDENTIAL',
    ],
  ])('%s: %s', (_, type, expected) => {
    expect(type).toBe(expected)
  })
})

describe('defaults and fixed values', () => {
  it.each<[string, object, object]>([
    [
      '1.4 GetCredentialRequest',
      new client.GetCredentialRequest([passkey()]),
      {
        preferIdentityDocUi: false,
        preferImmediatelyAvailableCredentials: false,
        origin: undefined,
        preferUiBrandingComponentName: undefined,
      },
    ],
    [
      '1.5 GetPasswordOption',
      new client.GetPasswordOption(),
      {
        allowedUserIds: new Set(),
        isAutoSelectAllowed: false,
        allowedProviders: new Set(),
        typePriorityHint: 1000,
        isSystemProviderRequired: false,
      },
    ],
    [
      '1.5 GetPublicKeyCredentialOption',
      passkey(),
      {
        clientDataHash: undefined,
        allowedProviders: new Set(),
        isAutoSelectAllowed: true,
        typePriorityHint: 100,
        requestJson: JSON_TEXT,
      },
    ],
    [
      '1.5 GetRestoreCredentialOption',
      restore(),
      {
        isAutoSelectAllowed: false,
        typePriorityHint: 2000,
        requestJson: '{"challenge":"AAAA","userVerification":"discouraged"}',
      },
    ],
    [
      '1.5 GetDigitalCredentialOption',
      digital(),
      { isAutoSelectAllowed: false, typePriorityHint: 100 },
    ],
    [
      '1.5 GetCustomCredentialOption',
      custom(),
      {
        type: 'com.example.X',
        isSystemProviderRequired: false,
        isAutoSelectAllowed: false,
        allowedProviders: new Set(),
        typePriorityHint: 2000,
      },
    ],
    [
      '1.5 GetGoogleIdOption is as an OIDC option',
      new client.GetGoogleIdOption({ serverClientId: 'c' }),
      { type: client.TYPE_GOOGLE_ID_TOKEN_CREDENTIAL, typePriorityHint: 500 },
    ],
    [
      '1.8 DisplayInfo',
      displayInfo,
      { userId: 'ada', userDisplayName: undefined, preferDefaultProvider: undefined },
    ],
    [
      '1.8 CreatePasswordRequest',
      new client.CreatePasswordRequest('ada', 'secret'),
      {
        id: 'ada',
        password: 'secret',
        displayInfo,
        origin: undefined,
        preferImmediatelyAvailableCredentials: false,
        isAutoSelectAllowed: false,
      },
    ],
    [
      '1.8 CreatePublicKeyCredentialRequest',
      new client.CreatePublicKeyCredentialRequest(USER),
      {
        clientDataHash: undefined,
        preferImmediatelyAvailableCredentials: false,
        origin: undefined,
        isAutoSelectAllowed: false,
        isConditional: false,
        displayInfo: { userId: 'ada', userDisplayName: 'Ada', preferDefaultProvider: undefined },
      },
    ],
    [
      '1.8 CreateRestoreCredentialRequest',
      new client.CreateRestoreCredentialRequest(USER),
      { isCloudBackupEnabled: true, origin: undefined, isAutoSelectAllowed: false },
    ],
    [
      '1.8 CreateDigitalCredentialRequest',
      new client.CreateDigitalCredentialRequest('{}'),
      { requestJson: '{}', origin: undefined },
    ],
    [
      '1.8 CreateCustomCredentialRequest',
      new client.CreateCustomCredentialRequest('com.example.X', { displayInfo }),
      {
        isAutoSelectAllowed: false,
        origin: undefined,
        preferImmediatelyAvailableCredentials: false,
      },
    ],
    [
      '1.9 ClearCredentialStateRequest',
      new client.ClearCredentialStateRequest(),
      { requestType: client.TYPE_CLEAR_CREDENTIAL_STATE },
    ],
    [
      '1.10 SignalUnknownCredentialRequest',
      new client.SignalUnknownCredentialRequest(SIGNALS.unknown),
      { origin: undefined, requestJson: JSON.stringify(SIGNALS.unknown) },
    ],
  ])('%s', (_, object, expected) => {
    for (const [name, value] of Object.entries(expected)) {
      expect([name, (object as Record<string, unknown>)[name]]).toEqual([name, value])
    }
  })

  it('1.5: the priorities', () => {
    expect([
      client.PRIORITY_PASSKEY_OR_SIMILAR,
      client.PRIORITY_OIDC_OR_SIMILAR,
      client.PRIORITY_PASSWORD_OR_SIMILAR,
      client.PRIORITY_DEFAULT,
    ]).toEqual([100, 500, 1000, 2000])
  })
})

describe('rules', () => {
  const MUST_BE_JSON = 'must not be empty, and must be a valid JSON'
  const STRUCTURE = 'Structural/type validation failed for JSON'
  const request = (options: readonly client.CredentialOption[]) => () =>
    new client.GetCredentialRequest(options)
  const signal = (json: unknown) => JSON.stringify(json)

  it.each<[string, () => unknown, string]>([
    ['1.4 no option', request([]), 'credentialOptions should not be empty'],
    [
      '1.4 a digital option among others',
      request([passkey(), digital()]),
      'Digital Credential Option cannot be used with other credential option.',
    ],
    [
      '1.4 a digital option beside a restore option',
      request([restore(), digital()]),
      'Digital Credential Option cannot be used with other credential option.',
    ],
    [
      '1.4 a restore option in company',
      request([restore(), new client.GetPasswordOption()]),
      'Only a single GetRestoreCredentialOption should be provided.',
    ],
    [
      '1.4 two restore options',
      request([restore(), restore()]),
      'Only a single GetRestoreCredentialOption should be provided.',
    ],
    [
      '1.5 a hash of client data without an origin',
      request([
        new client.GetPublicKeyCredentialOption('{}', { clientDataHash: new Uint8Array(32) }),
      ]),
      'clientDataHash needs an origin',
    ],
    [
      '1.5 a passkey option without JSON',
      () => new client.GetPublicKeyCredentialOption(''),
      `requestJson ${MUST_BE_JSON}`,
    ],
    [
      '1.5 a restore option without JSON',
      () => new client.GetRestoreCredentialOption('nonsense'),
      `requestJson ${MUST_BE_JSON}`,
    ],
    [
      '1.5 a digital option without JSON, which names the wrong field',
      () => new client.GetDigitalCredentialOption(''),
      `credentialJson ${MUST_BE_JSON}`,
    ],
    [
      '1.5 a custom option without a type',
      () => new client.GetCustomCredentialOption(''),
      'type should not be empty',
    ],
    [
      '1.5 a custom option in the place of passkeys',
      () => custom({ typePriorityHint: 100 }),
      'only passkeys',
    ],
    [
      '1.6 an empty password',
      () => new client.PasswordCredential('ada', ''),
      'password should not be empty',
    ],
    [
      '1.6 a passkey without JSON',
      () => new client.PublicKeyCredential(''),
      `authenticationResponseJson ${MUST_BE_JSON}`,
    ],
    [
      '1.6 a digital credential without JSON',
      () => new client.DigitalCredential('[]'),
      `credentialJson ${MUST_BE_JSON}`,
    ],
    [
      '1.6 a custom credential without a type',
      () => new client.CustomCredential('', {}),
      'type should not be empty',
    ],
    ['1.8 an empty user', () => new client.DisplayInfo(''), 'userId should not be empty'],
    [
      '1.8 an empty password to save',
      () => new client.CreatePasswordRequest('ada', ''),
      'password should not be empty',
    ],
    [
      '1.8 an empty user name to save',
      () => new client.CreatePasswordRequest('', 'secret'),
      'userId should not be empty',
    ],
    [
      '1.8 a new passkey without a user name',
      () => new client.CreatePublicKeyCredentialRequest('{"user":{"id":"AA"}}'),
      'user.name must be defined in requestJson',
    ],
    [
      '1.8 a new passkey with a hash and no origin',
      () =>
        new client.CreatePublicKeyCredentialRequest(USER, { clientDataHash: new Uint8Array(32) }),
      'clientDataHash needs an origin',
    ],
    [
      '1.8 a new restore key without a user',
      () => new client.CreateRestoreCredentialRequest('{"user":{"name":"ada"}}'),
      'user.id must be defined in requestJson',
    ],
    [
      '1.8 a new digital credential without JSON',
      () => new client.CreateDigitalCredentialRequest(''),
      `requestJson ${MUST_BE_JSON}`,
    ],
    [
      '1.8 a new custom credential without a type',
      () => new client.CreateCustomCredentialRequest('', { displayInfo }),
      'type should not be empty',
    ],
    [
      '1.9 another type of clearing',
      () => new client.ClearCredentialStateRequest('com.example.X' as never),
      'The request type com.example.X is not supported.',
    ],
    ['1.10 no JSON', () => new client.SignalUnknownCredentialRequest('{'), `${STRUCTURE}: '{'`],
    [
      '1.10 a key is missing',
      () => new client.SignalUnknownCredentialRequest(signal({ rpId: 'example.com' })),
      STRUCTURE,
    ],
    [
      '1.10 an id is not base64url',
      () =>
        new client.SignalUnknownCredentialRequest({ rpId: 'example.com', credentialId: 'a+b=' }),
      STRUCTURE,
    ],
    [
      '1.10 an id has a length that base64url never has',
      () =>
        new client.SignalUnknownCredentialRequest({ rpId: 'example.com', credentialId: 'AAAAA' }),
      STRUCTURE,
    ],
    [
      '1.10 an id in the list is no text',
      () =>
        new client.SignalAllAcceptedCredentialIdsRequest(
          signal({ ...SIGNALS.accepted, allAcceptedCredentialIds: [7] }),
        ),
      STRUCTURE,
    ],
    [
      '1.10 names are missing, where one implementation is lenient',
      () => new client.SignalCurrentUserDetailsRequest(signal({ ...SIGNALS.details, name: 1 })),
      STRUCTURE,
    ],
    [
      '2 a custom exception without a type',
      () => new client.ClearCredentialCustomException(''),
      'type must not be empty',
    ],
  ])('%s is a mistake of the caller', (_, make, message) => {
    expect(make).toThrow(TypeError)
    expect(make).toThrow(message)
  })

  it.each<[string, () => unknown]>([
    [
      '1.4 passwords, passkeys and custom options mix freely',
      request([passkey(), new client.GetPasswordOption(), custom()]),
    ],
    ['1.4 several digital options go together', request([digital(), digital()])],
    ['1.4 a restore option travels alone', request([restore()])],
    [
      '1.5 a hash of client data goes with an origin',
      () =>
        new client.GetCredentialRequest(
          [new client.GetPublicKeyCredentialOption('{}', { clientDataHash: new Uint8Array(32) })],
          { origin: 'https://example.com' },
        ),
    ],
    ['1.6 a user name may be empty', () => new client.PasswordCredential('', 'secret')],
    [
      '1.10 an empty list deletes them all',
      () =>
        new client.SignalAllAcceptedCredentialIdsRequest({
          ...SIGNALS.accepted,
          allAcceptedCredentialIds: [],
        }),
    ],
  ])('%s', (_, make) => {
    expect(make).not.toThrow()
  })
})

describe('createFrom', () => {
  it.each<[string, client.Credential, object]>([
    [
      '1.6 a restore credential',
      client.Credential.createFrom(client.TYPE_RESTORE_CREDENTIAL, {
        authenticationResponseJson: '{}',
      }),
      new client.RestoreCredential('{}'),
    ],
    [
      '1.6 a digital credential',
      client.Credential.createFrom(client.TYPE_DIGITAL_CREDENTIAL, { credentialJson: '{}' }),
      new client.DigitalCredential('{}'),
    ],
    [
      '1.6 data that do not fit become a custom credential',
      client.Credential.createFrom(client.TYPE_DIGITAL_CREDENTIAL, { credentialJson: '{' }),
      new client.CustomCredential(client.TYPE_DIGITAL_CREDENTIAL, { credentialJson: '{' }),
    ],
  ])('%s', (_, made, expected) => {
    expect(made).toEqual(expected)
    expect(made.constructor).toBe(expected.constructor)
  })

  it.each<[string, client.CreateCredentialResponse, object]>([
    [
      '1.8 a passkey',
      client.CreateCredentialResponse.createFrom(client.TYPE_PUBLIC_KEY_CREDENTIAL, {
        registrationResponseJson: '{}',
      }),
      new client.CreatePublicKeyCredentialResponse('{}'),
    ],
    [
      '1.8 a password',
      client.CreateCredentialResponse.createFrom(client.TYPE_PASSWORD_CREDENTIAL, {}),
      new client.CreatePasswordResponse(),
    ],
    [
      '1.8 a restore key',
      client.CreateCredentialResponse.createFrom(client.TYPE_RESTORE_CREDENTIAL, {
        responseJson: '{}',
      }),
      new client.CreateRestoreCredentialResponse('{}'),
    ],
    [
      '1.8 a digital credential',
      client.CreateCredentialResponse.createFrom(client.TYPE_DIGITAL_CREDENTIAL, {
        responseJson: '{}',
      }),
      new client.CreateDigitalCredentialResponse('{}'),
    ],
    [
      '1.8 anything else',
      client.CreateCredentialResponse.createFrom('com.example.X', 7),
      new client.CreateCustomCredentialResponse('com.example.X', 7),
    ],
    [
      '1.8 data that do not fit',
      client.CreateCredentialResponse.createFrom(client.TYPE_PUBLIC_KEY_CREDENTIAL, undefined),
      new client.CreateCustomCredentialResponse(client.TYPE_PUBLIC_KEY_CREDENTIAL, undefined),
    ],
  ])('%s', (_, made, expected) => {
    expect(made).toEqual(expected)
    expect(made.constructor).toBe(expected.constructor)
  })
})
