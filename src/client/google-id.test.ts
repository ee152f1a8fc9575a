import { describe, expect, it } from 'vitest'
import { CustomCredential, PasswordCredential } from './credential.ts'
import { customCredentialParsers } from './custom-parsers.ts'
import {
  GetGoogleIdOption,
  GoogleIdTokenCredential,
  GoogleIdTokenParsingException,
  TYPE_GOOGLE_ID_TOKEN_CREDENTIAL,
} from './google-id.ts'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const token = (claims: unknown) => `${encode({ alg: 'none' })}.${encode(claims)}.sig`

describe('GoogleIdTokenCredential', () => {
  const claims = {
    sub: '17',
    email: 'ada@example.com',
    name: 'Ada Løvelace',
    given_name: 'Ada',
    family_name: 'Løvelace',
    picture: 'https://example.com/a.png',
  }
  it.each([
    ['a browser’s data', { idToken: token(claims) }],
    [
      'Android’s data',
      {
        'com.google.android.libraries.identity.googleid.BUNDLE_KEY_ID_TOKEN': token(claims),
      },
    ],
  ])('is read from %s', (_, data) => {
    expect(GoogleIdTokenCredential.createFrom(data)).toMatchObject({
      idToken: token(claims),
      id: 'ada@example.com',
      displayName: 'Ada Løvelace',
      givenName: 'Ada',
      familyName: 'Løvelace',
      profilePictureUri: 'https://example.com/a.png',
    })
  })

  it('leaves out what the token does not claim', () => {
    expect(
      GoogleIdTokenCredential.createFrom({ idToken: token({ sub: '17', name: 7 }) }),
    ).toMatchObject({ id: '17', displayName: undefined })
  })

  it.each([
    ['nothing', undefined],
    ['no token', {}],
    ['no text', { idToken: 7 }],
    ['no parts', { idToken: 'x' }],
    ['no base64url', { idToken: 'a.*.c' }],
    ['no JSON', { idToken: `a.${Buffer.from('{').toString('base64url')}.c` }],
    ['no claims', { idToken: token('x') }],
  ])('refuses %s', (_, data) => {
    expect(() => GoogleIdTokenCredential.createFrom(data)).toThrow(GoogleIdTokenParsingException)
  })
})

describe('GetGoogleIdOption', () => {
  it('tells providers what Google’s own option tells them', () => {
    const option = new GetGoogleIdOption({ serverClientId: 'c', nonce: 'n' })
    expect(option.requestData).toEqual({
      serverClientId: 'c',
      nonce: 'n',
      filterByAuthorizedAccounts: true,
      isAutoSelectEnabled: false,
    })
  })
  it('refuses an empty client id', () => {
    expect(() => new GetGoogleIdOption({ serverClientId: '' })).toThrow(TypeError)
  })
})

describe('customCredentialParsers', () => {
  const parse = customCredentialParsers({
    [TYPE_GOOGLE_ID_TOKEN_CREDENTIAL]: GoogleIdTokenCredential.createFrom,
    'com.example.X': (data) => ({ x: data }),
  })
  it('gives each type to its parser', () => {
    expect(parse(new CustomCredential('com.example.X', 7))).toEqual({ x: 7 })
    const google = new CustomCredential(TYPE_GOOGLE_ID_TOKEN_CREDENTIAL, { idToken: token({}) })
    expect(parse(google)).toBeInstanceOf(GoogleIdTokenCredential)
  })
  it('leaves alone what nobody registered, and what is no custom credential', () => {
    expect(parse(new CustomCredential('toString', 7))).toBeUndefined()
    expect(parse(new PasswordCredential('ada', 'secret'))).toBeUndefined()
  })
  it('lets a parser’s own exception through', () => {
    const broken = new CustomCredential(TYPE_GOOGLE_ID_TOKEN_CREDENTIAL, {})
    expect(() => parse(broken)).toThrow(GoogleIdTokenParsingException)
  })
})
