/**
 * Where `node:crypto` is there, where it is not, and where parts of it are missing.
 */
import { Buffer } from 'node:buffer'
import { createPublicKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { canSign, freshKey } from '../../authenticator/signing-key.ts'
import { encodeCbor } from '../../bytes/cbor-encode.ts'
import { algorithmOf, KNOWN_ALGORITHMS } from '../keys/algorithm-table.ts'
import { decodeCoseKey } from '../keys/cose-key.ts'
import type { CryptoEngine } from './engine.ts'
import { nodeEngine } from './node-engine.ts'

const REAL = globalThis.process
const ML_DSA = [-48, -49, -50]

/** The engine of a runtime with another `process`, which is gone again before anything else runs. */
function engineWhere(process: unknown): CryptoEngine | undefined {
  Object.assign(globalThis, { process })
  try {
    return nodeEngine()
  } finally {
    Object.assign(globalThis, { process: REAL })
  }
}

/** A runtime with modules of its own in the place of some; the others are those of this one. */
const having = (modules: Readonly<Record<string, unknown>>) => ({
  getBuiltinModule: (name: string) =>
    name in modules ? modules[name] : REAL.getBuiltinModule(name),
})

const lackedBy = (engine: CryptoEngine) =>
  KNOWN_ALGORITHMS.filter((id) => !engine.supports(algorithmOf(id)!))

describe('nodeEngine', () => {
  it('is there, and lacks ML-DSA at most', () => {
    const engine = nodeEngine()!
    expect(engine.name).toBe('node')
    expect(lackedBy(engine)).toEqual(canSign(-48) ? [] : ML_DSA)
    expect(engine.decodeBase64url('AQID')).toBeInstanceOf(Buffer)
  })

  it.each([
    ['there is no process', undefined],
    ['a process has no modules', {}],
    ['there is no such module', having({ 'node:crypto': undefined })],
    ['the module lacks parts', having({ 'node:crypto': {} })],
  ])('is none where %s', (_, process) => {
    expect(engineWhere(process)).toBeUndefined()
  })

  it.each([
    ['there is no Buffer', having({ 'node:buffer': undefined })],
    ['the module lacks it', having({ 'node:buffer': {} })],
  ])('decodes by itself where %s', (_, process) => {
    const { decodeBase64url } = engineWhere(process)!
    expect(decodeBase64url('AQID')).toEqual(Uint8Array.of(1, 2, 3))
    expect(decodeBase64url('AQID')).not.toBeInstanceOf(Buffer)
    const code = 'base64url_malformed'
    expect(() => decodeBase64url('AQ==')).toThrow(expect.objectContaining({ code }))
  })

  // Node before 24.7 knows no key of that type.
  const older = Object.create(REAL.getBuiltinModule('node:crypto'), {
    createPublicKey: {
      value: (options: { readonly key: { readonly kty: string }; readonly format: 'jwk' }) => {
        if (options.key.kty === 'AKP') throw new TypeError('Unsupported JWK Key Type.')
        return createPublicKey(options)
      },
    },
  }) as unknown

  it('says that ML-DSA is missing where it is', async () => {
    const engine = engineWhere(having({ 'node:crypto': older }))!
    expect(lackedBy(engine)).toEqual(ML_DSA)
    for (const id of ML_DSA) {
      const key = { kty: 'AKP', variant: 'ML-DSA-44', pub: new Uint8Array(1312) } as const
      const answer = () => engine.importKey(algorithmOf(id)!, key)
      expect(answer).toThrow(expect.objectContaining({ code: 'algorithm_unsupported' }))
    }
    const key = freshKey(-8)
    const data = Uint8Array.of(1)
    const { algorithm, key: publicKey } = decodeCoseKey(encodeCbor(key.coseKey))
    const verifier = await engine.importKey(algorithm, publicKey)
    expect(await verifier.verify(data, key.sign(data))).toBe(true)
  })
})
