import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  authenticate,
  register,
  verifiedAuthentication,
  verifiedRegistration,
} from '../../test/webauthn/ceremony.ts'
import type { CborValue } from '../bytes/cbor.ts'
import { authenticationExtensions, checkCredProtect, registrationExtensions } from './extensions.ts'
import { verifyRegistration } from './registration.ts'

const NONE = new Map()

describe('extensions of a registration', () => {
  it('come back typed', async () => {
    const { extensions } = await verifiedRegistration({
      settings: { minPinLength: 6 },
      options: {
        extensions: {
          credProps: true,
          prf: {},
          largeBlob: { support: 'preferred' },
          appidExclude: 'https://example.com/appid.json',
          credentialProtectionPolicy: 'userVerificationRequired',
          minPinLength: true,
        },
      },
    })
    expect(extensions).toMatchObject({
      credProps: { rk: true },
      prf: { enabled: true },
      largeBlob: { supported: true },
      credProtect: 3,
      minPinLength: 6,
    })
  })

  it.each([
    ['of the wrong type', { credProps: 7, prf: null, largeBlob: 'yes', appidExclude: 1 }, {}],
    ['that nobody knows', { telepathy: true }, {}],
    ['that say nothing', { credProps: {} }, { credProps: {} }],
    [
      'of a secret that is to stay with the client',
      { prf: { enabled: true, results: { first: 'AAAA' } } },
      { prf: { enabled: true } },
    ],
    ['of a key that may be found, in words', { credProps: { rk: 'yes' } }, { credProps: {} }],
    ['that exclude', { appidExclude: true }, { appidExclude: true }],
  ])('are no reason to refuse: outputs %s', (_, client, outputs) => {
    expect(registrationExtensions(client, NONE)).toStrictEqual(outputs)
  })

  it.each([
    ['a protection nobody defined', [['credProtect', 4]]],
    ['a protection in words', [['credProtect', 'high']]],
    ['a negative length', [['minPinLength', -1]]],
  ] as const)('leave out %s', (_, signed) => {
    expect(registrationExtensions({}, new Map<string, CborValue>(signed))).toEqual({})
  })

  it.each([
    ['nothing', undefined],
    ['less', 2],
    ['something else', 7],
  ])('are not enough when the authenticator says %s', async (_, value) => {
    const { response, expected } = await register({
      options: { extensions: { credentialProtectionPolicy: 'userVerificationRequired' } },
      faults: {
        authenticatorData: {
          extensions: new Map<string, CborValue>(
            value === undefined ? [['other', true]] : [['credProtect', value]],
          ),
        },
      },
    })
    const code = 'extension_policy_not_met'
    const answer = verifyRegistration({ response, expected: { ...expected, credProtect: 3 } })
    await expect(answer).rejects.toMatchObject({ code })
  })

  it('are judged last, as Level 3 has it: a statement that does not hold comes first', async () => {
    const { response, expected } = await register({
      settings: { attestation: 'packed-self' },
      faults: { signature: 'bit_flipped' },
    })
    const answer = verifyRegistration({ response, expected: { ...expected, credProtect: 3 } })
    await expect(answer).rejects.toMatchObject({ code: 'attestation_signature_invalid' })
  })

  it.each([1, 2, 3] as const)('are enough at level %i', async (credProtect) => {
    const { extensions } = await verifiedRegistration({
      options: { extensions: { credentialProtectionPolicy: 'userVerificationRequired' } },
      expected: { credProtect },
    })
    expect(extensions.credProtect).toBe(3)
  })
})

describe('the protection of a credential', () => {
  it.each([1, 2, 3])('may be level %i', (credProtect) => {
    const signed = new Map([['credProtect', credProtect]])
    expect(registrationExtensions({}, signed)).toStrictEqual({ credProtect })
  })

  const levels = [undefined, 1, 2, 3, 4]

  it.each([
    [undefined, levels],
    [1, levels],
    [2, [2, 3]],
    [3, [3]],
  ] as const)('that has to be %s is enough at some levels', (least, enough) => {
    const passing = levels.filter((level) => {
      const signed = new Map(level === undefined ? [] : [['credProtect', level]])
      try {
        checkCredProtect(signed, least)
        return true
      } catch {
        return false
      }
    })
    expect(passing).toEqual(enough)
  })
})

const BLOB = 'A'.repeat(65_536)

describe('the least PIN length', () => {
  it.each([
    ['none', 0, { minPinLength: 0 }],
    ['six', 6, { minPinLength: 6 }],
    ['a negative one', -1, {}],
    ['a text', '6', {}],
  ] as const)('may be %s', (_, value, outputs) => {
    expect(registrationExtensions({}, new Map([['minPinLength', value]]))).toEqual(outputs)
  })
})

describe('extensions of an authentication', () => {
  it.each([
    ['a blob', { largeBlob: { blob: 'AAAA' } }, { largeBlob: { blob: 'AAAA' } }],
    ['that it was written', { largeBlob: { written: true } }, { largeBlob: { written: true } }],
    ['neither', { largeBlob: {} }, { largeBlob: {} }],
    ['a blob that is none', { largeBlob: { blob: 'a+b/' } }, { largeBlob: {} }],
    ['a blob of an impossible length', { largeBlob: { blob: 'AAAAA' } }, { largeBlob: {} }],
    ['a blob with bits left over', { largeBlob: { blob: 'AB' } }, { largeBlob: {} }],
    ['a blob of 64 KiB', { largeBlob: { blob: BLOB } }, { largeBlob: { blob: BLOB } }],
    ['a blob of more', { largeBlob: { blob: `${BLOB}A` } }, { largeBlob: {} }],
    [
      'words in place of whether it was written',
      { largeBlob: { written: 'yes' } },
      { largeBlob: {} },
    ],
    ['words in place of whether the AppID was used', { appid: 'yes' }, {}],
    ['null for a blob', { largeBlob: null }, {}],
    ['whether the AppID was used', { appid: false }, { appid: false }],
    ['nothing about secrets', { prf: { results: { first: 'AAAA' } } }, {}],
  ])('tell %s', (_, client, outputs) => {
    expect(authenticationExtensions(client)).toStrictEqual(outputs)
  })

  it('may be there unasked', async () => {
    const { extensions } = await verifiedAuthentication({
      faults: { json: { clientExtensionResults: { telepathy: true } } },
    })
    expect(extensions).toEqual({})
  })

  it('may be missing altogether', async () => {
    const { response } = await authenticate()
    expect(authenticationExtensions({ ...response }.clientExtensionResults)).toEqual({})
    expect(authenticationExtensions(undefined)).toEqual({})
  })

  it('never throw, whatever the client says', () => {
    fc.assert(
      fc.property(fc.anything(), (client) => {
        expect(authenticationExtensions(client)).toBeTypeOf('object')
        expect(registrationExtensions(client, NONE)).toBeTypeOf('object')
      }),
    )
  })
})
