import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeCbor } from '../bytes/cbor-encode.ts'
import { concatBytes } from '../bytes/concat.ts'
import { parseAuthenticatorData } from './authenticator-data.ts'
import { CeremonyError } from './errors.ts'

const RP_ID_HASH = new Uint8Array(32).fill(9)
const AAGUID = new Uint8Array(16).fill(1)
const ID = new Uint8Array(16).fill(2)
const KEY = encodeCbor(
  new Map<number, number>([
    [1, 2],
    [3, -7],
  ]),
)
const EXTENSIONS = encodeCbor(new Map([['credProtect', 2]]))

const header = (flags: number, count = [0, 0, 1, 0]) => [...RP_ID_HASH, flags, ...count]
const attested = (id: Uint8Array = ID, length = id.length) => [
  ...AAGUID,
  length >> 8,
  length & 255,
  ...id,
  ...KEY,
]
const parse = (...parts: (readonly number[] | Uint8Array)[]) =>
  parseAuthenticatorData(concatBytes(...parts.map((part) => Uint8Array.from(part))))

describe('parseAuthenticatorData', () => {
  it('reads an assertion', () => {
    expect(parse(header(0x05))).toEqual({
      flags: { userPresent: true, userVerified: true, backupEligible: false, backupState: false },
      signCount: 256,
      attestedCredential: undefined,
      extensions: new Map(),
    })
  })

  it('reads the largest counter there is', () => {
    expect(parse(header(0x01, [255, 255, 255, 255])).signCount).toBe(2 ** 32 - 1)
  })

  it('reads the counter byte by byte', () => {
    expect(parse(header(0x01, [1, 2, 3, 4])).signCount).toBe(0x01020304)
  })

  it('reads a registration with extensions', () => {
    const data = parse(header(0xdd), attested(), EXTENSIONS)
    expect(data.flags).toEqual({
      userPresent: true,
      userVerified: true,
      backupEligible: true,
      backupState: true,
    })
    expect(data.attestedCredential).toMatchObject({ aaguid: AAGUID, credentialId: ID })
    expect([...data.attestedCredential!.publicKeyBytes]).toEqual([...KEY])
    expect(data.extensions).toEqual(new Map([['credProtect', 2]]))
  })

  it.each([
    ['reserved bits', () => parse(header(0x23))],
    ['an empty map of extensions', () => parse(header(0x81), [0xa0])],
    ['the longest credential id', () => parse(header(0x41), attested(new Uint8Array(1023)))],
  ])('accepts %s', (_, read) => {
    expect(read().signCount).toBe(256)
  })

  it.each([
    ['36 bytes', () => parse(header(0x01).slice(1))],
    ['nothing', () => parse()],
    ['a byte left over', () => parse(header(0x01), [0])],
    ['extensions without the flag', () => parse(header(0x01), EXTENSIONS)],
    ['the flag without extensions', () => parse(header(0x81))],
    ['extensions that are no map', () => parse(header(0x81), [0x80])],
    ['extensions keyed by numbers', () => parse(header(0x81), [0xa1, 1, 1])],
    ['extensions that are cut short', () => parse(header(0x81), EXTENSIONS.slice(0, -1))],
    ['bytes behind the extensions', () => parse(header(0x81), EXTENSIONS, [0])],
    ['a credential without the flag', () => parse(header(0x01), attested())],
    ['the flag without a credential', () => parse(header(0x41))],
    ['a credential that is cut short', () => parse(header(0x41), attested().slice(0, 20))],
    ['a key that is cut short', () => parse(header(0x41), attested().slice(0, -1))],
    ['no key', () => parse(header(0x41), attested().slice(0, -KEY.length))],
    ['a key that is no CBOR', () => parse(header(0x41), attested().slice(0, -KEY.length), [0xff])],
  ])('refuses %s', (_, read) => {
    const code = 'authenticator_data_malformed'
    expect(read).toThrow(expect.objectContaining({ code }))
  })

  it.each([
    ['1024 bytes', () => parse(header(0x41), attested(new Uint8Array(1024)))],
    ['15 bytes', () => parse(header(0x41), attested(new Uint8Array(15)))],
    ['no bytes', () => parse(header(0x41), attested().slice(0, 16), [0, 0])],
    ['65535 bytes that are not there', () => parse(header(0x41), attested(ID, 65535))],
  ])('refuses a credential id of %s', (_, read) => {
    const code = 'credential_id_length_invalid'
    expect(read).toThrow(expect.objectContaining({ code }))
  })

  it('ends in data or in a coded error, whatever the bytes', () => {
    const anything = fc.tuple(fc.uint8Array({ minLength: 33, maxLength: 33 }), fc.uint8Array())
    fc.assert(
      fc.property(anything, ([start, rest]) => {
        try {
          expect(parse(start, rest).signCount).toBeGreaterThanOrEqual(0)
        } catch (error) {
          expect(error).toBeInstanceOf(CeremonyError)
        }
      }),
    )
  })
})
