/**
 * Certificates read here against Node's own reading of them, and paths with one thing wrong.
 *
 * One file in spite of its length: paths are made of the certificates that are read here.
 */
import { X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { W3C_ROOT, W3C_VECTORS } from '../../../test/vectors/w3c.ts'
import { createAttestationAuthority } from '../../authenticator/attestation-authority.ts'
import type {
  AttestationAuthoritySettings,
  CertificateFaults,
  ChainFault,
} from '../../authenticator/attestation-authority.ts'
import { writeCertificate } from '../../authenticator/certificate.ts'
import type { CertificateExtension } from '../../authenticator/certificate.ts'
import { freshKey } from '../../authenticator/signing-key.ts'
import { decodeBase64url } from '../../bytes/base64url.ts'
import { decodeCbor } from '../../bytes/cbor.ts'
import type { CborMap } from '../../bytes/cbor.ts'
import { derBoolean, derSequence } from '../../bytes/der-encode.ts'
import { cryptoRuntime } from '../crypto/runtime.ts'
import { CeremonyError } from '../errors.ts'
import { parseCertificate } from './certificate.ts'
import { basicConstraints } from './extensions.ts'
import { checkPath } from './path.ts'
import type { PathRules } from './path.ts'
import { parseAnchors } from './pem.ts'

const NOW = new Date('2026-01-01T00:00:00Z')
const KEY = freshKey(-7)
const LEAF = { subject: { CN: 'leaf' }, publicKey: KEY.publicKey, extensions: [] } as const

const w3cCertificates = W3C_VECTORS.flatMap(({ registration }) => {
  const { attestationObject } = registration.response.response
  const object = decodeCbor(decodeBase64url(attestationObject)) as CborMap
  return ((object.get('attStmt') as CborMap).get('x5c') ?? []) as readonly Uint8Array[]
})
const AUTHORITIES = [-7, -35, -36, -8, -257].map((algorithm) =>
  createAttestationAuthority({ algorithm, intermediate: 'one' }),
)
const ALL = [
  W3C_ROOT,
  ...w3cCertificates,
  ...AUTHORITIES.flatMap((one) => [one.certificate, one.intermediate!, one.issue(LEAF)[0]!]),
]

describe('parseCertificate', () => {
  it.each(ALL.map((der, index) => [index, der] as const))(
    'reads certificate %i as Node does',
    (_, der) => {
      const ours = parseCertificate(der)
      const nodes = new X509Certificate(der)
      expect(ours.notBefore).toBe(nodes.validFromDate.getTime())
      expect(ours.notAfter).toBe(nodes.validToDate.getTime())
      expect(basicConstraints(ours).ca).toBe(nodes.ca)
      expect(Buffer.from(ours.serialNumber).toString('hex').replace(/^0+/, '').toUpperCase()).toBe(
        nodes.serialNumber.replace(/^0+/, ''),
      )
      const names = ours.subjectAttributes.map(({ value }) => value)
      const theirs = (nodes.subject ?? '').split('\n').map((line) => line.split('=')[1] ?? '')
      expect(names.toSorted()).toEqual(theirs.filter((text) => text !== '').toSorted())
    },
  )

  it.each([
    ['nothing', new Uint8Array()],
    ['no certificate', Uint8Array.of(0x30, 0)],
    ['half of one', W3C_ROOT.slice(0, 200)],
    ['one with a byte behind it', Uint8Array.of(...W3C_ROOT, 0)],
  ])('refuses %s', (_, der) => {
    const code = 'certificate_malformed'
    expect(() => parseCertificate(der)).toThrow(expect.objectContaining({ code }))
  })

  it('ends in a certificate or in a coded error, whatever is changed', () => {
    const change = fc.tuple(fc.nat(W3C_ROOT.length - 1), fc.nat(255))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let der = W3C_ROOT
        for (const [at, byte] of changes) der = der.with(at, byte)
        try {
          expect(parseCertificate(der).der).toBe(der)
        } catch (error) {
          expect(error).toBeInstanceOf(CeremonyError)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['one of a known issuer', 'Yubico U2F Root CA Serial 457200631', 'read'],
    ['that of another issuer', 'Yubico U2F Root CA Serial 457200632', 'refused'],
  ])('steps over a signature that begins with a byte at random: %s', async (_, CN, outcome) => {
    const root = { name: { CN }, key: freshKey(-257) }
    const dates = { notBefore: new Date(0), notAfter: NOW, version: 3 }
    const write = (
      subject: object,
      publicKey: Uint8Array,
      extensions: readonly CertificateExtension[],
    ) =>
      writeCertificate(
        { ...dates, serialNumber: Uint8Array.of(1), subject, publicKey, extensions },
        root,
      )
    const ca = { id: '2.5.29.19', critical: true, value: derSequence(derBoolean(true)) }
    const anchor = parseCertificate(write(root.name, root.key.publicKey, [ca]))
    const leaf = write(LEAF.subject, LEAF.publicKey, [])
    // The last 257 bytes: how many bits are unused, then the signature.
    const odd = leaf.with(leaf.length - 257, 0x1a)
    const read = async () => {
      const rules = { anchors: [anchor], now: NOW, allowSha1: false, revocationLists: [] }
      const chain = [parseCertificate(odd)]
      await checkPath(cryptoRuntime(), chain, { ...rules, rootInChain: 'refused' })
      return 'read'
    }
    const refused = (error: unknown) => {
      expect(error).toMatchObject({ code: 'certificate_malformed' })
      return 'refused'
    }
    expect(await read().catch(refused)).toBe(outcome)
  })

  it('steps over what real certificates get wrong', () => {
    const issuer = { name: { CN: 'root' }, key: KEY }
    const der = writeCertificate(
      {
        version: 3,
        // Zero, and negative: RFC 5280 forbids both, and vendors have shipped both.
        serialNumber: Uint8Array.of(0x80),
        subject: { CN: 'leaf' },
        notBefore: NOW,
        notAfter: NOW,
        publicKey: KEY.publicKey,
        extensions: [
          // A default that is written out, and a policy that is no policy.
          { id: '2.5.29.19', value: derSequence(derBoolean(false)) },
          { id: '2.5.29.32', value: Uint8Array.of(0xff, 0xff) },
        ],
      },
      issuer,
    )
    expect(basicConstraints(parseCertificate(der))).toEqual({ ca: false, pathLength: undefined })
  })
})

interface WantedPath {
  readonly authority?: AttestationAuthoritySettings
  readonly chain?: ChainFault
  readonly certificate?: CertificateFaults
  readonly intermediate?: CertificateFaults
  readonly rules?: Partial<PathRules>
}

async function path({ authority: settings, rules, ...faults }: WantedPath): Promise<'sound'> {
  const authority = createAttestationAuthority({ intermediate: 'one', ...settings })
  const chain = authority.issue(LEAF, faults).map(parseCertificate)
  const anchors = parseAnchors(cryptoRuntime(), [authority.pem])
  const all: PathRules = {
    anchors,
    now: NOW,
    allowSha1: false,
    rootInChain: 'refused',
    revocationLists: [],
    ...rules,
  }
  await checkPath(cryptoRuntime(), chain, all)
  return 'sound'
}

const extra = (...more: readonly CertificateExtension[]): CertificateFaults => ({
  extensions: (truth) => [...truth, ...more],
})
const instead = (id: string, value: Uint8Array): CertificateFaults => ({
  extensions: (truth) => [...truth.filter((one) => one.id !== id), { id, value, critical: true }],
})
/** Key identifiers, policies, and where revocation is told. */
const UNDERSTOOD = ['2.5.29.14', '2.5.29.31', '2.5.29.32', '2.5.29.35', '1.3.6.1.5.5.7.1.1']
const CRITICAL = { id: '1.2.3.4', critical: true, value: derSequence() }

describe('checkPath', () => {
  it.each<readonly [string, WantedPath]>([
    ['a leaf under the root', { authority: { intermediate: 'none' } }],
    ['a leaf under an intermediate', {}],
    ...([-7, -35, -36, -8, -257] as const).map(
      (algorithm) => [`signatures under ${algorithm}`, { authority: { algorithm } }] as const,
    ),
    [
      'a root at the end, where that is allowed',
      { chain: 'root_included', rules: { rootInChain: 'allowed' } },
    ],
    ['an extension that is not critical', { certificate: extra({ ...CRITICAL, critical: false }) }],
    ['a leaf from this very moment on', { certificate: { notBefore: NOW } }],
    ['a leaf up to this very moment', { certificate: { notAfter: NOW } }],
    ...UNDERSTOOD.map(
      (id) => [`a critical extension ${id}`, { certificate: instead(id, derSequence()) }] as const,
    ),
    [
      'an intermediate of which no more may come, with none below it',
      { intermediate: instead('2.5.29.19', derSequence(derBoolean(true), Uint8Array.of(2, 1, 0))) },
    ],
  ])('accepts %s', async (_, wanted) => {
    expect(await path(wanted)).toBe('sound')
  })

  it.each<readonly [string, string, WantedPath]>([
    ['no anchor at all', 'attestation_untrusted', { rules: { anchors: [] } }],
    [
      'another anchor',
      'attestation_untrusted',
      { rules: { anchors: parseAnchors(cryptoRuntime(), [W3C_ROOT]) } },
    ],
    ['an anchor of the same name', 'certificate_chain_invalid', { chain: 'other_authority' }],
    ['a chain without its middle', 'attestation_untrusted', { chain: 'intermediate_missing' }],
    ['a chain in the wrong order', 'certificate_chain_invalid', { chain: 'reversed' }],
    ['the root at the end', 'certificate_chain_invalid', { chain: 'root_included' }],
    ['a changed leaf', 'certificate_chain_invalid', { certificate: { signature: 'bit_flipped' } }],
    [
      'a changed intermediate',
      'certificate_chain_invalid',
      { intermediate: { signature: 'bit_flipped' } },
    ],
    [
      'an expired leaf',
      'certificate_expired',
      { certificate: { notAfter: new Date('2025-01-01') } },
    ],
    [
      'an expired intermediate',
      'certificate_expired',
      { intermediate: { notAfter: new Date('2025-01-01') } },
    ],
    [
      'a leaf of the future',
      'certificate_expired',
      { certificate: { notBefore: new Date('2027-01-01') } },
    ],
    ['an expired root', 'certificate_expired', { rules: { now: new Date('2051-01-01') } }],
    [
      'an intermediate that is no CA',
      'certificate_chain_invalid',
      { intermediate: { basicConstraints: 'end-entity' } },
    ],
    [
      'an intermediate that does not say',
      'certificate_chain_invalid',
      { intermediate: { basicConstraints: 'missing' } },
    ],
    [
      'an intermediate that may not sign certificates',
      'certificate_chain_invalid',
      { intermediate: instead('2.5.29.15', Uint8Array.of(3, 2, 7, 0x80)) },
    ],
    [
      'a critical extension nobody knows',
      'certificate_chain_invalid',
      { certificate: extra(CRITICAL) },
    ],
    [
      'a critical extension nobody knows further up',
      'certificate_chain_invalid',
      { intermediate: extra(CRITICAL) },
    ],
    [
      'an issuer of another name',
      'certificate_chain_invalid',
      { certificate: { issuer: { CN: 'another' } } },
    ],
    ['SHA-1', 'certificate_chain_invalid', { authority: { algorithm: -65535 } }],
  ])('refuses %s', async (_, code, wanted) => {
    await expect(path(wanted)).rejects.toMatchObject({ name: 'CeremonyError', code })
  })

  it('accepts SHA-1 where it is allowed', async () => {
    const wanted = { authority: { algorithm: -65535 }, rules: { allowSha1: true } }
    expect(await path(wanted)).toBe('sound')
  })

  it('refuses a path that is longer than its root allows', async () => {
    const root = { name: { CN: 'root' }, key: freshKey(-7) }
    const middle = { name: { CN: 'middle' }, key: freshKey(-7) }
    const validity = { notBefore: new Date('2020-01-01'), notAfter: new Date('2040-01-01') }
    const base = { version: 3, serialNumber: Uint8Array.of(1), ...validity }
    const ca = (pathLength: number): readonly CertificateExtension[] => [
      {
        id: '2.5.29.19',
        critical: true,
        value: derSequence(derBoolean(true), Uint8Array.of(2, 1, pathLength)),
      },
    ]
    const anchor = writeCertificate(
      { ...base, subject: root.name, publicKey: root.key.publicKey, extensions: ca(0) },
      root,
    )
    const between = writeCertificate(
      { ...base, subject: middle.name, publicKey: middle.key.publicKey, extensions: ca(0) },
      root,
    )
    const leaf = writeCertificate(
      { ...base, subject: { CN: 'leaf' }, publicKey: KEY.publicKey, extensions: [] },
      middle,
    )
    const rules = {
      anchors: parseAnchors(cryptoRuntime(), [anchor]),
      now: NOW,
      allowSha1: false,
      rootInChain: 'refused',
      revocationLists: [],
    } as const
    const code = 'certificate_chain_invalid'
    const answer = checkPath(cryptoRuntime(), [leaf, between].map(parseCertificate), rules)
    await expect(answer).rejects.toMatchObject({ code })
    // The same middle as its own anchor: now nothing stands between.
    const nearer = { ...rules, anchors: parseAnchors(cryptoRuntime(), [between]) }
    await expect(
      checkPath(cryptoRuntime(), [leaf].map(parseCertificate), nearer),
    ).resolves.toBeUndefined()
    await expect(
      checkPath(cryptoRuntime(), [leaf, between].map(parseCertificate), nearer),
    ).resolves.toBeUndefined()
    // And the leaf itself: an acceptable certificate needs no chain.
    const itself = { ...rules, anchors: parseAnchors(cryptoRuntime(), [leaf]) }
    await expect(
      checkPath(cryptoRuntime(), [leaf].map(parseCertificate), itself),
    ).resolves.toBeUndefined()
  })
})

describe('an intermediate that certified its own new key', () => {
  it('counts once against the length of the path', async () => {
    const ca = (name: string) => ({ name: { CN: name }, key: freshKey(-7) })
    const [root, old, renewed] = [ca('root'), ca('middle'), ca('middle')] as const
    const write = (subject: typeof root, issuer: typeof root, pathLength: number) =>
      writeCertificate(
        {
          version: 3,
          serialNumber: Uint8Array.of(1),
          notBefore: new Date('2020-01-01'),
          notAfter: new Date('2040-01-01'),
          subject: subject.name,
          publicKey: subject.key.publicKey,
          extensions: [
            {
              id: '2.5.29.19',
              value: derSequence(derBoolean(true), Uint8Array.of(2, 1, pathLength)),
            },
          ],
        },
        issuer,
      )
    const judge = (rootLength: number, oldLength: number) =>
      checkPath(
        cryptoRuntime(),
        [write(ca('leaf'), renewed, 0), write(renewed, old, 0), write(old, root, oldLength)].map(
          parseCertificate,
        ),
        {
          anchors: parseAnchors(cryptoRuntime(), [write(root, root, rootLength)]),
          now: NOW,
          allowSha1: false,
          rootInChain: 'refused',
          revocationLists: [],
        },
      )
    await expect(judge(1, 0)).resolves.toBeUndefined()
    await expect(judge(0, 0)).rejects.toMatchObject({ code: 'certificate_chain_invalid' })
  })
})

describe('a root that was renewed', () => {
  const root = { name: { CN: 'root' }, key: freshKey(-7) }
  const certify = (name: object, key: Uint8Array, notBefore: string, notAfter: string) =>
    parseCertificate(
      writeCertificate(
        {
          version: 3,
          serialNumber: Uint8Array.of(1),
          subject: name,
          notBefore: new Date(notBefore),
          notAfter: new Date(notAfter),
          publicKey: key,
          extensions: [{ id: '2.5.29.19', critical: true, value: derSequence(derBoolean(true)) }],
        },
        root,
      ),
    )
  const old = certify(root.name, root.key.publicKey, '2010-01-01', '2025-01-01')
  const renewed = certify(root.name, root.key.publicKey, '2020-01-01', '2040-01-01')
  const leaf = certify({ CN: 'leaf' }, KEY.publicKey, '2024-01-01', '2030-01-01')
  const rules = { anchors: [renewed], now: NOW, allowSha1: false, revocationLists: [] } as const

  it('may be in the chain under its old date, where a root may be there at all', async () => {
    const check = checkPath(cryptoRuntime(), [leaf, old], { ...rules, rootInChain: 'allowed' })
    await expect(check).resolves.toBeUndefined()
    const refused = checkPath(cryptoRuntime(), [leaf, old], { ...rules, rootInChain: 'refused' })
    await expect(refused).rejects.toMatchObject({ code: 'certificate_chain_invalid' })
  })

  it.each([
    ['first', [old, renewed]],
    ['last', [renewed, old]],
  ])('counts beside its old self: that one %s', async (_, anchors) => {
    for (const chain of [[leaf], [leaf, old], [leaf, renewed]]) {
      const both = { ...rules, anchors, rootInChain: 'allowed' } as const
      await expect(checkPath(cryptoRuntime(), chain, both)).resolves.toBeUndefined()
    }
  })

  it('does not count when only the old one is trusted', async () => {
    const only = { ...rules, anchors: [old], rootInChain: 'allowed' } as const
    const check = checkPath(cryptoRuntime(), [leaf], only)
    await expect(check).rejects.toMatchObject({ code: 'certificate_expired' })
    const itself = checkPath(cryptoRuntime(), [old], only)
    await expect(itself).rejects.toMatchObject({ code: 'certificate_expired' })
  })
})

describe('an anchor', () => {
  const root = { name: { CN: 'root' }, key: freshKey(-7) }
  const impostor = { name: { CN: 'root' }, key: freshKey(-7) }
  const write = (subject: object, { publicKey }: { readonly publicKey: Uint8Array }, version = 3) =>
    parseCertificate(
      writeCertificate(
        {
          version,
          serialNumber: Uint8Array.of(1),
          subject,
          notBefore: new Date('2020-01-01'),
          notAfter: new Date('2040-01-01'),
          publicKey,
          extensions:
            version < 3
              ? []
              : [{ id: '2.5.29.19', critical: true, value: derSequence(derBoolean(true)) }],
        },
        root,
      ),
    )
  const anchor = write(root.name, root.key)
  const leaf = write({ CN: 'leaf' }, KEY)
  const [other] = parseAnchors(cryptoRuntime(), [W3C_ROOT])
  const check = (chain: PathRules['anchors'], anchors: PathRules['anchors']) =>
    checkPath(cryptoRuntime(), chain, {
      anchors,
      now: NOW,
      allowSha1: false,
      rootInChain: 'allowed',
      revocationLists: [],
    })
  const code = 'certificate_chain_invalid'

  it.each([
    ['among others', [leaf], [other!, anchor]],
    ['in the chain, among others', [leaf, anchor], [other!, anchor]],
    ['that is the leaf itself, among others', [leaf], [other!, leaf]],
    ['from before there were extensions', [leaf], [write(root.name, root.key, 1)]],
  ])('%s is found', async (_, chain, anchors) => {
    await expect(check(chain, anchors)).resolves.toBeUndefined()
  })

  it.each([
    ['has another key', [leaf, write(root.name, impostor.key)]],
    ['has another name', [leaf, write({ CN: 'another' }, root.key)]],
  ])('is not what only looks like it and %s', async (_, chain) => {
    await expect(check(chain, [anchor])).rejects.toMatchObject({ code })
  })

  it('ends the chain: what it was issued by itself is of no interest', async () => {
    const older = { name: { CN: 'older' }, key: freshKey(-7) }
    const issued = { notBefore: new Date('2020-01-01'), notAfter: new Date('2040-01-01') }
    const crossed = parseCertificate(
      writeCertificate(
        {
          ...issued,
          version: 3,
          serialNumber: Uint8Array.of(1),
          subject: root.name,
          publicKey: root.key.publicKey,
          extensions: [{ id: '2.5.29.19', critical: true, value: derSequence(derBoolean(true)) }],
        },
        older,
      ),
    )
    await expect(check([leaf, crossed], [anchor])).resolves.toBeUndefined()
    await expect(check([leaf, crossed, other!], [anchor])).resolves.toBeUndefined()
    await expect(check([leaf, crossed, other!], [crossed])).resolves.toBeUndefined()
    await expect(check([leaf, crossed, other!], [crossed, other!])).resolves.toBeUndefined()
    await expect(check([leaf, crossed], [other!])).rejects.toMatchObject({
      code: 'attestation_untrusted',
    })
  })

  it('that is the leaf does not vouch for what comes behind it', async () => {
    await expect(check([leaf, other!], [leaf])).rejects.toMatchObject({ code })
  })
})

describe('parseAnchors', () => {
  it('reads PEM with several certificates, and DER', () => {
    const [one, two] = AUTHORITIES
    expect(
      parseAnchors(cryptoRuntime(), [`# roots\n${one!.pem}\n${two!.pem}`, W3C_ROOT]),
    ).toHaveLength(3)
  })

  it.each([
    ['text that is no PEM', 'root'],
    ['PEM that is no base64', '-----BEGIN CERTIFICATE-----\nA=A\n-----END CERTIFICATE-----'],
    ['PEM that is no certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
    ['DER that is no certificate', Uint8Array.of(5, 0)],
  ])('blames the caller for %s', (_, anchor) => {
    expect(() => parseAnchors(cryptoRuntime(), [anchor])).toThrow(TypeError)
  })
})
