import { describe, expect, it } from 'vitest'
import { LatchkeyError } from '../errors.ts'
import * as create from './create-exceptions.ts'
import { domError } from './dom-error.ts'
import type { CredentialManagerException } from './exception.ts'
import * as get from './get-exceptions.ts'

const DOM = 'androidx.credentials.TYPE_NOT_ALLOWED_ERROR'
const GET = 'android.credentials.GetCredentialException.TYPE_'
const CREATE = 'android.credentials.CreateCredentialException.TYPE_'

// Names, type strings and retry advice of the reference, one row each.
const ROWS = [
  [get.NoCredentialException, `${GET}NO_CREDENTIAL`, false],
  [get.GetCredentialCancellationException, `${GET}USER_CANCELED`, false],
  [get.GetCredentialInterruptedException, `${GET}INTERRUPTED`, true],
  [get.GetCredentialUnknownException, `${GET}UNKNOWN`, false],
  [
    get.GetCredentialUnsupportedException,
    'androidx.credentials.TYPE_GET_CREDENTIAL_UNSUPPORTED_EXCEPTION',
    false,
  ],
  [
    get.GetCredentialProviderConfigurationException,
    'androidx.credentials.TYPE_GET_CREDENTIAL_PROVIDER_CONFIGURATION_EXCEPTION',
    false,
  ],
  [create.CreateCredentialCancellationException, `${CREATE}USER_CANCELED`, false],
  [create.CreateCredentialInterruptedException, `${CREATE}INTERRUPTED`, true],
  [create.CreateCredentialNoCreateOptionException, `${CREATE}NO_CREATE_OPTIONS`, false],
  [create.CreateCredentialUnknownException, `${CREATE}UNKNOWN`, false],
  [
    create.CreateCredentialUnsupportedException,
    'androidx.credentials.TYPE_CREATE_CREDENTIAL_UNSUPPORTED_EXCEPTION',
    false,
  ],
  [
    create.CreateCredentialProviderConfigurationException,
    'androidx.credentials.TYPE_CREATE_CREDENTIAL_PROVIDER_CONFIGURATION_EXCEPTION',
    false,
  ],
] as const

describe.each(ROWS)('%o', (Exception, type, retryable) => {
  const cause = new Error('the browser said so')
  const exception: CredentialManagerException = new Exception('a message', { cause })

  it('has its androidx type string, as code too', () => {
    expect(exception.type).toBe(type)
    expect(exception.code).toBe(type)
  })

  it('keeps its name when a bundler shortens the class', () => {
    expect(exception.name).toBe(Exception.name)
  })

  it('gives retry advice, message and cause', () => {
    expect(exception).toMatchObject({ retryable, message: 'a message', cause })
    expect(exception.errorMessage).toBe('a message')
    expect(exception.domError).toBeUndefined()
  })

  it('belongs to its family and to every error of the package', () => {
    const family = type.includes('GET') || type.startsWith(GET) ? 'get' : 'create'
    expect(exception instanceof get.GetCredentialException).toBe(family === 'get')
    expect(exception instanceof create.CreateCredentialException).toBe(family === 'create')
    expect(exception).toBeInstanceOf(LatchkeyError)
  })
})

describe.each([
  [
    get.GetPublicKeyCredentialDomException,
    get.GetPublicKeyCredentialException,
    'androidx.credentials.TYPE_GET_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION',
  ],
  [
    create.CreatePublicKeyCredentialDomException,
    create.CreatePublicKeyCredentialException,
    'androidx.credentials.TYPE_CREATE_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION',
  ],
])('%o', (Exception, Family, type) => {
  it('carries the DOM error, in its type string too', () => {
    const exception = new Exception(domError('NotAllowedError'), 'no')
    expect(exception.domError).toEqual({ name: 'NotAllowedError', type: DOM })
    expect(exception.type).toBe(`${type}/${DOM}`)
    expect(exception.name).toBe(Exception.name)
    expect(exception).toBeInstanceOf(Family)
  })
})

describe.each([get.GetCredentialCustomException, create.CreateCredentialCustomException])(
  '%o',
  (Exception) => {
    it('takes any type', () => {
      const exception = new Exception('com.example.TYPE_LOST', 'where is it?')
      expect(exception).toMatchObject({ type: 'com.example.TYPE_LOST', name: Exception.name })
    })
    it('takes no empty one', () => {
      expect(() => new Exception('')).toThrow(TypeError)
    })
  },
)

describe('domError', () => {
  it.each([
    ['AbortError', 'ABORT_ERROR'],
    ['DataCloneError', 'DATA_CLONE_ERROR'],
    ['InUseAttributeError', 'IN_USE_ATTRIBUTE_ERROR'],
    ['InvalidStateError', 'INVALID_STATE_ERROR'],
    ['NoModificationAllowedError', 'NO_MODIFICATION_ALLOWED_ERROR'],
    ['NotAllowedError', 'NOT_ALLOWED_ERROR'],
    ['OptOutError', 'OPT_OUT_ERROR'],
    ['ReadOnlyError', 'READ_ONLY_ERROR'],
    ['WrongDocumentError', 'WRONG_DOCUMENT_ERROR'],
  ])('names %s', (name, type) => {
    expect(domError(name)).toEqual({ name, type: `androidx.credentials.TYPE_${type}` })
  })
})
