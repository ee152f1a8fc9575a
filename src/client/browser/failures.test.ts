import { describe, expect, it } from 'vitest'
import { createFailure, getFailure, type Circumstances } from './failures.ts'

const dom = (name: string) => new DOMException('as the browser says', name)
const silent: Circumstances = { silent: true }
const blocked: Circumstances = { blocked: true }
const modal: Circumstances = {}

// What cannot be provoked in the browser of the tests; the rest is in test/client-browser.
describe.each([
  ['NotAllowedError', modal, 'GetCredentialCancellation', 'CreateCredentialCancellation'],
  ['NotAllowedError', silent, 'NoCredential', 'CreateCredentialNoCreateOption'],
  ['NotAllowedError', blocked, 'GetPublicKeyCredentialDom', 'CreatePublicKeyCredentialDom'],
  ['InvalidStateError', modal, 'GetCredentialInterrupted', 'CreatePublicKeyCredentialDom'],
  ['OperationError', modal, 'GetCredentialInterrupted', 'CreateCredentialInterrupted'],
  ['AbortError', modal, 'GetCredentialInterrupted', 'CreateCredentialInterrupted'],
  ['NotSupportedError', modal, 'GetCredentialUnsupported', 'CreateCredentialUnsupported'],
  ['ConstraintError', modal, 'GetPublicKeyCredentialDom', 'CreatePublicKeyCredentialDom'],
  ['UnknownError', modal, 'GetPublicKeyCredentialDom', 'CreatePublicKeyCredentialDom'],
  ['SecurityError', blocked, 'GetPublicKeyCredentialDom', 'CreatePublicKeyCredentialDom'],
] as const)('%s with %j', (name, circumstances, get, create) => {
  it('is what the reference says', () => {
    const cause = dom(name)
    const exceptions = [getFailure(cause, circumstances), createFailure(cause, circumstances)]
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
    expect(getFailure(cause, modal)).toMatchObject({
      name: 'GetCredentialUnknownException',
      message,
      cause,
    })
    expect(createFailure(cause, modal).name).toBe('CreateCredentialUnknownException')
  })
  it('is known by its name where a password manager rejects with an error of its own', () => {
    const cause = Object.assign(new Error('closed'), { name: 'NotAllowedError' })
    expect(getFailure(cause, modal).name).toBe('GetCredentialCancellationException')
  })
})
