import { verify, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { derChildren, derUnsigned, readDer } from '../bytes/der.ts'
import { createAttestationAuthority } from './attestation-authority.ts'
import { basicConstraints } from './certificate-extensions.ts'
import { freshKey } from './signing-key.ts'

const leafRequest = () => ({
  subject: { CN: 'leaf' },
  publicKey: freshKey(-7).publicKey,
  extensions: [basicConstraints('end-entity')],
})

describe('an attestation authority', () => {
  it('gives its root as PEM and as DER', () => {
    const { pem, certificate } = createAttestationAuthority()
    expect(new X509Certificate(pem).raw).toEqual(Buffer.from(certificate))
    expect(pem.split('\n').every((line) => line.length <= 64)).toBe(true)
  })

  it.each([-7, -35, -36, -8, -257])('signs under %d', (algorithm) => {
    const authority = createAttestationAuthority({ algorithm })
    const root = new X509Certificate(authority.certificate)
    const [leaf] = authority.issue(leafRequest()).map((der) => new X509Certificate(der))
    expect(root.verify(root.publicKey) && root.checkIssued(root)).toBe(true)
    expect(leaf!.verify(root.publicKey) && leaf!.checkIssued(root)).toBe(true)
  })

  it('signs under nothing else', () => {
    expect(() => createAttestationAuthority({ algorithm: -47 })).toThrow(TypeError)
  })

  it('takes certificates back, each issuer its own', () => {
    const authority = createAttestationAuthority({ intermediate: 'one' })
    const chain = authority.issue(leafRequest()).map((der) => new X509Certificate(der))
    const [root, middle] = [authority.certificate, authority.intermediate!].map(
      (der) => new X509Certificate(der),
    )
    const [byRoot, byMiddle] = authority.revoke(chain.map(({ raw }) => raw)).map(readList)
    expect(byRoot!.serialNumbers).toEqual([chain[1]!.serialNumber.toLowerCase()])
    expect(byMiddle!.serialNumbers).toEqual([chain[0]!.serialNumber.toLowerCase()])
    expect(verify('sha256', byRoot!.signed, root!.publicKey, byRoot!.signature)).toBe(true)
    expect(verify('sha256', byMiddle!.signed, middle!.publicKey, byMiddle!.signature)).toBe(true)
    expect(authority.revoke([]).map((der) => readList(der).serialNumbers)).toEqual([[], []])
  })
})

function readList(der: Uint8Array) {
  const [list, , signature] = derChildren(readDer(der))
  const entries = derChildren(list!)[5]!
  return {
    signed: list!.whole,
    signature: signature!.contents.subarray(1),
    // Without entries the extensions follow at once, in a context tag.
    serialNumbers:
      entries.class === 'context'
        ? []
        : derChildren(entries).map((entry) =>
            Buffer.from(derUnsigned(derChildren(entry)[0])).toString('hex'),
          ),
  }
}
