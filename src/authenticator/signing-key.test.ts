import { createPublicKey, constants, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { COSE_ALGORITHMS, type COSEAlgorithmName } from '../protocol/cose.ts'
import { ALGORITHMS } from './algorithm-table.ts'
import {
  algorithmOfKey,
  canSign,
  freshKey,
  generatePrivateKey,
  importSigningKey,
} from './signing-key.ts'

// One RSA key for all eight of them: they take their time.
const rsa = generatePrivateKey(-257)
const message = new TextEncoder().encode('message')
const names = Object.keys(COSE_ALGORITHMS) as COSEAlgorithmName[]
const hashOf = (name: string) =>
  ({ '256': 'sha256', '384': 'sha384', '512': 'sha512', RS1: 'sha1' })[
    name.match(/\d{3}|RS1/)?.[0] ?? ''
  ]

const keyFor = (name: COSEAlgorithmName) =>
  /^[RP]S/.test(name)
    ? importSigningKey(rsa, COSE_ALGORITHMS[name])
    : freshKey(COSE_ALGORITHMS[name])

describe('signing keys', () => {
  it('are there for every algorithm that has a name here', () => {
    expect(names.map((name) => COSE_ALGORITHMS[name]).filter((id) => !ALGORITHMS.has(id))).toEqual(
      [],
    )
  })

  it.each(names.filter((name) => canSign(COSE_ALGORITHMS[name])))('sign under %s', (name) => {
    const key = keyFor(name)
    const publicKey = createPublicKey({
      key: Buffer.from(key.publicKey),
      format: 'der',
      type: 'spki',
    })
    const hash = name.startsWith('Ed') || name.startsWith('ML') ? null : hashOf(name)
    const input = name.startsWith('PS')
      ? {
          key: publicKey,
          padding: constants.RSA_PKCS1_PSS_PADDING,
          saltLength: Number(name.slice(2)) / 8,
        }
      : publicKey
    const signature = key.sign(message)
    expect(verify(hash, message, input, signature)).toBe(true)
    expect(verify(hash, message.slice(1), input, signature)).toBe(false)
    expect(key.coseKey.get(3)).toBe(COSE_ALGORITHMS[name])
  })

  it.each<[COSEAlgorithmName, readonly (readonly [number, string])[]]>([
    [
      'ES256',
      [
        [-2, 'x'],
        [-3, 'y'],
      ],
    ],
    [
      'ES384',
      [
        [-2, 'x'],
        [-3, 'y'],
      ],
    ],
    [
      'ES512',
      [
        [-2, 'x'],
        [-3, 'y'],
      ],
    ],
    [
      'ES256K',
      [
        [-2, 'x'],
        [-3, 'y'],
      ],
    ],
    ['EdDSA', [[-2, 'x']]],
    ['Ed448', [[-2, 'x']]],
    [
      'RS256',
      [
        [-1, 'n'],
        [-2, 'e'],
      ],
    ],
  ])('have the numbers of %s in their COSE key', (name, members) => {
    const key = keyFor(name)
    const jwk = createPublicKey({
      key: Buffer.from(key.publicKey),
      format: 'der',
      type: 'spki',
    }).export({ format: 'jwk' })
    const numbers = members.map(([label]) =>
      Buffer.from(key.coseKey.get(label) as Uint8Array).toString('base64url'),
    )
    expect(numbers).toEqual(members.map(([, member]) => jwk[member]))
  })

  it('come back from their own bytes', () => {
    const key = freshKey(-7)
    expect(importSigningKey(key.privateKey, -7).coseKey).toEqual(key.coseKey)
    expect([-7, -8, -35].map((alg) => algorithmOfKey(generatePrivateKey(alg)))).toEqual([
      -7, -8, -35,
    ])
  })

  it.each([
    ['bytes that are no key', () => importSigningKey(Uint8Array.of(1), -7), 'credential_malformed'],
    [
      'a key of another curve',
      () => importSigningKey(generatePrivateKey(-7), -35),
      'credential_malformed',
    ],
    ['an algorithm nobody knows', () => generatePrivateKey(-1), 'algorithm_unsupported'],
  ])('refuse %s', (_, make, code) => {
    expect(make).toThrow(expect.objectContaining({ code }))
  })
})
