import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64url, encodeBase64url } from '../bytes/base64url.ts'
import { CeremonyError } from './errors.ts'
import * as shape from './response-shape.ts'

const { readAuthenticationShape, readMember } = shape
const readRegistrationShape = (value: unknown) =>
  shape.readRegistrationShape(value, decodeBase64url)

const ID = 'A'.repeat(43) + 'A'
const assertion = {
  id: ID,
  rawId: ID,
  type: 'public-key',
  response: { clientDataJSON: 'e30', authenticatorData: 'AAAA', signature: 'AAAA' },
  clientExtensionResults: {},
}
const attestation = {
  ...assertion,
  response: { clientDataJSON: 'e30', attestationObject: 'oA', transports: ['usb'] },
}
const inside = (change: object) => ({
  ...assertion,
  response: { ...assertion.response, ...change },
})

describe('readAuthenticationShape', () => {
  it('reads what a browser sends', () => {
    expect(readAuthenticationShape(assertion)).toMatchObject({
      id: ID,
      clientDataJSON: 'e30',
      userHandle: undefined,
    })
  })

  it.each([
    ['null', { userHandle: null }, undefined],
    ['an empty text', { userHandle: '' }, undefined],
    ['a handle', { userHandle: 'AQID' }, 'AQID'],
    ['64 bytes', { userHandle: 'A'.repeat(86) }, 'A'.repeat(86)],
  ])('takes %s for a user handle', (_, change, userHandle) => {
    expect(readAuthenticationShape(inside(change)).userHandle).toBe(userHandle)
  })

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a text', 'response'],
    ['a function', () => assertion],
    ['a symbol', Symbol('response')],
    ['an array', []],
    ['ids that differ', { ...assertion, rawId: `${ID.slice(0, -1)}B` }],
    [
      'an id with unused bits',
      { ...assertion, id: `${ID.slice(0, 42)}B`, rawId: `${ID.slice(0, 42)}B` },
    ],
    ['a user handle of 65 bytes', inside({ userHandle: 'A'.repeat(87) })],
    ['a user handle that is not base64url', inside({ userHandle: 'a=' })],
    ['client data of 12 kB and more', inside({ clientDataJSON: 'A'.repeat(16_388) })],
    ['authenticator data beyond all measure', inside({ authenticatorData: 'A'.repeat(2 ** 28) })],
    ['a response that is a getter that throws', trap()],
    ['a proxy that throws at everything', hostileProxy()],
    ['a proxy that was revoked', revokedProxy()],
  ])('refuses %s', (_, value) => {
    const code = 'response_malformed'
    expect(() => readAuthenticationShape(value)).toThrow(expect.objectContaining({ code }))
  })

  it.each([
    ['15 bytes', 'A'.repeat(20)],
    ['21 characters', 'A'.repeat(21)],
    ['1365 characters', 'A'.repeat(1365)],
    ['1024 bytes', 'A'.repeat(1366)],
  ])('refuses an id of %s', (_, id) => {
    const code = 'credential_id_length_invalid'
    expect(() => readAuthenticationShape({ ...assertion, id, rawId: id })).toThrow(
      expect.objectContaining({ code }),
    )
  })

  it('takes an id of 1023 bytes', () => {
    const id = 'A'.repeat(1364)
    expect(readAuthenticationShape({ ...assertion, id, rawId: id }).id).toBe(id)
  })

  it('ends in a shape or in a coded error, whatever the value', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (value) => {
        expect(() => readAuthenticationShape(value)).toThrow(CeremonyError)
        expect(() => readAuthenticationShape({ ...assertion, response: value })).toThrow(
          CeremonyError,
        )
      }),
    )
  })
})

describe('texts that are only compared', () => {
  it('are those that the encoder writes, and no others', () => {
    const texts = fc.oneof(
      fc.uint8Array({ minLength: 16, maxLength: 48 }).map(encodeBase64url),
      fc.string({ minLength: 22, maxLength: 64 }),
      fc.base64String({ minLength: 22, maxLength: 64 }),
    )
    fc.assert(
      fc.property(texts, (id) => {
        const decodes = attempt(() => decodeBase64url(id))
        const reads = attempt(() => readAuthenticationShape({ ...assertion, id, rawId: id }))
        expect(reads).toBe(decodes)
      }),
    )
  })
})

describe('readRegistrationShape', () => {
  it.each([
    ['as they are', ['usb', 'hybrid'], ['usb', 'hybrid']],
    ['with words nobody knows', ['smart-card', 'telepathy'], ['smart-card', 'telepathy']],
    ['once each', ['usb', 'usb'], ['usb']],
    ['without what is no word', ['usb', 7, '', 'a b', 'x'.repeat(33)], ['usb']],
    ['not at all', undefined, []],
    ['not at all when they are no list', 'usb', []],
    ['not at all when there is no saying how many', { length: '1', 0: 'usb' }, []],
    [
      'no more than sixteen',
      Array.from({ length: 99 }, (_, n) => `t${n}`),
      Array.from({ length: 16 }, (_, n) => `t${n}`),
    ],
  ])('takes transports %s', (_, transports, read) => {
    const value = { ...attestation, response: { ...attestation.response, transports } }
    expect(readRegistrationShape(value).transports).toEqual(read)
  })
})

describe('texts that are decoded', () => {
  const read = (response: object) =>
    'attestationObject' in response
      ? shape.readRegistrationShape({ ...attestation, response }, () => new Uint8Array())
      : readAuthenticationShape({ ...assertion, response })

  it.each([
    ['clientDataJSON', 16_384, assertion.response],
    ['clientDataJSON', 16_384, attestation.response],
    ['attestationObject', 65_536, attestation.response],
    ['authenticatorData', 16_384, assertion.response],
    ['signature', 16_384, assertion.response],
  ])('are no longer than they may be: %s, %i', (name, length, response) => {
    expect(read({ ...response, [name]: 'A'.repeat(length) })).toMatchObject({ id: ID })
    expect(() => read({ ...response, [name]: 'A'.repeat(length + 1) })).toThrow(
      expect.objectContaining({ code: 'response_malformed' }),
    )
  })
})

describe('readMember', () => {
  it('gives nothing where reading fails', () => {
    expect(readMember(revokedProxy(), 'x')).toBeUndefined()
    expect(readMember(null, 'x')).toBeUndefined()
    expect(readMember('text', 'length')).toBeUndefined()
  })
})

function attempt(read: () => unknown): 'read' | 'refused' {
  try {
    read()
    return 'read'
  } catch {
    return 'refused'
  }
}

function trap(): object {
  return {
    ...assertion,
    get response(): never {
      throw new RangeError('hostile')
    },
  }
}

function hostileProxy(): object {
  const refuse = (): never => {
    throw new RangeError('hostile')
  }
  return new Proxy({}, { get: refuse, has: refuse, ownKeys: refuse, getPrototypeOf: refuse })
}

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}
