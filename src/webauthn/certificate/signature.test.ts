/**
 * Signatures as certificates name their algorithms, made by Node and judged here.
 */
import { constants, createPrivateKey, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { writeCertificate } from '../../authenticator/certificate.ts'
import { canSign, freshKey } from '../../authenticator/signing-key.ts'
import {
  derContext,
  derInteger,
  derNull,
  derObjectIdentifier,
  derSequence,
} from '../../bytes/der-encode.ts'
import { readDer } from '../../bytes/der.ts'
import { cryptoRuntime } from '../crypto/runtime.ts'
import { parseCertificate } from './certificate.ts'
import { isSignedBy } from './signature.ts'

const KEYS = new Map([-7, -8, -53, -257].map((algorithm) => [algorithm, freshKey(algorithm)]))
const DATA = new TextEncoder().encode('what is signed')

const PSS = '1.2.840.113549.1.1.10'
const SHA = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
} as const
const SALT = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 } as const

interface Case {
  readonly key: number
  /** Of the data, by Node's name; none for Edwards curves and ML-DSA. */
  readonly hash?: keyof typeof SHA
  readonly oid: string
  readonly parameters?: Uint8Array
  readonly allowSha1?: boolean
}

const pss = (hash: keyof typeof SHA, salt: number, oid: string = SHA[hash]) =>
  derSequence(
    derContext(0, derSequence(derObjectIdentifier(oid), derNull())),
    derContext(2, derInteger(salt)),
  )
const withPss = (hash: keyof typeof SHA, parameters: Uint8Array): Case => ({
  key: -257,
  hash,
  oid: PSS,
  parameters,
  allowSha1: true,
})

async function judge({ key, hash, oid, parameters, allowSha1 = false }: Case): Promise<boolean> {
  const { privateKey, publicKey } = KEYS.get(key) ?? freshKey(key)
  const issuer = parseCertificate(
    writeCertificate(
      {
        version: 3,
        serialNumber: Uint8Array.of(1),
        subject: { CN: 'issuer' },
        notBefore: new Date('2020-01-01'),
        notAfter: new Date('2040-01-01'),
        publicKey,
        extensions: [],
      },
      { name: { CN: 'root' }, key: KEYS.get(-7)! },
    ),
  )
  const node = createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' })
  const padding =
    oid === PSS && hash !== undefined
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: SALT[hash] }
      : {}
  const signature = sign(hash ?? null, DATA, { key: node, ...padding })
  const identifier = derSequence(derObjectIdentifier(oid), ...(parameters ? [parameters] : []))
  const signed = { tbs: DATA, signatureAlgorithm: readDer(identifier), signature }
  return isSignedBy(cryptoRuntime(), signed, issuer, { allowSha1 })
}

const HASHES = ['sha1', 'sha256', 'sha384', 'sha512'] as const

describe('isSignedBy', () => {
  it.each<readonly [string, Case]>([
    ['ECDSA, SHA-1', { key: -7, hash: 'sha1', oid: '1.2.840.10045.4.1', allowSha1: true }],
    ['ECDSA, SHA-256', { key: -7, hash: 'sha256', oid: '1.2.840.10045.4.3.2' }],
    ['ECDSA, SHA-384', { key: -7, hash: 'sha384', oid: '1.2.840.10045.4.3.3' }],
    ['ECDSA, SHA-512', { key: -7, hash: 'sha512', oid: '1.2.840.10045.4.3.4' }],
    ['RSA, SHA-1', { key: -257, hash: 'sha1', oid: '1.2.840.113549.1.1.5', allowSha1: true }],
    ['RSA, SHA-256', { key: -257, hash: 'sha256', oid: '1.2.840.113549.1.1.11' }],
    ['RSA, SHA-384', { key: -257, hash: 'sha384', oid: '1.2.840.113549.1.1.12' }],
    ['RSA, SHA-512', { key: -257, hash: 'sha512', oid: '1.2.840.113549.1.1.13' }],
    ...HASHES.map((hash) => [`PSS, ${hash}`, withPss(hash, pss(hash, SALT[hash]))] as const),
    ['PSS, no member of its parameters', withPss('sha1', derSequence())],
    ['PSS, no parameters', { key: -257, hash: 'sha1', oid: PSS, allowSha1: true }],
    ['Ed25519', { key: -8, oid: '1.3.101.112' }],
    ['Ed448', { key: -53, oid: '1.3.101.113' }],
    ...(canSign(-48) ? ([['ML-DSA', { key: -48, oid: '2.16.840.1.101.3.4.3.17' }]] as const) : []),
  ])('accepts %s', async (_, signed) => {
    expect(await judge(signed)).toBe(true)
  })

  it.each<readonly [string, Case]>([
    ['ECDSA, SHA-1', { key: -7, hash: 'sha1', oid: '1.2.840.10045.4.1' }],
    ['RSA, SHA-1', { key: -257, hash: 'sha1', oid: '1.2.840.113549.1.1.5' }],
    ['PSS, SHA-1', { ...withPss('sha1', derSequence()), allowSha1: false }],
    ['another hash than the one named', { key: -7, hash: 'sha384', oid: '1.2.840.10045.4.3.2' }],
    ['ECDSA by an RSA key', { key: -257, hash: 'sha256', oid: '1.2.840.10045.4.3.2' }],
    ['RSA by an EC key', { key: -7, hash: 'sha256', oid: '1.2.840.113549.1.1.11' }],
    ['Ed25519 under the name of ECDSA', { key: -8, oid: '1.2.840.10045.4.3.2' }],
    ['Ed25519 under the name of Ed448', { key: -8, oid: '1.3.101.113' }],
    ['Ed448 under the name of Ed25519', { key: -53, oid: '1.3.101.112' }],
    ...(canSign(-48)
      ? ([['ML-DSA-44 under another name', { key: -48, oid: '2.16.840.1.101.3.4.3.18' }]] as const)
      : []),
    ['an algorithm nobody knows', { key: -7, hash: 'sha256', oid: '1.2.3' }],
  ])('does not accept %s', async (_, signed) => {
    expect(await judge(signed)).toBe(false)
  })

  it.each([
    ['a short salt', 'algorithm_unsupported', pss('sha256', 20)],
    ['a hash nobody knows', 'algorithm_unsupported', pss('sha256', 32, '1.2.3')],
    ['parameters that are none', 'certificate_malformed', derSequence(derContext(0, derNull()))],
  ])('refuses PSS with %s', async (_, code, parameters) => {
    await expect(judge(withPss('sha256', parameters))).rejects.toMatchObject({ code })
  })
})
