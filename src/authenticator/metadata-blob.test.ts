import { verify, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createAttestationAuthority } from './attestation-authority.ts'
import { metadataEntry, writeMetadataBlob, type MetadataFaults } from './metadata-blob.ts'
import { DEFAULT_AAGUID } from './settings.ts'

const authority = createAttestationAuthority({ intermediate: 'one' })
const models = createAttestationAuthority()
const entries = [metadataEntry({ aaguid: DEFAULT_AAGUID, authority: models })]

function read(blob: string) {
  const [header, payload, signature] = blob.split('.')
  const parse = (part: string | undefined) =>
    JSON.parse(Buffer.from(part!, 'base64url').toString()) as Record<string, unknown>
  const chain = (parse(header)['x5c'] as readonly string[]).map(
    (text) => new X509Certificate(Buffer.from(text, 'base64')),
  )
  return {
    header: parse(header),
    payload: parse(payload),
    chain,
    sound: verify(
      'sha256',
      Buffer.from(`${header}.${payload}`),
      { key: chain[0]!.publicKey, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature!, 'base64url'),
    ),
  }
}

describe('metadata blobs', () => {
  it.each([-7, -257] as const)('are signed by their leaf, algorithm %d', (algorithm) => {
    const { payload, chain, sound } = read(writeMetadataBlob({ entries, authority, algorithm }))
    expect(sound).toBe(true)
    expect(chain).toHaveLength(2)
    expect(chain[0]!.verify(chain[1]!.publicKey)).toBe(true)
    expect(chain[0]!.checkHost('mds.fidoalliance.org')).toBe('mds.fidoalliance.org')
    expect(payload).toMatchObject({ no: 1, nextUpdate: '2049-12-31', entries })
  })

  it.each<[string, MetadataFaults, object]>([
    ['signature', { signature: 'bit_flipped' }, { sound: false }],
    ['number', { payload: { no: 0 } }, { sound: true, payload: { no: 0 } }],
    ['algorithm', { header: { alg: 'none' } }, { sound: true, header: { alg: 'none' } }],
  ])('can have a wrong %s', (_, faults, wrong) => {
    expect(read(writeMetadataBlob({ entries, authority }, faults))).toMatchObject(wrong)
  })

  it('can come from another authority', () => {
    const blob = writeMetadataBlob({ entries, authority }, { chain: 'other_authority' })
    const { chain, sound } = read(blob)
    expect(sound).toBe(true)
    expect(chain[0]!.verify(chain[1]!.publicKey)).toBe(false)
  })
})
