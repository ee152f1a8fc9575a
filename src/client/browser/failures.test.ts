import { describe, expect, it } from 'vitest'
import type { CredentialManagerException } from '../exception.ts'
import { type Denial, perform } from './ceremony.ts'
import { CREATE, type Family, GET } from './failures.ts'
import type { BrowserPage } from './page.ts'

const page = {
  Date,
  document: { hidden: true, hasFocus: () => false },
  navigator: { userActivation: { isActive: false } },
} as unknown as BrowserPage

/** What a call ends with whose browser rejects with `cause`. */
async function failure<E extends CredentialManagerException>(
  family: Family<E>,
  cause: unknown,
  denial: Denial,
): Promise<CredentialManagerException> {
  const ended = perform(page, family, {
    mode: 'modal',
    run: () => Promise.reject(cause as Error),
    denial: () => denial,
  })
  return ended.then(
    () => expect.fail('it resolved'),
    (error: CredentialManagerException) => error,
  )
}

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
  it('is what the reference says', async () => {
    const cause = dom(name)
    const exceptions = [await failure(GET, cause, denial), await failure(CREATE, cause, denial)]
    expect(exceptions.map((one) => one.name)).toEqual([`${get}Exception`, `${create}Exception`])
    for (const exception of exceptions) {
      expect(exception.cause).toBe(cause)
      expect(exception.message).toBe('as the browser says')
      const domError = exception.name.includes('Dom') ? name : undefined
      expect(exception.domError?.name).toBe(domError)
      expect(exception.diagnosis !== undefined).toBe(name === 'NotAllowedError')
    }
  })
})

describe('a diagnosis', () => {
  it('says what the page saw, and nothing of what a browser does not tell', async () => {
    const { diagnosis } = await failure(GET, dom('NotAllowedError'), 'cancelled')
    const { elapsed, ...rest } = diagnosis!
    expect(elapsed).toBeGreaterThanOrEqual(0)
    expect(rest).toEqual({
      mode: 'modal',
      isVisible: false,
      isFocused: false,
      isActivated: false,
      isPermitted: undefined,
    })
  })
})

describe('what is no DOM error', () => {
  it.each([
    ['an ordinary error', new Error('out of paper'), 'out of paper'],
    ['a text', 'out of paper', 'out of paper'],
    ['nothing', undefined, 'undefined'],
  ])('is unknown: %s', async (_, cause, message) => {
    expect(await failure(GET, cause, 'cancelled')).toMatchObject({
      name: 'GetCredentialUnknownException',
      message,
      cause,
    })
    const created = await failure(CREATE, cause, 'cancelled')
    expect(created.name).toBe('CreateCredentialUnknownException')
  })
  it('is known by its name where a password manager rejects with an error of its own', async () => {
    const cause = Object.assign(new Error('closed'), { name: 'NotAllowedError' })
    const exception = await failure(GET, cause, 'cancelled')
    expect(exception.name).toBe('GetCredentialCancellationException')
  })
})
