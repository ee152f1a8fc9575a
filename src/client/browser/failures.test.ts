import { describe, expect, it } from 'vitest'
import { CREATE, failure, GET } from './failures.ts'

const dom = (name: string) => new DOMException('as the browser says', name)

// What cannot be provoked in the browser of the tests; the rest is in test/client-browser.
describe.each([
  ['NotAllowedError', 'cancelled', 'GetCredentialCancellation', 'CreateCredentialCancellation'],
  ['NotAllowedError', 'absent', 'NoCredential', 'CreateCredentialNoCreateOption'],
  ['NotAllowedError', 'blocked', 'GetPublicKeyCredentialDom', 'CreatePublicKeyCredentialDom'],
  ['InvalidStateError', 'cancelled', 'GetCredentialInterrupted', 'CreatePublicKeyCredentialDom'],
  ['OperationError', 'cancelled', 'GetCredentialInterrupted', 'CreateCredentialInterrupted'],
  ['AbortError', 'cancelled', 'GetCredentialInterrupted', 'CreateCredentialInterrupted'],
  ['NotSupportedError', 'cancelled', 'GetCredentialUnsupported', 'CreateCredentialUnsupported'],
  ['ConstraintError', 'cancelled', 'GetPublicKeyCredentialDom', 'CreatePublicKeyCredentialDom'],
  ['UnknownError', 'cancelled', 'GetPublicKeyCredentialDom', 'CreatePublicKeyCredentialDom'],
  ['SecurityError', 'blocked', 'GetPublicKeyCredentialDom', 'CreatePublicKeyCredentialDom'],
] as const)('%s, %s', (name, denial, get, create) => {
  it('is what the reference says', () => {
    const cause = dom(name)
    const exceptions = [failure(GET, cause, () => denial), failure(CREATE, cause, () => denial)]
    expect(exceptions.map((one) => one.name)).toEqual([`${get}Exception`, `${create}Exception`])
    for (const exception of exceptions) {
      expect(exception.cause).toBe(cause)
      expect(exception.message).toBe('as the browser says')
      const domError = exception.name.includes('Dom') ? name : undefined
      expect(exception.domError?.name).toBe(domError)
    }
  })
})

describe('what is no DOM error', () => {
  it.each([
    ['an ordinary error', new Error('out of paper'), 'out of paper'],
    ['a text', 'out of paper', 'out of paper'],
    ['nothing', undefined, 'undefined'],
  ])('is unknown: %s', (_, cause, message) => {
    expect(failure(GET, cause, () => 'cancelled')).toMatchObject({
      name: 'GetCredentialUnknownException',
      message,
      cause,
    })
    expect(failure(CREATE, cause, () => 'cancelled').name).toBe('CreateCredentialUnknownException')
  })
  it('is known by its name where a password manager rejects with an error of its own', () => {
    const cause = Object.assign(new Error('closed'), { name: 'NotAllowedError' })
    expect(failure(GET, cause, () => 'cancelled').name).toBe('GetCredentialCancellationException')
  })
})
