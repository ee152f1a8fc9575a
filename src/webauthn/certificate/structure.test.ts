/**
 * Certificates and lists, member by member: what authorities rarely write, and what they must not write.
 */
import { describe, expect, it } from 'vitest'
import { writeCertificate, writeName } from '../../authenticator/certificate.ts'
import type { CertificateExtension } from '../../authenticator/certificate.ts'
import { freshKey } from '../../authenticator/signing-key.ts'
import {
  derBitString,
  derBoolean,
  derContext,
  derContextPrimitive,
  derInteger,
  derNull,
  derObjectIdentifier,
  derOctetString,
  derSequence,
  derSet,
  derTime,
  derUtf8String,
  encodeDer,
} from '../../bytes/der-encode.ts'
import { derChildren, readDer } from '../../bytes/der.ts'
import { CryptoRuntime, cryptoRuntime } from '../crypto/runtime.ts'
import { parseCertificate } from './certificate.ts'
import { basicConstraints, guard, maySignCertificates, subjectAltDnsNames } from './extensions.ts'
import { knownCertificate } from './known-certificate.ts'
import { readNameAttributes } from './name.ts'
import { lists, parseRevocationList } from './revocation-list.ts'

const KEY = freshKey(-7)
const TEXT = new TextEncoder()
const MALFORMED = expect.objectContaining({ code: 'certificate_malformed' }) as Error

const write = (extensions: readonly CertificateExtension[] = [], version = 3) =>
  writeCertificate(
    {
      version,
      serialNumber: Uint8Array.of(1),
      subject: { CN: 'leaf' },
      notBefore: new Date('2020-01-01'),
      notAfter: new Date('2040-01-01'),
      publicKey: KEY.publicKey,
      extensions,
    },
    { name: { CN: 'root' }, key: KEY },
  )

const wholes = (der: Uint8Array) => derChildren(readDer(der)).map(({ whole }) => whole)

/** A certificate whose only extension is written by hand. */
function withExtension(...members: readonly Uint8Array[]): Uint8Array {
  const [tbs, ...rest] = wholes(write())
  const extensions = derContext(3, derSequence(derSequence(...members)))
  return derSequence(derSequence(...wholes(tbs!), extensions), ...rest)
}

describe('parseCertificate', () => {
  it.each([1, 2, 3])('reads version %i', (version) => {
    const { version: read, serialNumber } = parseCertificate(write([], version))
    expect([read, ...serialNumber]).toEqual([version, 1])
  })

  it('refuses two signature algorithms', () => {
    const [tbs, , signature] = wholes(write())
    const other = derSequence(derObjectIdentifier('1.2.840.10045.4.3.3'))
    expect(() => parseCertificate(derSequence(tbs!, other, signature!))).toThrow(MALFORMED)
  })

  it('refuses an extension that stands twice', () => {
    const one = { id: '1.2.3.4', value: derNull() }
    expect(() => parseCertificate(write([one, one]))).toThrow(MALFORMED)
  })

  it('reads 128 extensions and no more', () => {
    const some = (count: number) =>
      write(Array.from({ length: count }, (_, n) => ({ id: `1.2.3.${n}`, value: derNull() })))
    expect(parseCertificate(some(128)).extensions.size).toBe(128)
    expect(() => parseCertificate(some(129))).toThrow(MALFORMED)
  })

  it.each([
    ['true', derBoolean(true), true],
    ['false, though that is the default', derBoolean(false), false],
    ['true in BER', Uint8Array.of(1, 1, 1), true],
  ])('reads critical: %s', (_, flag, critical) => {
    const id = derObjectIdentifier('1.2.3.4')
    const { extensions } = parseCertificate(withExtension(id, flag, derOctetString(derNull())))
    expect(extensions.get('1.2.3.4')).toEqual({ critical, value: derNull() })
  })
})

describe('extensions', () => {
  const read = (id: string, value: Uint8Array) => parseCertificate(write([{ id, value }]))

  it.each([
    ['nothing', derSequence(), { ca: false, pathLength: undefined }],
    ['a CA', derSequence(derBoolean(true)), { ca: true, pathLength: undefined }],
    [
      'a CA with a length',
      derSequence(derBoolean(true), derInteger(3)),
      { ca: true, pathLength: 3 },
    ],
    ['a length alone', derSequence(derInteger(3)), { ca: false, pathLength: 3 }],
  ])('reads Basic Constraints: %s', (_, value, constraints) => {
    expect(basicConstraints(read('2.5.29.19', value))).toEqual(constraints)
  })

  it.each([
    ['keyCertSign', Uint8Array.of(0x04), true],
    ['encipherOnly', Uint8Array.of(0x01), false],
    ['everything else', Uint8Array.of(0xfb), false],
    ['nothing', new Uint8Array(0), false],
  ])('reads Key Usage: %s', (_, bits, allowed) => {
    expect(maySignCertificates(read('2.5.29.15', derBitString(bits)))).toBe(allowed)
  })

  it('reads DNS names, and no others', () => {
    const names = derSequence(
      derContextPrimitive(2, TEXT.encode('example.com')),
      derContextPrimitive(6, TEXT.encode('example.org')),
    )
    expect(subjectAltDnsNames(read('2.5.29.17', names))).toEqual(['example.com'])
    expect(subjectAltDnsNames(parseCertificate(write()))).toEqual([])
  })

  it('lets errors through that are not about bytes', () => {
    const fail = () => {
      throw new RangeError('a fault of the program')
    }
    expect(() => guard(fail)).toThrow(RangeError)
  })
})

describe('knownCertificate', () => {
  /** A certificate of exactly so many bytes. */
  const ofLength = (length: number) => {
    const base = write([{ id: '1.2.3.4', value: new Uint8Array(1000) }]).length
    return write([{ id: '1.2.3.4', value: new Uint8Array(1000 + length - base) }])
  }
  const runtime = new CryptoRuntime(cryptoRuntime().engine)

  it.each([
    ['keeps one of 4096 bytes', 4096, true],
    ['does not keep one of 4097 bytes', 4097, false],
  ])('%s', (_, length, kept) => {
    const der = cutTo(length)
    expect(der).toHaveLength(length)
    const first = knownCertificate(runtime, der)
    expect(knownCertificate(runtime, der) === first).toBe(kept)
    expect(first.der).toEqual(der)
  })

  // An ECDSA signature has one of three lengths, so the wanted one comes soon.
  function cutTo(length: number): Uint8Array {
    for (;;) {
      const der = ofLength(length)
      if (der.length === length) return der
    }
  }
})

describe('readNameAttributes', () => {
  const name = (...members: readonly Uint8Array[]) =>
    readDer(derSequence(derSet(derSequence(derObjectIdentifier('2.5.4.3'), ...members))))

  it.each([
    ['UTF-8', [derUtf8String('Ä')], 'Ä'],
    ['UTF-16', [encodeDer(30, Uint8Array.of(0, 0xc4))], 'Ä'],
    ['no text', [], ''],
  ])('reads %s', (_, members, value) => {
    expect(readNameAttributes(name(...members))).toEqual([{ type: '2.5.4.3', value }])
  })
})

describe('revocation lists', () => {
  const NAME = writeName({ CN: 'root' })
  const ALGORITHM = derSequence(derObjectIdentifier('1.2.840.10045.4.3.2'))
  const NOW = derTime(new Date('2026-01-01'))
  const ENTRY = derSequence(derInteger(5), NOW)

  const list = (...fields: readonly Uint8Array[]) =>
    parseRevocationList(derSequence(derSequence(...fields), ALGORITHM, derBitString(NAME)))
  const certificate = (serial: number, issuer = NAME) => ({
    issuer,
    serialNumber: Uint8Array.of(serial),
  })

  it.each([
    ['with a version', list(derInteger(1), ALGORITHM, NAME, NOW, NOW, derSequence(ENTRY))],
    ['without one', list(ALGORITHM, NAME, NOW, NOW, derSequence(ENTRY))],
    ['without a next update', list(ALGORITHM, NAME, NOW, derSequence(ENTRY))],
  ])('names certificates, %s', (_, read) => {
    expect(lists(read, certificate(5))).toBe(true)
    expect(lists(read, certificate(6))).toBe(false)
    expect(lists(read, certificate(5, writeName({ CN: 'other' })))).toBe(false)
  })

  it('may be empty', () => {
    expect(lists(list(derInteger(1), ALGORITHM, NAME, NOW, NOW), certificate(5))).toBe(false)
  })

  it('are the mistake of the caller when they are none', () => {
    expect(() => parseRevocationList(Uint8Array.of(0x30, 5))).toThrow(TypeError)
  })
})
