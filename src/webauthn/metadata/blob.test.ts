import { createPrivateKey, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { base64, MDS_HOST, signBlob } from '../../../test/webauthn/metadata-blob.ts'
import type { WantedBlob } from '../../../test/webauthn/metadata-blob.ts'
import {
  AAGUID,
  entry,
  metadataOf,
  reported,
  RULES,
  SERVICE,
} from '../../../test/webauthn/metadata-service.ts'
import { createAttestationAuthority } from '../../authenticator/attestation-authority.ts'
import type { Json } from '../../authenticator/change.ts'
import { freshKey } from '../../authenticator/signing-key.ts'
import { derContextPrimitive, derSequence } from '../../bytes/der-encode.ts'
import { metadataFreshness, verifyMetadata } from './blob.ts'

describe('verifyMetadata', () => {
  it('reads models', async () => {
    const metadata = await metadataOf(entry())
    expect(metadata).toMatchObject({ no: 7, nextUpdate: '2026-06-01' })
    expect(metadata.byAaguid.get(AAGUID)).toMatchObject({
      description: 'A model',
      statusReports: [{ status: 'FIDO_CERTIFIED_L1' }],
    })
  })

  it.each<readonly [string, WantedBlob]>([
    ['RSA', { algorithm: -257 }],
    ['the root in the chain', { chain: 'root_included' }],
    ['a status nobody knows', { payload: { entries: [reported({ status: 'TELEPATHIC' })] } }],
    ['an entry that is broken, beside one that is not', { payload: { entries: [7, entry()] } }],
    ['members nobody knows', { payload: { telepathy: true } }],
  ])('takes %s', async (_, wanted) => {
    const { no } = await verifyMetadata(signBlob(SERVICE, wanted).blob, RULES)
    expect(no).toBe(7)
  })

  it.each<readonly [string, string, WantedBlob]>([
    [
      'a signature that does not verify',
      'metadata_signature_invalid',
      { signature: 'bit_flipped' },
    ],
    ['a signature by somebody else', 'metadata_signature_invalid', { signature: 'other_key' }],
    ['a signer of another name', 'metadata_signer_mismatch', { hostname: 'mds.example.com' }],
    ['a chain of another authority', 'metadata_chain_invalid', { chain: 'other_authority' }],
    ['a chain without its middle', 'metadata_chain_invalid', { chain: 'intermediate_missing' }],
    [
      'a signer whose certificate has expired',
      'metadata_chain_invalid',
      { certificate: { notAfter: new Date('2025-01-01T00:00:00Z') } },
    ],
    ['no chain', 'metadata_malformed', { chain: 'empty' }],
    ['no algorithm', 'metadata_malformed', { header: { alg: 'none' } }],
    ['a symmetric algorithm', 'metadata_malformed', { header: { alg: 'HS256' } }],
    ['critical headers', 'metadata_malformed', { header: { crit: ['b64'] } }],
    ['a number below zero', 'metadata_malformed', { payload: { no: -1 } }],
    ['half a number', 'metadata_malformed', { payload: { no: 7.5 } }],
    ['a date that is a number', 'metadata_malformed', { payload: { nextUpdate: 2026 } }],
    ['a legal header that is a number', 'metadata_malformed', { payload: { legalHeader: 1 } }],
    [
      'a certificate that is none',
      'metadata_malformed',
      { header: { x5c: [base64(Uint8Array.of(0x30, 0))] } },
    ],
    ['a number that is none', 'metadata_malformed', { payload: { no: '7' } }],
    ['a date that is none', 'metadata_malformed', { payload: { nextUpdate: 'soon' } }],
    ['no legal header', 'metadata_malformed', { payload: { legalHeader: '' } }],
    ['no list of models', 'metadata_malformed', { payload: { entries: {} } }],
  ])('refuses %s', async (_, code, wanted) => {
    const { blob } = signBlob(SERVICE, wanted)
    await expect(verifyMetadata(blob, RULES)).rejects.toMatchObject({ name: 'MetadataError', code })
  })

  it.each([
    ['ES256', -8],
    ['RS256', -53],
    ['PS256', -8],
    ['ES256', -257],
    ['RS256', -7],
    ['PS384', -7],
    ['ES384', -7],
    ['ES256', -36],
  ])('refuses %s in the header of a signer whose key is one of %i', async (alg, other) => {
    const { publicKey } = freshKey(other)
    const code = 'metadata_signature_invalid'
    const { blob } = signBlob(SERVICE, { certificate: { publicKey } })
    const [, payload] = blob.split('.')
    const { x5c } = JSON.parse(atob(blob.split('.')[0]!)) as { readonly x5c: readonly string[] }
    const header = Buffer.from(JSON.stringify({ alg, x5c })).toString('base64url')
    const signature = 'A'.repeat(alg === 'ES384' ? 128 : 86)
    const answer = verifyMetadata(`${header}.${payload}.${signature}`, RULES)
    await expect(answer).rejects.toMatchObject({ name: 'MetadataError', code })
  })

  it('reads no signer whose key is a point beside its curve', async () => {
    const publicKey = freshKey(-7).publicKey.slice()
    publicKey[publicKey.length - 1]! ^= 1
    const { blob } = signBlob(SERVICE, { certificate: { publicKey } })
    const code = 'metadata_malformed'
    const answer = verifyMetadata(blob, RULES)
    await expect(answer).rejects.toMatchObject({ name: 'MetadataError', code })
  })

  // So are the certificates of FIDO's conformance tools, and that of the example in the specification.
  it.each<readonly [string, WantedBlob, string | undefined, unknown]>([
    ['by its one name', { certificate: { without: ['2.5.29.17'] } }, MDS_HOST, { no: 7 }],
    [
      'whom nobody named',
      { certificate: { without: ['2.5.29.17'] } },
      undefined,
      { code: 'metadata_signer_mismatch' },
    ],
    [
      'by another',
      { certificate: { without: ['2.5.29.17'], subject: { CN: 'mds.example.com' } } },
      MDS_HOST,
      { code: 'metadata_signer_mismatch' },
    ],
    [
      'who has none',
      { certificate: { without: ['2.5.29.17'], subject: { CN: undefined } } },
      MDS_HOST,
      { code: 'metadata_signer_mismatch' },
    ],
    [
      'by one beside the alternative names that count',
      { hostname: 'mds.example.com', certificate: { subject: { CN: MDS_HOST } } },
      MDS_HOST,
      { code: 'metadata_signer_mismatch' },
    ],
  ])('knows a signer without alternative names %s', async (_, wanted, signer, outcome) => {
    const answer = verifyMetadata(signBlob(SERVICE, wanted).blob, { ...RULES, signer })
    expect(await answer.catch((error: unknown) => error)).toMatchObject(outcome as object)
  })

  it('does not take the signature of an EC key under the name of RSA', async () => {
    const { privateKey, publicKey } = freshKey(-7)
    const chain = SERVICE.issue({
      subject: { CN: MDS_HOST },
      publicKey,
      extensions: [
        {
          id: '2.5.29.17',
          value: derSequence(derContextPrimitive(2, new TextEncoder().encode(MDS_HOST))),
        },
      ],
    })
    const part = (value: Json) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const payload = { no: 7, nextUpdate: '2026-06-01', legalHeader: 'x', entries: [] }
    const content = `${part({ alg: 'RS256', x5c: chain.map(base64) })}.${part(payload)}`
    const key = createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' })
    const signature = sign('sha256', Buffer.from(content), key).toString('base64url')
    const answer = verifyMetadata(`${content}.${signature}`, RULES)
    await expect(answer).rejects.toMatchObject({ code: 'metadata_signature_invalid' })
  })

  it('is not kept busy by a text of dots', async () => {
    const dots = Buffer.alloc(2 ** 24, '.').toString()
    const start = process.cpuUsage()
    const answer = verifyMetadata(dots, RULES)
    await expect(answer).rejects.toMatchObject({ code: 'metadata_malformed' })
    const { user, system } = process.cpuUsage(start)
    expect((user + system) / 1000).toBeLessThan(500)
  })

  it.each([undefined, null, 7, new Uint8Array(8), ['a.b.c']])(
    'blames the caller for a blob that is no text: %j',
    async (blob) => {
      const answer = verifyMetadata(blob as unknown as string, RULES)
      await expect(answer).rejects.toThrow(new TypeError('blob must be the text of a signed blob'))
    },
  )

  it.each(['', 'a.b', 'a.b.c', '....', '\u0000', `${'e30.'.repeat(2)}e30`])(
    'refuses %j',
    async (blob) => {
      const code = 'metadata_malformed'
      await expect(verifyMetadata(blob, RULES)).rejects.toMatchObject({ code })
    },
  )

  it('refuses a blob that was changed', async () => {
    const { blob } = signBlob(SERVICE)
    const [header, , signature] = blob.split('.')
    const payload = Buffer.from(JSON.stringify({ no: 9 })).toString('base64url')
    const code = 'metadata_signature_invalid'
    const changed = verifyMetadata(`${header}.${payload}.${signature}`, RULES)
    await expect(changed).rejects.toMatchObject({ code })
  })

  it.each([0, 1])('refuses a signer whose certificate %i was revoked', async (index) => {
    const { blob, chain } = signBlob(SERVICE)
    const revocationLists = SERVICE.revoke([chain[index]!])
    await expect(verifyMetadata(blob, { ...RULES, revocationLists })).rejects.toMatchObject({
      code: 'metadata_chain_invalid',
    })
  })

  it('lets a list that names others pass', async () => {
    const { blob } = signBlob(SERVICE)
    const revocationLists = SERVICE.revoke([signBlob(SERVICE).chain[0]!])
    const { no } = await verifyMetadata(blob, { ...RULES, revocationLists })
    expect(no).toBe(7)
  })

  it('does not believe a list that somebody else signed', async () => {
    const { blob, chain } = signBlob(SERVICE)
    const other = createAttestationAuthority({ intermediate: 'one', organization: 'Service' })
    const revocationLists = other.revoke(chain)
    const { no } = await verifyMetadata(blob, { ...RULES, revocationLists })
    expect(no).toBe(7)
  })

  it('takes a blob with a line end behind it, and the number zero', async () => {
    const { blob } = signBlob(SERVICE, { payload: { no: 0 } })
    expect((await verifyMetadata(`${blob}\n`, RULES)).no).toBe(0)
  })

  it('does not take a chain under SHA-1', async () => {
    const service = createAttestationAuthority({ algorithm: -65535 })
    const answer = verifyMetadata(signBlob(service).blob, { ...RULES, trustAnchors: [service.pem] })
    await expect(answer).rejects.toMatchObject({ code: 'metadata_chain_invalid' })
  })

  it('lists models without an AAGUID under no AAGUID', async () => {
    const { byAaguid, entries } = await metadataOf(entry({ aaguid: 7 }), entry())
    expect([...byAaguid.keys()]).toEqual([AAGUID])
    expect(entries).toHaveLength(2)
  })

  it('never goes backwards', async () => {
    const { blob } = signBlob(SERVICE)
    expect((await verifyMetadata(blob, { ...RULES, previousNo: 7 })).no).toBe(7)
    await expect(verifyMetadata(blob, { ...RULES, previousNo: 8 })).rejects.toMatchObject({
      code: 'metadata_rolled_back',
    })
  })

  it('blames the caller for lists and anchors that are none', async () => {
    const { blob } = signBlob(SERVICE)
    const bytes = Uint8Array.of(0)
    await expect(
      verifyMetadata(blob, { ...RULES, revocationLists: [bytes] }),
    ).rejects.toBeInstanceOf(TypeError)
    await expect(verifyMetadata(blob, { ...RULES, trustAnchors: [bytes] })).rejects.toBeInstanceOf(
      TypeError,
    )
    await expect(verifyMetadata(blob, { ...RULES, trustAnchors: ['x'] })).rejects.toBeInstanceOf(
      TypeError,
    )
  })
})

describe('metadataFreshness', () => {
  const graceMilliseconds = 7 * 24 * 60 * 60 * 1000

  it.each([
    ['2026-06-01T23:00:00Z', 'fresh'],
    ['2026-06-02T00:00:00.000Z', 'fresh'],
    ['2026-06-02T00:00:00.001Z', 'stale'],
    ['2026-06-09T00:00:00.000Z', 'stale'],
    ['2026-06-09T00:00:00.001Z', 'expired'],
    ['2026-06-05T00:00:00Z', 'stale'],
    ['2026-06-10T00:00:00Z', 'expired'],
  ])('at %s is %s', (now, expected) => {
    const options = { now: new Date(now), graceMilliseconds }
    expect(metadataFreshness({ nextUpdate: '2026-06-01' }, options)).toBe(expected)
  })
})
