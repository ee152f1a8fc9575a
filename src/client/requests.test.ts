import { describe, expect, it } from 'vitest'
import { CreatePublicKeyCredentialRequest } from './create-request.ts'
import { CreatePublicKeyCredentialResponse } from './create-response.ts'
import {
  Credential,
  CustomCredential,
  DigitalCredential,
  PasswordCredential,
  PublicKeyCredential,
  RestoreCredential,
} from './credential.ts'
import {
  GetCredentialRequest,
  GetPasswordOption,
  GetPublicKeyCredentialOption,
  optionOf,
} from './get-request.ts'

const NOT_JSON = [
  ['nothing', ''],
  ['no JSON', '{'],
  ['a list', '[]'],
  ['null', 'null'],
  ['a text', '"x"'],
] as const
const PASSKEY = 'androidx.credentials.TYPE_PUBLIC_KEY_CREDENTIAL'
const PASSWORD = 'android.credentials.TYPE_PASSWORD_CREDENTIAL'

describe('GetPublicKeyCredentialOption', () => {
  it('takes text as it is, and writes a dictionary as text', () => {
    const text = '{ "challenge": "AAAA" }'
    expect(new GetPublicKeyCredentialOption(text).requestJson).toBe(text)
    const fromObject = new GetPublicKeyCredentialOption({ challenge: 'AAAA' })
    expect(JSON.parse(fromObject.requestJson)).toEqual({ challenge: 'AAAA' })
  })
  it('has the fixed values of its kind', () => {
    expect(new GetPublicKeyCredentialOption('{}')).toMatchObject({
      type: PASSKEY,
      isAutoSelectAllowed: true,
      typePriorityHint: 100,
    })
  })
  it.each(NOT_JSON)('refuses %s', (_, json) => {
    expect(() => new GetPublicKeyCredentialOption(json)).toThrow(
      new TypeError('requestJson must not be empty, and must be a valid JSON'),
    )
  })
})

describe('GetPasswordOption', () => {
  it('allows every user and no auto-select unless told', () => {
    expect(new GetPasswordOption()).toMatchObject({
      type: PASSWORD,
      isAutoSelectAllowed: false,
      allowedUserIds: new Set(),
      typePriorityHint: 1000,
    })
  })
  it('keeps what it is told', () => {
    const option = new GetPasswordOption({ allowedUserIds: ['ada'], isAutoSelectAllowed: true })
    expect(option).toMatchObject({ allowedUserIds: new Set(['ada']), isAutoSelectAllowed: true })
  })
})

describe('GetCredentialRequest', () => {
  it('refuses an empty list', () => {
    expect(() => new GetCredentialRequest([])).toThrow(
      new TypeError('credentialOptions should not be empty'),
    )
  })
  it('mixes passwords and passkeys, and is not immediate unless told', () => {
    const password = new GetPasswordOption()
    const passkey = new GetPublicKeyCredentialOption('{}')
    const list = [password, passkey]
    const request = new GetCredentialRequest(list)
    list.length = 0
    expect(request.credentialOptions).toEqual([password, passkey])
    expect(request.preferImmediatelyAvailableCredentials).toBe(false)
    expect(optionOf(request, PASSKEY)).toBe(passkey)
  })
})

describe('CreatePublicKeyCredentialRequest', () => {
  const json = (user: unknown) => JSON.stringify({ user })

  it('names the account as the JSON does', () => {
    const request = new CreatePublicKeyCredentialRequest(json({ name: 'ada', displayName: 'Ada' }))
    expect(request).toMatchObject({
      type: PASSKEY,
      displayInfo: { userId: 'ada', userDisplayName: 'Ada' },
      isConditional: false,
      preferImmediatelyAvailableCredentials: false,
    })
  })
  it.each(NOT_JSON)('refuses %s', (_, text) => {
    expect(() => new CreatePublicKeyCredentialRequest(text)).toThrow(
      new TypeError('requestJson must not be empty, and must be a valid JSON'),
    )
  })
  it.each([
    ['no user', '{}'],
    ['null for a user', json(null)],
    ['no name', json({})],
    ['an empty name', json({ name: '' })],
  ])('refuses %s', (_, text) => {
    expect(() => new CreatePublicKeyCredentialRequest(text)).toThrow(
      new TypeError('user.name must be defined in requestJson'),
    )
  })
})

describe('responses', () => {
  it.each(NOT_JSON)('refuse %s', (_, text) => {
    expect(() => new CreatePublicKeyCredentialResponse(text)).toThrow(TypeError)
    expect(() => new PublicKeyCredential(text)).toThrow(TypeError)
  })
  it('refuse an empty password, and take an empty id', () => {
    expect(() => new PasswordCredential('ada', '')).toThrow('password should not be empty')
    expect(new PasswordCredential('', 'secret')).toMatchObject({ id: '', type: PASSWORD })
  })
})

describe('Credential.createFrom', () => {
  it('makes a passkey', () => {
    const credential = Credential.createFrom(PASSKEY, { authenticationResponseJson: '{}' })
    expect(credential).toEqual(new PublicKeyCredential('{}'))
  })
  it('makes a password', () => {
    expect(Credential.createFrom(PASSWORD, { id: 'ada', password: 'x' })).toEqual(
      new PasswordCredential('ada', 'x'),
    )
  })
  it.each([
    ['an unknown type', 'com.example.TYPE_TOKEN', { token: 1 }],
    ['a passkey whose JSON does not parse', PASSKEY, { authenticationResponseJson: '{' }],
    ['a passkey without JSON', PASSKEY, undefined],
    ['an empty password', PASSWORD, { id: 'ada', password: '' }],
    ['a password that is no text', PASSWORD, { id: 'ada', password: 7 }],
    ['no data', PASSWORD, null],
  ])('hands on %s as it came', (_, type, data) => {
    const credential = Credential.createFrom(type, data)
    expect(credential).toBeInstanceOf(CustomCredential)
    expect(credential).toMatchObject({ type, data })
  })
  it('refuses an empty type', () => {
    expect(() => Credential.createFrom('', {})).toThrow(TypeError)
  })
  it('narrows by its type', () => {
    const credential = Credential.createFrom(PASSWORD, { id: 'ada', password: 'x' })
    const seen = (() => {
      // Compiling is half of this test.
      switch (credential.type) {
        case PublicKeyCredential.TYPE_PUBLIC_KEY_CREDENTIAL:
          return credential.authenticationResponseJson
        case PasswordCredential.TYPE_PASSWORD_CREDENTIAL:
          return credential.password
        case RestoreCredential.TYPE_RESTORE_CREDENTIAL:
          return credential.authenticationResponseJson
        case DigitalCredential.TYPE_DIGITAL_CREDENTIAL:
          return credential.credentialJson
        default:
          return credential.data
      }
    })()
    expect(seen).toBe('x')
  })
})
