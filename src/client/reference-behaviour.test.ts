/**
 * The reference, statement by statement: what requests carry to providers, what answers are, what a manager
 * offers and what it does not. What it does is told where it is done: `selector/selector-rules.test.ts` for
 * sections 3.2 to 3.4, `providers/platform.test.ts` for 3.1 and 3.5 to 3.7, `browser/failures.test.ts` and
 * the browser tests for 2.6.
 */
import { describe, expect, it } from 'vitest'
import * as client from './index.ts'
import { fromBundle, toBundle } from './react-native/bundle-keys-table.ts'

const JSON_TEXT = '{"challenge":"AAAA"}'
const USER = '{"user":{"id":"AA","name":"ada"}}'
const KEY = 'androidx.credentials.BUNDLE_KEY_'

describe('1.2: bundle keys', () => {
  const PASSKEY = client.TYPE_PUBLIC_KEY_CREDENTIAL
  const PASSWORD = client.TYPE_PASSWORD_CREDENTIAL
  const RESTORE = client.TYPE_RESTORE_CREDENTIAL
  it.each<['get' | 'create', string, string, string]>([
    ['get', PASSKEY, 'requestJson', 'REQUEST_JSON'],
    ['get', PASSKEY, 'clientDataHash', 'CLIENT_DATA_HASH'],
    ['get', PASSKEY, 'authenticationResponseJson', 'AUTHENTICATION_RESPONSE_JSON'],
    ['get', PASSKEY, 'isAutoSelectAllowed', 'IS_AUTO_SELECT_ALLOWED'],
    ['get', PASSKEY, 'typePriorityHint', 'TYPE_PRIORITY_VALUE'],
    ['get', PASSKEY, 'subtype', 'SUBTYPE'],
    ['get', PASSWORD, 'id', 'ID'],
    ['get', PASSWORD, 'password', 'PASSWORD'],
    ['get', PASSWORD, 'allowedUserIds', 'ALLOWED_USER_IDS'],
    ['get', RESTORE, 'requestJson', 'GET_RESTORE_CREDENTIAL_REQUEST'],
    ['get', RESTORE, 'authenticationResponseJson', 'GET_RESTORE_CREDENTIAL_RESPONSE'],
    ['create', PASSKEY, 'registrationResponseJson', 'REGISTRATION_RESPONSE_JSON'],
    ['create', PASSKEY, 'isConditional', 'IS_CONDITIONAL_REQUEST'],
    [
      'create',
      PASSKEY,
      'preferImmediatelyAvailableCredentials',
      'PREFER_IMMEDIATELY_AVAILABLE_CREDENTIALS',
    ],
    ['create', RESTORE, 'requestJson', 'CREATE_RESTORE_CREDENTIAL_REQUEST'],
    ['create', RESTORE, 'responseJson', 'CREATE_RESTORE_CREDENTIAL_RESPONSE'],
    ['create', RESTORE, 'isCloudBackupEnabled', 'SHOULD_BACKUP_TO_CLOUD'],
  ])('%s, %s: %s is %s, there and back', (flow, type, field, key) => {
    const bundle = toBundle(flow, type, { [field]: 'x' })
    expect(bundle).toMatchObject({ [`${KEY}${key}`]: 'x' })
    expect(fromBundle(flow, type, { [`${KEY}${key}`]: 'x' })).toEqual({ [field]: 'x' })
  })
})

describe('1.3: the manager', () => {
  const manager = client.CredentialManager.create()

  it('has every call, and none that lists credentials', () => {
    expect(Object.keys(manager).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'attachPendingGetCredentialRequest',
      'clearCredentialState',
      'createCredential',
      'getCredential',
      'prepareGetCredential',
      'signalCredentialState',
    ])
  })

  it('is made where there is no browser, and every call then ends in its own family', async () => {
    const get = new client.GetCredentialRequest([
      new client.GetPublicKeyCredentialOption(JSON_TEXT),
    ])
    const create = new client.CreatePublicKeyCredentialRequest(USER)
    const signal = new client.SignalUnknownCredentialRequest({ rpId: 'a', credentialId: 'AA' })
    await expect(manager.getCredential(get)).rejects.toThrow(client.GetCredentialException)
    await expect(manager.prepareGetCredential(get)).rejects.toThrow(client.GetCredentialException)
    await expect(manager.createCredential(create)).rejects.toThrow(client.CreateCredentialException)
    await expect(manager.signalCredentialState(signal)).rejects.toThrow(
      client.SignalCredentialStateException,
    )
  })

  it('answers a signal with an empty object', () => {
    expect(Object.keys(new client.SignalCredentialStateResponse())).toEqual([])
  })
})

describe('1.5 and 1.8: what every provider sees, and what only the picked one', () => {
  const both = (json: { candidateQueryData: object; requestData: object }) => [
    json.candidateQueryData,
    json.requestData,
  ]
  it.each<[string, client.CredentialOption, object, object]>([
    [
      'a passkey option: the whole, in both',
      new client.GetPublicKeyCredentialOption(JSON_TEXT),
      { requestJson: JSON_TEXT },
      { requestJson: JSON_TEXT },
    ],
    [
      'a digital option: the whole, in both',
      new client.GetDigitalCredentialOption('{"requests":[]}'),
      { requestJson: '{"requests":[]}' },
      { requestJson: '{"requests":[]}' },
    ],
    [
      'a restore option: nothing before the pick',
      new client.GetRestoreCredentialOption('{}'),
      {},
      { requestJson: '{"userVerification":"discouraged"}' },
    ],
    [
      'a custom option: what it says for each',
      new client.GetCustomCredentialOption('com.example.X', {
        candidateQueryData: { open: 1 },
        requestData: { secret: 1 },
      }),
      { open: 1 },
      { secret: 1 },
    ],
  ])('%s', (_, option, candidate, request) => {
    expect(both(client.credentialOptionToJSON(option))).toEqual([candidate, request])
  })

  it.each<[string, client.CreateCredentialRequest, object]>([
    ['a password: nothing', new client.CreatePasswordRequest('ada', 'secret'), {}],
    ['a restore key: nothing', new client.CreateRestoreCredentialRequest(USER), {}],
    [
      'a passkey: the whole',
      new client.CreatePublicKeyCredentialRequest(USER),
      { requestJson: USER },
    ],
  ])('%s is seen before the pick of what is to be saved', (_, request, candidate) => {
    expect(client.createCredentialRequestToJSON(request).candidateQueryData).toEqual(candidate)
  })

  it('1.5: an option keeps the providers it allows, and the hash a privileged caller brings', () => {
    const clientDataHash = new Uint8Array(32)
    const option = new client.GetPublicKeyCredentialOption(JSON_TEXT, {
      clientDataHash,
      allowedProviders: ['com.example/.P'],
    })
    expect(option).toMatchObject({ clientDataHash, allowedProviders: new Set(['com.example/.P']) })
  })

  it('1.5: userVerification of a restore option is overwritten, whatever it was', () => {
    for (const userVerification of ['required', 'preferred', 'discouraged'] as const) {
      const json = { challenge: 'AAAA', userVerification }
      const { requestJson } = new client.GetRestoreCredentialOption(json)
      expect(JSON.parse(requestJson)).toEqual({ ...json, userVerification: 'discouraged' })
    }
  })

  it('1.8: the display info of a password and of a passkey may prefer a provider', () => {
    const settings = { preferDefaultProvider: 'com.example/.P' }
    expect(new client.CreatePasswordRequest('ada', 'x', settings).displayInfo).toEqual(
      new client.DisplayInfo('ada', settings),
    )
    const { displayInfo } = new client.CreatePublicKeyCredentialRequest(USER, settings)
    expect(displayInfo).toMatchObject({
      userId: 'ada',
      userDisplayName: undefined,
      preferDefaultProvider: 'com.example/.P',
    })
  })

  it('1.8: a display name may be null in the JSON', () => {
    const json = '{"user":{"id":"AA","name":"ada","displayName":null}}'
    expect(() => new client.CreatePublicKeyCredentialRequest(json)).not.toThrow()
  })

  it.each<[string, object]>([
    ['isConditional', { isConditional: true }],
    ['preferImmediatelyAvailableCredentials', { preferImmediatelyAvailableCredentials: true }],
    ['isAutoSelectAllowed', { isAutoSelectAllowed: true }],
    ['origin', { origin: 'https://example.com' }],
  ])('1.8: a new passkey keeps %s', (_, settings) => {
    expect(new client.CreatePublicKeyCredentialRequest(USER, settings)).toMatchObject(settings)
  })

  it.each<[string, object]>([
    ['preferIdentityDocUi', { preferIdentityDocUi: true }],
    ['preferImmediatelyAvailableCredentials', { preferImmediatelyAvailableCredentials: true }],
    ['preferUiBrandingComponentName', { preferUiBrandingComponentName: 'com.example/.B' }],
    ['origin', { origin: 'https://example.com' }],
  ])('1.4: a request keeps %s', (_, settings) => {
    const options = [new client.GetPasswordOption()]
    expect(new client.GetCredentialRequest(options, settings)).toMatchObject(settings)
  })
})

describe('1.6 to 1.10: answers', () => {
  it.each<[string, () => unknown]>([
    ['1.6 a restore credential', () => new client.RestoreCredential('{')],
    ['1.8 a new passkey', () => new client.CreatePublicKeyCredentialResponse('')],
    ['1.8 a new restore key', () => new client.CreateRestoreCredentialResponse('[]')],
    ['1.8 a new digital credential', () => new client.CreateDigitalCredentialResponse('no')],
    [
      '1.8 a new custom credential without a type',
      () => new client.CreateCustomCredentialResponse('', {}),
    ],
  ])('%s has to hold what it says', (_, make) => {
    expect(make).toThrow(TypeError)
  })

  it('1.6: a passkey’s answer is handed on letter by letter', () => {
    const answer = '{ "id": "x",\n "extra": [1.50] }'
    expect(new client.PublicKeyCredential(answer).authenticationResponseJson).toBe(answer)
    expect(new client.CreatePublicKeyCredentialResponse(answer).registrationResponseJson).toBe(
      answer,
    )
  })

  it.each([
    [client.PublicKeyCredential.TYPE_PUBLIC_KEY_CREDENTIAL, new client.PublicKeyCredential('{}')],
    [client.PasswordCredential.TYPE_PASSWORD_CREDENTIAL, new client.PasswordCredential('', 'x')],
    [client.RestoreCredential.TYPE_RESTORE_CREDENTIAL, new client.RestoreCredential('{}')],
    [client.DigitalCredential.TYPE_DIGITAL_CREDENTIAL, new client.DigitalCredential('{}')],
  ])('1.6: %s is the type of its class', (type, credential) => {
    expect(credential.type).toBe(type)
    expect(new client.GetCredentialResponse(credential).credential).toBe(credential)
  })

  it('1.7: a prepared answer can be faked in tests, and hides what it is not told', () => {
    const handle = new client.PendingGetCredentialHandle({}, { owner: {} })
    const told = new client.PrepareGetCredentialResponse(handle, {
      hasCredentialResults: (type) => type === 'a',
      hasAuthenticationResults: () => true,
      hasRemoteResults: () => false,
    })
    expect(told.pendingGetCredentialHandle).toBe(handle)
    expect([
      told.hasCredentialResults('a'),
      told.hasCredentialResults('b'),
      told.hasAuthenticationResults(),
      told.hasRemoteResults(),
    ]).toEqual([true, false, true, false])
    const hidden = new client.PrepareGetCredentialResponse(handle)
    expect([
      hidden.hasCredentialResults('a'),
      hidden.hasAuthenticationResults(),
      hidden.hasRemoteResults(),
    ]).toEqual([undefined, undefined, undefined])
  })

  it('1.9: both types of clearing are names of the class, too', () => {
    const { TYPE_CLEAR_CREDENTIAL_STATE: state, TYPE_CLEAR_RESTORE_CREDENTIAL: restore } =
      client.ClearCredentialStateRequest
    expect([state, restore]).toEqual([
      client.TYPE_CLEAR_CREDENTIAL_STATE,
      client.TYPE_CLEAR_RESTORE_CREDENTIAL,
    ])
    expect(new client.ClearCredentialStateRequest(restore).requestType).toBe(restore)
  })

  const structure = 'Structural/type validation failed for JSON'
  const accepted = { rpId: 'a', userId: 'AA', allAcceptedCredentialIds: ['AA'] }
  const details = { rpId: 'a', userId: 'AA', name: 'ada', displayName: 'Ada' }
  const All = client.SignalAllAcceptedCredentialIdsRequest
  const Details = client.SignalCurrentUserDetailsRequest
  const without = (signal: object, key: string) => JSON.stringify({ ...signal, [key]: undefined })
  it.each<[string, () => unknown]>([
    ...Object.keys(accepted).map(
      (key) => [`all accepted: ${key}`, () => new All(without(accepted, key))] as const,
    ),
    ...Object.keys(details).map(
      (key) => [`current details: ${key}`, () => new Details(without(details, key))] as const,
    ),
  ] as [string, () => unknown][])('1.10: required of %s', (_, make) => {
    expect(make).toThrow(TypeError)
    expect(make).toThrow(structure)
  })

  it('1.10: takes JSON as text, too, and keeps an origin', () => {
    const text = JSON.stringify(accepted)
    const request = new All(text, { origin: 'https://example.com' })
    expect(request).toMatchObject({ requestJson: text, origin: 'https://example.com' })
  })
})
