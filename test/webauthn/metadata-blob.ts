/**
 * Metadata blobs of our own, signed as the FIDO Alliance's service signs its own.
 *
 * @module
 */
import type {
  AttestationAuthority,
  CertificateFaults,
  ChainFault,
} from '../../src/authenticator/attestation-authority.ts'
import type { Json } from '../../src/authenticator/change.ts'
import { writeJws } from '../../src/authenticator/jws.ts'
import type { SignatureFault } from '../../src/authenticator/signature.ts'
import { freshKey } from '../../src/authenticator/signing-key.ts'
import { derContextPrimitive, derSequence } from '../../src/bytes/der-encode.ts'

export const MDS_HOST = 'mds.fidoalliance.org'

/** What is to be different in a blob. */
export interface WantedBlob {
  readonly payload?: Readonly<Record<string, Json>>
  readonly header?: Readonly<Record<string, Json>>
  readonly hostname?: string
  readonly algorithm?: number
  readonly signature?: SignatureFault
  readonly certificate?: CertificateFaults
  readonly intermediate?: CertificateFaults
  readonly chain?: ChainFault
}

/** Standard base64. */
export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** Signs a blob; gives it with the chain of its signer. */
export function signBlob(authority: AttestationAuthority, wanted: WantedBlob = {}) {
  const { hostname = MDS_HOST, algorithm = -7 } = wanted
  const key = freshKey(algorithm)
  const chain = authority.issue(
    {
      subject: { C: 'US', O: 'Latchkey Test', CN: hostname },
      publicKey: key.publicKey,
      extensions: [
        {
          id: '2.5.29.17',
          value: derSequence(derContextPrimitive(2, new TextEncoder().encode(hostname))),
        },
      ],
    },
    wanted,
  )
  const blob = writeJws(
    { alg: algorithm === -7 ? 'ES256' : 'RS256', x5c: chain.map(base64), ...wanted.header },
    {
      no: 7,
      nextUpdate: '2026-06-01',
      legalHeader: 'For tests only.',
      entries: [],
      ...wanted.payload,
    },
    key,
    wanted.signature,
  )
  return { blob, chain }
}
