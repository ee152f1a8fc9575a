/**
 * What is remembered between two ceremonies: it saves work, and never changes an answer.
 */
import { describe, expect, it } from 'vitest'
import { freshKey } from '../../authenticator/signing-key.ts'
import { encodeBase64url } from '../../bytes/base64url.ts'
import { encodeCbor } from '../../bytes/cbor-encode.ts'
import type { CborValue } from '../../bytes/cbor.ts'
import { algorithmOf } from '../keys/algorithm-table.ts'
import type { SignatureScheme } from '../keys/algorithm-table.ts'
import { decodeCoseKey } from '../keys/cose-key.ts'
import type { CryptoEngine, Verifier } from './engine.ts'
import { nodeEngine } from './node-engine.ts'
import { CryptoRuntime, cryptoRuntime } from './runtime.ts'
import { webEngine } from './web-engine.ts'

const NODE = nodeEngine()!
const WEB = webEngine(globalThis.crypto.subtle)
const MESSAGE = new TextEncoder().encode('message')

/** A runtime whose engine counts what it is asked for. */
function counted(engine: CryptoEngine) {
  const calls = { digests: 0, imports: 0, checks: 0 }
  const counting = (verifier: Verifier): Verifier => ({
    verify: (data, signature) => {
      calls.checks += 1
      return verifier.verify(data, signature)
    },
  })
  const runtime = new CryptoRuntime({
    ...engine,
    digest: (hash, data) => {
      calls.digests += 1
      return engine.digest(hash, data)
    },
    importKey: (algorithm, key) => {
      calls.imports += 1
      const made = engine.importKey(algorithm, key)
      return made instanceof Promise ? made.then(counting) : counting(made)
    },
  })
  return { runtime, calls }
}

/** A key with its public half as the verifier reads it, and a signature over the message. */
function signer(id: number) {
  const key = freshKey(id)
  const { algorithm, key: publicKey } = decodeCoseKey(encodeCbor(key.coseKey))
  return { algorithm, publicKey, signed: { data: MESSAGE, signature: key.sign(MESSAGE) } }
}

describe.each([
  ['node:crypto', NODE],
  ['WebCrypto', WEB],
])('the memory of %s', (_, engine) => {
  it('hashes an RP ID once', async () => {
    const { runtime, calls } = counted(engine)
    const hash = await runtime.hashOfRpId('example.com')
    expect(await runtime.hashOfRpId('example.com')).toBe(hash)
    expect(await runtime.hashOfRpId('example.org')).not.toEqual(hash)
    expect(calls.digests).toBe(2)
  })

  it('makes a stored key ready once', async () => {
    const { runtime, calls } = counted(engine)
    const stored = encodeBase64url(encodeCbor(freshKey(-7).coseKey))
    const verifier = await runtime.verifierOf(stored)
    expect(await runtime.verifierOf(stored)).toBe(verifier)
    expect(calls.imports).toBe(1)
  })

  it('keeps one key apart under two schemes', async () => {
    const { runtime, calls } = counted(engine)
    const { publicKey } = signer(-257)
    for (const id of [-257, -258, -37, -257, -258, -37]) {
      await runtime.modelVerifier(algorithmOf(id)!, publicKey)
    }
    expect(calls.imports).toBe(3)
  })

  it('checks a good signature of an issuer once, and a bad one each time', async () => {
    const { runtime, calls } = counted(engine)
    const { algorithm, publicKey, signed } = signer(-7)
    const bad = { ...signed, data: signed.data.with(0, 0) }
    const ends = []
    for (const one of [signed, signed, bad, bad, signed]) {
      ends.push(await runtime.isSigned(algorithm, publicKey, one))
    }
    expect(ends).toEqual([true, true, false, false, true])
    expect(calls).toMatchObject({ imports: 1, checks: 3 })
  })

  it('takes no signature that is remembered for another', async () => {
    const { runtime } = counted(engine)
    const { algorithm, publicKey, signed } = signer(-257)
    const ask = (scheme: SignatureScheme, key = publicKey, one = signed) =>
      runtime.isSigned(scheme, key, one)
    expect(await ask(algorithm)).toBe(true)
    expect(await ask(algorithmOf(-258)!)).toBe(false)
    expect(await ask(algorithmOf(-37)!)).toBe(false)
    expect(await ask(algorithm, signer(-257).publicKey)).toBe(false)
    // The same bytes, with the line between the two drawn elsewhere.
    const moved = {
      data: Uint8Array.of(...signed.data, signed.signature[0]!),
      signature: signed.signature.subarray(1),
    }
    expect(await ask(algorithm, publicKey, moved)).toBe(false)
  })
})

describe('the memory', () => {
  const ed25519 = (index: number) =>
    new Map<number, CborValue>([
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, Uint8Array.of(2 + (index & 0x7f), index >> 7, ...new Uint8Array(30))],
    ])
  const keyOf = (index: number) => decodeCoseKey(encodeCbor(ed25519(index))).key
  const scheme = algorithmOf(-8)!
  const signature = new Uint8Array(64)

  it.each<readonly [string, number, (runtime: CryptoRuntime, index: number) => unknown]>([
    ['RP IDs', 64, (runtime, index) => runtime.hashOfRpId(`${index}.example`)],
    [
      'stored keys',
      4096,
      (runtime, index) => runtime.verifierOf(encodeBase64url(encodeCbor(ed25519(index)))),
    ],
    ['keys of models', 256, (runtime, index) => runtime.modelVerifier(scheme, keyOf(index))],
    [
      'signatures',
      1024,
      (runtime, index) =>
        runtime.isSigned(scheme, keyOf(0), { data: Uint8Array.of(index, index >> 8), signature }),
    ],
  ])('has room for %s: %i', async (_, room, ask) => {
    const { runtime, calls } = counted({ ...NODE, importKey: () => ({ verify: () => true }) })
    for (let index = 0; index < room; index++) await ask(runtime, index)
    const { imports, checks } = { ...calls }
    const hashed = calls.digests
    await ask(runtime, 0)
    expect(calls).toMatchObject({ imports, checks })
    // Of a signature the name itself is a hash.
    expect(calls.digests - hashed).toBe(checks > 0 ? 1 : 0)
  })

  it('has room for certificates: 256', () => {
    const { certificates } = new CryptoRuntime(NODE)
    const certificate = {} as Parameters<typeof certificates.set>[1]
    for (let index = 0; index < 256; index++) certificates.set(String(index), certificate)
    expect(certificates.get('0')).toBe(certificate)
  })

  it('is one for all ceremonies', () => {
    expect(cryptoRuntime()).toBe(cryptoRuntime())
  })
})
