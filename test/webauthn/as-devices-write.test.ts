/**
 * What real devices and clients write although nobody asked them to, put into ceremonies of our own: none of it may
 * keep anybody out.
 *
 * The list comes from responses captured from devices, as other projects publish them; no bytes of theirs are here.
 */
import { describe, expect, it } from 'vitest'
import { createAttestationAuthority } from '../../src/authenticator/attestation-authority.ts'
import { decodeBase64url, encodeBase64url } from '../../src/bytes/base64url.ts'
import { decodeCbor, decodeCborAt } from '../../src/bytes/cbor.ts'
import type { CborMap, CborValue } from '../../src/bytes/cbor.ts'
import { concatBytes } from '../../src/bytes/concat.ts'
import { verifyAuthentication } from '../../src/webauthn/authentication.ts'
import { verifyRegistration } from '../../src/webauthn/registration.ts'
import { authenticate, register } from './ceremony.ts'

const TEXT = new TextEncoder()

/** CBOR with every length and every integer in eight bytes, and maps in the other order. */
function wide(value: CborValue): Uint8Array {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') {
    const bytes = TEXT.encode(value)
    return concatBytes(head(3, bytes.length), bytes)
  }
  if (typeof value === 'boolean') return Uint8Array.of(value ? 0xf5 : 0xf4)
  if (value instanceof Uint8Array) return concatBytes(head(2, value.length), value)
  if (value instanceof Map) {
    const entries = [...(value as CborMap)].toReversed()
    return concatBytes(
      head(5, entries.length),
      ...entries.flatMap(([key, member]) => [wide(key), wide(member)]),
    )
  }
  const items = value as readonly CborValue[]
  return concatBytes(head(4, items.length), ...items.map(wide))
}

function head(major: number, argument: number): Uint8Array {
  const bytes = new Uint8Array(9)
  bytes[0] = (major << 5) | 27
  new DataView(bytes.buffer).setBigUint64(1, BigInt(argument))
  return bytes
}

function parse(json: Uint8Array): object {
  return JSON.parse(new TextDecoder().decode(json)) as object
}

/** Authenticator data of a registration with its key written wide. */
function withWideKey(authData: Uint8Array): Uint8Array {
  const keyStart = 55 + ((authData[53]! << 8) | authData[54]!)
  const { value, end } = decodeCborAt(authData, keyStart)
  return concatBytes(authData.subarray(0, keyStart), wide(value), authData.subarray(end))
}

describe('as devices write it', () => {
  it.each(['none', 'packed-self', 'packed', 'tpm', 'android-key', 'fido-u2f', 'apple'] as const)(
    'may be an attestation object in long forms and another order: %s',
    async (attestation) => {
      const { response, expected } = await register({ settings: { attestation } })
      const object = decodeCbor(decodeBase64url(response.response.attestationObject))
      const attestationObject = encodeBase64url(wide(object))
      const changed = { ...response, response: { ...response.response, attestationObject } }
      const { attestation: found } = await verifyRegistration({ response: changed, expected })
      expect(found.format).toBe(attestation.replace('-self', ''))
    },
  )

  it('may be a key in long forms and another order, and its bytes are kept', async () => {
    const sample = await authenticate({ settings: { attestation: 'none' } })
    const { response, expected } = await register({ settings: { attestation: 'none' } })
    const object = decodeCbor(decodeBase64url(response.response.attestationObject)) as CborMap
    const authData = withWideKey(object.get('authData') as Uint8Array)
    const attestationObject = encodeBase64url(wide(new Map([...object, ['authData', authData]])))
    const changed = { ...response, response: { ...response.response, attestationObject } }
    const { credential } = await verifyRegistration({ response: changed, expected })
    expect(encodeBase64url(authData)).toContain(credential.publicKey.slice(2, -2))

    const publicKey = encodeBase64url(
      wide(decodeCbor(decodeBase64url(sample.credential.publicKey))),
    )
    const verified = await verifyAuthentication({
      ...sample,
      credential: { ...sample.credential, publicKey },
    })
    expect(verified.userVerified).toBe(true)
  })

  it.each<readonly [string, Readonly<Record<string, unknown>>]>([
    ['an Android package', { androidPackageName: 'com.android.chrome' }],
    ['the hash and the extensions of old', { hashAlgorithm: 'SHA-256', clientExtensions: {} }],
    ['a word against templates', { new_keys_may_be_added_here: 'do not compare clientDataJSON' }],
    ['a token binding', { tokenBinding: { status: 'not-supported' } }],
    ['a token binding in use', { tokenBinding: { status: 'present', id: 'AAAA' } }],
    ['a token binding of old', { tokenBinding: 'unused' }],
    ['no token binding, said with null', { tokenBinding: null }],
    ['members without limit', { a: { b: [1, null, { c: 'ü' }] }, '': '' }],
  ])('may be client data with %s', async (_, members) => {
    const faults = {
      clientDataJSON: (json: Uint8Array) =>
        TEXT.encode(JSON.stringify({ ...parse(json), ...members })),
    }
    const made = await register({ faults })
    await expect(verifyRegistration(made)).resolves.toBeDefined()
    const signed = await authenticate({ faults })
    await expect(verifyAuthentication(signed)).resolves.toBeDefined()
  })

  it.each<readonly [string, CborMap]>([
    [
      'how a person was verified',
      new Map([
        [
          'uvm',
          [
            [2, 4, 2],
            [4, 2, 4],
          ],
        ],
      ]),
    ],
    [
      'that there is a secret',
      new Map<string, CborValue>([
        ['hmac-secret', true],
        ['credBlob', true],
      ]),
    ],
    ['a secret, sealed', new Map<string, CborValue>([['hmac-secret', new Uint8Array(80)]])],
    ['a blob', new Map<string, CborValue>([['credBlob', new Uint8Array(32)]])],
    ['that it may pay', new Map([['thirdPartyPayment', true]])],
    [
      'a key of the device',
      new Map<string, CborValue>([
        [
          'devicePubKey',
          new Map<string, CborValue>([
            ['dpk', new Uint8Array(77)],
            ['scope', 0],
          ]),
        ],
      ]),
    ],
    ['nothing, at length', new Map()],
    [
      'what nobody knows',
      new Map<string, CborValue>([['example.telepathy', [new Map([[1, 'x']]), -7]]]),
    ],
  ])('may be signed outputs that nobody asked for: %s', async (_, extensions) => {
    const faults = { authenticatorData: { extensions, flags: { ed: true } } }
    const { response, expected } = await register({ faults })
    expect((await verifyRegistration({ response, expected })).extensions).toEqual({})
    const signed = await authenticate({ faults })
    expect((await verifyAuthentication(signed)).extensions).toEqual({})
  })

  it('may be JSON whose hints say something else than what was signed', async () => {
    const made = await register()
    const inner = {
      ...made.response.response,
      publicKey: 'AAAA',
      publicKeyAlgorithm: -257,
      authenticatorData: 'AAAA',
      transports: ['usb', 'smart-card', 'carrier-pigeon', 'usb', '', 7],
    }
    const response = { ...made.response, response: inner, authenticatorAttachment: 'in-the-cloud' }
    const { credential } = await verifyRegistration({ ...made, response })
    expect(credential.algorithm).toBe(-7)
    expect(credential.transports).toEqual(['usb', 'smart-card', 'carrier-pigeon'])
  })

  it('may be JSON with members from all times, null for nothing, and no extension outputs', async () => {
    const { response, ...rest } = await authenticate({ expected: { allowCredentials: [] } })
    const { clientExtensionResults: _, ...outer } = response
    const old = {
      ...outer,
      authenticatorAttachment: null,
      extra: [],
      getClientExtensionResults: {},
    }
    await expect(verifyAuthentication({ ...rest, response: old })).resolves.toBeDefined()
    const made = await register()
    const inner = { ...made.response.response, transports: undefined, publicKey: null }
    const older = { ...made.response, clientExtensionResults: undefined, response: inner }
    const verified = await verifyRegistration({ ...made, response: older })
    expect(verified.credential.transports).toEqual([])
  })

  it('may be a statement whose certificates have expired since, judged at the time of the ceremony', async () => {
    const authority = createAttestationAuthority({ intermediate: 'one' })
    const made = await register({
      settings: { attestation: 'apple', attestationAuthority: authority },
      faults: {
        certificate: { notBefore: new Date('2021-02-01'), notAfter: new Date('2021-02-04') },
      },
    })
    const attestation = { trustAnchors: [authority.pem], require: 'trusted' } as const
    const verify = (now: string) =>
      verifyRegistration({
        ...made,
        expected: { ...made.expected, attestation, now: new Date(now) },
      })
    expect((await verify('2021-02-02')).attestation.trusted).toBe(true)
    await expect(verify('2021-02-05')).rejects.toMatchObject({ code: 'certificate_expired' })
  })
})
