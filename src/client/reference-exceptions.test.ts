/**
 * The reference, statement by statement: its section 2, every exception with its type string, its family
 * and its advice. `twins/twins.test.ts` has the way back, from a type string to the class.
 */
import { describe, expect, it } from 'vitest'
import * as client from './index.ts'

const ANDROID = 'android.credentials.'
const ANDROIDX = 'androidx.credentials.'

describe('2: every exception', () => {
  it.each<[string, client.CredentialManagerException, string, boolean]>([
    [
      '2.1',
      new client.NoCredentialException(),
      `${ANDROID}GetCredentialException.TYPE_NO_CREDENTIAL`,
      false,
    ],
    [
      '2.1',
      new client.GetCredentialCancellationException(),
      `${ANDROID}GetCredentialException.TYPE_USER_CANCELED`,
      false,
    ],
    [
      '2.1',
      new client.GetCredentialInterruptedException(),
      `${ANDROID}GetCredentialException.TYPE_INTERRUPTED`,
      true,
    ],
    [
      '2.1',
      new client.GetCredentialUnknownException(),
      `${ANDROID}GetCredentialException.TYPE_UNKNOWN`,
      false,
    ],
    [
      '2.1',
      new client.GetCredentialUnsupportedException(),
      `${ANDROIDX}TYPE_GET_CREDENTIAL_UNSUPPORTED_EXCEPTION`,
      false,
    ],
    [
      '2.1',
      new client.GetCredentialProviderConfigurationException(),
      `${ANDROIDX}TYPE_GET_CREDENTIAL_PROVIDER_CONFIGURATION_EXCEPTION`,
      false,
    ],
    ['2.1', new client.GetCredentialCustomException('com.example.E'), 'com.example.E', false],
    [
      '2.1',
      new client.GetPublicKeyCredentialDomException(client.domError('NotAllowedError')),
      `${ANDROIDX}TYPE_GET_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/${ANDROIDX}TYPE_NOT_ALLOWED_ERROR`,
      false,
    ],
    [
      '2.2',
      new client.CreateCredentialCancellationException(),
      `${ANDROID}CreateCredentialException.TYPE_USER_CANCELED`,
      false,
    ],
    [
      '2.2',
      new client.CreateCredentialInterruptedException(),
      `${ANDROID}CreateCredentialException.TYPE_INTERRUPTED`,
      true,
    ],
    [
      '2.2',
      new client.CreateCredentialNoCreateOptionException(),
      `${ANDROID}CreateCredentialException.TYPE_NO_CREATE_OPTIONS`,
      false,
    ],
    [
      '2.2',
      new client.CreateCredentialUnknownException(),
      `${ANDROID}CreateCredentialException.TYPE_UNKNOWN`,
      false,
    ],
    [
      '2.2',
      new client.CreateCredentialUnsupportedException(),
      `${ANDROIDX}TYPE_CREATE_CREDENTIAL_UNSUPPORTED_EXCEPTION`,
      false,
    ],
    [
      '2.2',
      new client.CreateCredentialProviderConfigurationException(),
      `${ANDROIDX}TYPE_CREATE_CREDENTIAL_PROVIDER_CONFIGURATION_EXCEPTION`,
      false,
    ],
    ['2.2', new client.CreateCredentialCustomException('com.example.E'), 'com.example.E', false],
    [
      '2.2',
      new client.CreatePublicKeyCredentialDomException(client.domError('InvalidStateError')),
      `${ANDROIDX}TYPE_CREATE_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/${ANDROIDX}TYPE_INVALID_STATE_ERROR`,
      false,
    ],
    [
      '2.2',
      new client.CreateRestoreCredentialDomException(client.domError('DataError')),
      `${ANDROIDX}TYPE_CREATE_RESTORE_CREDENTIAL_DOM_EXCEPTION/${ANDROIDX}TYPE_DATA_ERROR`,
      false,
    ],
    [
      '2.2, where the retry is another request',
      new client.E2eeUnavailableException(),
      `${ANDROIDX}TYPE_E2EE_UNAVAILABLE_EXCEPTION`,
      false,
    ],
    [
      '2.3',
      new client.ClearCredentialUnknownException(),
      `${ANDROID}ClearCredentialStateException.TYPE_UNKNOWN`,
      false,
    ],
    [
      '2.3',
      new client.ClearCredentialInterruptedException(),
      `${ANDROIDX}TYPE_CLEAR_CREDENTIAL_INTERRUPTED_EXCEPTION`,
      true,
    ],
    [
      '2.3',
      new client.ClearCredentialUnsupportedException(),
      `${ANDROIDX}TYPE_CLEAR_CREDENTIAL_UNSUPPORTED_EXCEPTION`,
      false,
    ],
    [
      '2.3',
      new client.ClearCredentialProviderConfigurationException(),
      `${ANDROIDX}TYPE_CLEAR_CREDENTIAL_PROVIDER_CONFIGURATION_EXCEPTION`,
      false,
    ],
    ['2.3', new client.ClearCredentialCustomException('com.example.E'), 'com.example.E', false],
    [
      '2.4',
      new client.SignalCredentialUnknownException(),
      `${ANDROIDX}SignalCredentialStateException.TYPE_UNKNOWN`,
      false,
    ],
    [
      '2.4',
      new client.SignalCredentialSecurityException(),
      `${ANDROIDX}SignalCredentialStateException.TYPE_SECURITY`,
      false,
    ],
    [
      '2.4',
      new client.SignalCredentialStateProviderConfigurationException(),
      `${ANDROIDX}SignalCredentialStateException.TYPE_PROVIDER_CONFIGURATION`,
      false,
    ],
    [
      '2.4',
      new client.SignalCredentialRateLimitExceededException(40),
      `${ANDROIDX}SignalCredentialStateException.RATE_LIMIT_EXCEEDED`,
      true,
    ],
  ])('%s %o has its type, its advice and its family', (section, exception, type, retryable) => {
    const families = {
      '2.1': client.GetCredentialException,
      '2.2': client.CreateCredentialException,
      '2.3': client.ClearCredentialException,
      '2.4': client.SignalCredentialStateException,
    }
    expect(exception).toMatchObject({ type, retryable, errorMessage: '' })
    for (const [number, Family] of Object.entries(families)) {
      expect([number, exception instanceof Family]).toEqual([number, section.startsWith(number)])
    }
    expect(exception).toBeInstanceOf(client.CredentialManagerException)
  })

  it('2.1 and 2.2: DOM exceptions stand in a family of their own, open to others', () => {
    const error = client.domError('DataError')
    expect(new client.GetPublicKeyCredentialDomException(error)).toBeInstanceOf(
      client.GetPublicKeyCredentialException,
    )
    expect(new client.CreatePublicKeyCredentialDomException(error)).toBeInstanceOf(
      client.CreatePublicKeyCredentialException,
    )
    expect(new client.CreateRestoreCredentialDomException(error)).toBeInstanceOf(
      client.CreateRestoreCredentialException,
    )
    expect(new client.E2eeUnavailableException()).toBeInstanceOf(
      client.CreateRestoreCredentialException,
    )
  })

  it('2.4: only the rate limit says when to come again', () => {
    const limited = new client.SignalCredentialRateLimitExceededException(40)
    expect([limited.retryMillis, limited.retryAfter]).toEqual([40, 40])
    expect(new client.GetCredentialInterruptedException().retryAfter).toBeUndefined()
  })
})

describe('2.5: every DOM error', () => {
  const TYPES = `ABORT_ERROR CONSTRAINT_ERROR DATA_CLONE_ERROR DATA_ERROR ENCODING_ERROR
    HIERARCHY_REQUEST_ERROR IN_USE_ATTRIBUTE_ERROR INVALID_CHARACTER_ERROR
    INVALID_MODIFICATION_ERROR INVALID_NODE_TYPE_ERROR INVALID_STATE_ERROR NAMESPACE_ERROR
    NETWORK_ERROR NO_MODIFICATION_ALLOWED_ERROR NOT_ALLOWED_ERROR NOT_FOUND_ERROR
    NOT_READABLE_ERROR NOT_SUPPORTED_ERROR OPERATION_ERROR OPT_OUT_ERROR QUOTA_EXCEEDED_ERROR
    READ_ONLY_ERROR SECURITY_ERROR SYNTAX_ERROR TIMEOUT_ERROR TRANSACTION_INACTIVE_ERROR
    UNKNOWN_ERROR VERSION_ERROR WRONG_DOCUMENT_ERROR`.split(/\s+/)

  it.each(TYPES.map((type, at) => [type, client.DOM_ERROR_NAMES[at]!] as const))(
    'TYPE_%s is %s',
    (type, name) => {
      expect(client.domError(name)).toEqual({ name, type: `${ANDROIDX}TYPE_${type}` })
    },
  )

  it('and no other', () => {
    expect(client.DOM_ERROR_NAMES).toHaveLength(TYPES.length)
    expect(TYPES).toHaveLength(29)
  })
})
