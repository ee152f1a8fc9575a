/**
 * Both engines against each other, and against signatures that were made wrong on purpose.
 */
import { constants, createPrivateKey, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { freshKey } from '../../authenticator/signing-key.ts'
import { signWithFault } from '../../authenticator/signature.ts'
import type { SignatureFault } from '../../authenticator/signature.ts'
import { encodeCbor } from '../../bytes/cbor-encode.ts'
import { algorithmOf, KNOWN_ALGORITHMS } from '../keys/algorithm-table.ts'
import { decodeCoseKey } from '../keys/cose-key.ts'
import { toRawEcdsaSignature } from './ecdsa-signature.ts'
import type { CryptoEngine } from './engine.ts'
import { nodeEngine } from './node-engine.ts'
import { webEngine } from './web-engine.ts'

const NODE = nodeEngine()!
const WEB = webEngine(globalThis.crypto.subtle)
const MESSAGE = new TextEncoder().encode('message')

const FAULTS: readonly SignatureFault[] = ['bit_flipped', 'other_key', 'other_message', 'empty']
const ECDSA_FAULTS: readonly SignatureFault[] = [
  'r_zero',
  's_zero',
  'trailing_byte',
  'r_padded',
  'not_der',
]

async function verify(
  engine: CryptoEngine,
  { key, signature }: { readonly key: ReturnType<typeof freshKey>; readonly signature: Uint8Array },
): Promise<boolean> {
  const publicKey = decodeCoseKey(encodeCbor(key.coseKey))
  const verifier = await engine.importKey(publicKey.algorithm, publicKey.key)
  return verifier.verify(MESSAGE, signature)
}

describe.each([
  ['node:crypto', NODE],
  ['WebCrypto', WEB],
])('%s', (_, engine) => {
  const supported = KNOWN_ALGORITHMS.filter((id) => engine.supports(algorithmOf(id)!))

  it.each(supported)('verifies algorithm %i and refuses what is wrong', async (id) => {
    const key = freshKey(id)
    expect(await verify(engine, { key, signature: key.sign(MESSAGE) })).toBe(true)
    const faults = algorithmOf(id)!.scheme === 'ECDSA' ? [...FAULTS, ...ECDSA_FAULTS] : FAULTS
    for (const fault of faults) {
      const signature = signWithFault(key, MESSAGE, fault)
      expect([fault, await verify(engine, { key, signature })]).toEqual([fault, false])
    }
  })

  it('says which algorithms it lacks', async () => {
    for (const id of KNOWN_ALGORITHMS.filter((id) => !supported.includes(id))) {
      const algorithm = algorithmOf(id)!
      const key = { kty: 'AKP', variant: 'ML-DSA-44', pub: new Uint8Array(1312) } as const
      const answer = (async () => engine.importKey(algorithm, key))()
      await expect(answer).rejects.toMatchObject({ code: 'algorithm_unsupported' })
    }
  })

  it.each(['e30=', 'e3', 'a+/b', 'Zm9v ', 'Zm9vY', 'Zm\n9', 'ŁAAA'])(
    'does not read what is no base64url: %j',
    (text) => {
      const code = 'base64url_malformed'
      const decoders = [engine.decodeBase64url, ...Object.values(engine.workspace.decode)]
      for (const decode of decoders) {
        expect(() => decode(text)).toThrow(expect.objectContaining({ code }))
        expect([...decode('e30')]).toEqual([0x7b, 0x7d])
      }
    },
  )

  it('says when the library refuses a key', async () => {
    const algorithm = algorithmOf(-7)!
    const zeros = new Uint8Array(32)
    const key = { kty: 'EC', curve: 'P-256', x: zeros, y: zeros } as const
    const answer = (async () => engine.importKey(algorithm, key))()
    await expect(answer).rejects.toMatchObject({ code: 'public_key_malformed' })
  })

  it.each(['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const)('hashes with %s', async (hash) => {
    const other = engine === NODE ? WEB : NODE
    const digest = Buffer.from(await engine.digest(hash, MESSAGE)).toString('hex')
    expect(digest).toBe(Buffer.from(await other.digest(hash, MESSAGE)).toString('hex'))
  })
})

describe('the engines', () => {
  it('include what the spec wants offered, both of them', () => {
    const wanted = [-8, -7, -257]
    expect(wanted.every((id) => WEB.supports(algorithmOf(id)!))).toBe(true)
    expect(wanted.every((id) => NODE.supports(algorithmOf(id)!))).toBe(true)
  })

  it('say what they are, and what WebCrypto lacks', () => {
    const engine = webEngine(globalThis.crypto.subtle)
    expect([NODE.name, engine.name]).toEqual(['node', 'webcrypto'])
    const lacked = KNOWN_ALGORITHMS.filter((id) => !engine.supports(algorithmOf(id)!))
    expect(lacked).toEqual([-47, -48, -49, -50, -53])
  })

  it.each([
    ['NotSupportedError', 'algorithm_unsupported'],
    ['DataError', 'public_key_malformed'],
  ])('tell what a platform answers to a key: %s', async (name, code) => {
    const importKey = () => Promise.reject(new DOMException('of this platform', name))
    const engine = webEngine({ importKey } as unknown as SubtleCrypto)
    const { algorithm, key } = decodeCoseKey(encodeCbor(freshKey(-8).coseKey))
    const answer = (async () => engine.importKey(algorithm, key))()
    await expect(answer).rejects.toMatchObject({ code })
  })

  // No COSE algorithm says so, but certificates can be signed like that.
  it('know RSA-PSS with SHA-1, whose salt is as long as the hash', async () => {
    const key = freshKey(-37)
    const { key: publicKey } = decodeCoseKey(encodeCbor(key.coseKey))
    const privateKey = createPrivateKey({
      key: Buffer.from(key.privateKey),
      format: 'der',
      type: 'pkcs8',
    })
    const signature = sign('sha1', MESSAGE, {
      key: privateKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 20,
    })
    for (const engine of [NODE, WEB]) {
      const scheme = { scheme: 'RSA-PSS', hash: 'SHA-1' } as const
      const verifier = await engine.importKey(scheme, publicKey)
      expect(await verifier.verify(MESSAGE, signature)).toBe(true)
    }
  })

  it('take memory that is shared', async () => {
    const key = freshKey(-8)
    const shared = new Uint8Array(new SharedArrayBuffer(64))
    shared.set(key.sign(MESSAGE))
    expect(await verify(WEB, { key, signature: shared })).toBe(true)
  })
})

describe('ECDSA signatures', () => {
  const one = [0x02, 0x01, 0x01]
  const der = (...numbers: (readonly number[])[]) => {
    const body = numbers.flat()
    return Uint8Array.of(0x30, body.length, ...body)
  }

  it('become r and s in the length of the field', () => {
    const raw = toRawEcdsaSignature('P-256', der(one, [0x02, 0x02, 0x00, 0x80]))
    expect(raw).toEqual(Uint8Array.from({ length: 64 }, (_, at) => ({ 31: 1, 63: 128 })[at] ?? 0))
  })

  const ORDER_256 = [
    0x02, 0x21, 0x00, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc,
    0x63, 0x25, 0x51,
  ]

  it('may reach the order less one', () => {
    const below = ORDER_256.with(ORDER_256.length - 1, 0x50)
    expect(toRawEcdsaSignature('P-256', der(below, one))).toHaveLength(64)
  })

  it.each([
    ['nothing', Uint8Array.of()],
    ['r alone', der(one)],
    ['three numbers', der(one, one, one)],
    ['a set', Uint8Array.of(0x31, 0x06, ...one, ...one)],
    ['a length that is too long', Uint8Array.of(0x30, 0x07, ...one, ...one)],
    ['a length that is too short', Uint8Array.of(0x30, 0x05, ...one, ...one)],
    ['a length in two bytes where one would do', Uint8Array.of(0x30, 0x81, 0x06, ...one, ...one)],
    ['an indefinite length', Uint8Array.of(0x30, 0x80, ...one, ...one, 0, 0)],
    ['no number', der([0x02, 0x00], one)],
    ['a number of another type', der([0x04, 0x01, 0x01], one)],
    ['a negative number', der([0x02, 0x01, 0x80], one)],
    ['a zero in front that is not needed', der([0x02, 0x02, 0x00, 0x7f], one)],
    ['a number that reaches beyond', der(one, [0x02, 0x05, 0x01])],
    ['r of zero', der([0x02, 0x01, 0x00], one)],
    ['s of zero', der(one, [0x02, 0x01, 0x00])],
    ['r of the order', der(ORDER_256, one)],
    ['s of the order', der(one, ORDER_256)],
    ['r beyond the field', der([0x02, 0x22, 0x01, ...Array.from({ length: 33 }, () => 0)], one)],
  ])('are refused: %s', (_, bytes) => {
    expect(toRawEcdsaSignature('P-256', bytes)).toBeUndefined()
  })
})
