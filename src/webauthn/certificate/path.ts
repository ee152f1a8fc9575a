/**
 * Certification paths: from an attestation certificate to an anchor the relying party trusts.
 *
 * Written here rather than taken from @peculiar/x509, which was tried: it reads a whole certificate and refuses one
 * whose policies or alternative names are malformed, as real ones are and as nothing here depends on; a chain of two
 * took fifteen times as long; and it wants a polyfill that changes a global object. Attestation chains come in
 * order and without forks, so there is a list to walk and no graph to search. Revocation lists are given or not
 * looked at; nothing is fetched.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc5280#section-6} RFC 5280 §6
 * @module
 */
import { equalBytes } from '../../bytes/equal.ts'
import type { CryptoRuntime } from '../crypto/runtime.ts'
import { CeremonyError } from '../errors.ts'
import { samePublicKey } from '../keys/public-key.ts'
import type { Certificate } from './certificate.ts'
import { basicConstraints, EXTENSIONS, maySignCertificates } from './extensions.ts'
import { lists } from './revocation-list.ts'
import type { RevocationList } from './revocation-list.ts'
import { isSignedBy } from './signature.ts'

/** How a path is judged. */
export interface PathRules {
  readonly anchors: readonly Certificate[]
  /** When the certificates have to be valid. */
  readonly now: Date
  readonly allowSha1: boolean
  /** Whether the chain may end with the self-signed anchor itself. */
  readonly rootInChain: 'allowed' | 'refused'
  readonly revocationLists: readonly RevocationList[]
}

/** Critical extensions that are either checked or say nothing against a path. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  EXTENSIONS.basicConstraints,
  EXTENSIONS.keyUsage,
  EXTENSIONS.extendedKeyUsage,
  EXTENSIONS.subjectAltName,
  EXTENSIONS.certificatePolicies,
  EXTENSIONS.crlDistributionPoints,
  EXTENSIONS.authorityInfoAccess,
  EXTENSIONS.authorityKeyIdentifier,
  EXTENSIONS.subjectKeyIdentifier,
])

/**
 * Checks that a chain, leaf first, leads to one of the anchors or is one of them.
 *
 * @throws {@link CeremonyError} with `certificate_expired`, `certificate_revoked`, `certificate_chain_invalid`, or
 * `attestation_untrusted` when the chain is sound and leads somewhere else.
 */
export async function checkPath(
  runtime: CryptoRuntime,
  chain: readonly Certificate[],
  rules: PathRules,
): Promise<void> {
  const path = withoutAnchor(chain, rules)
  for (const certificate of path) checkCertificate(certificate, rules.now)
  if (path.length === 1 && isGiven(path[0]!, rules)) return
  for (const [index, certificate] of path.entries()) {
    const issuer = path[index + 1]
    if (issuer === undefined) break
    checkIssuer(issuer, casBelow(path, index + 1))
    if (!(await issued(runtime, certificate, issuer, rules))) {
      throw invalid('a certificate was not issued by the next one')
    }
  }
  await checkLast(runtime, path, rules)
}

function checkCertificate(certificate: Certificate, now: Date): void {
  const time = now.getTime()
  if (time < certificate.notBefore || time > certificate.notAfter) {
    throw new CeremonyError('certificate_expired', 'a certificate is not valid at this time')
  }
  for (const [identifier, { critical }] of certificate.extensions) {
    if (critical && !UNDERSTOOD.has(identifier)) {
      throw invalid(`critical extension ${identifier} is not understood`)
    }
  }
}

/**
 * How many CAs stand between the leaf and the one at `index`. A CA that certified its own new key is still the same one
 * (RFC 5280 §6.1.4 l).
 */
function casBelow(path: readonly Certificate[], index: number): number {
  return path.slice(1, index).filter(({ subject, issuer }) => !equalBytes(subject, issuer)).length
}

/** `below` counts the CAs that stand between this one and the leaf. */
function checkIssuer(issuer: Certificate, below: number): void {
  const { ca, pathLength } = basicConstraints(issuer)
  if (!ca) throw invalid('an issuer is no CA')
  if (pathLength !== undefined && below > pathLength) throw invalid('the path is too long')
  if (!maySignCertificates(issuer)) throw invalid('an issuer may not sign certificates')
}

/**
 * The chain up to its first anchor: what an anchor itself was issued by is of no interest. A chain is to come without
 * its root; an intermediate that is itself an anchor may be there.
 */
function withoutAnchor(chain: readonly Certificate[], rules: PathRules): readonly Certificate[] {
  const at = chain.findIndex((certificate, index) => index > 0 && isAnchor(certificate, rules))
  if (at === -1) return chain
  const anchor = chain[at]!
  if (rules.rootInChain === 'refused' && equalBytes(anchor.subject, anchor.issuer)) {
    throw invalid('the chain includes the root')
  }
  return chain.slice(0, at)
}

async function checkLast(
  runtime: CryptoRuntime,
  path: readonly Certificate[],
  rules: PathRules,
): Promise<void> {
  const last = path.at(-1)!
  const candidates = rules.anchors.filter((anchor) => equalBytes(anchor.subject, last.issuer))
  if (candidates.length === 0) {
    throw new CeremonyError('attestation_untrusted', 'the chain leads to no anchor')
  }
  let failure = invalid('the last certificate was not issued by its anchor')
  for (const anchor of candidates) {
    if (!(await issued(runtime, last, anchor, rules))) continue
    const found = failureOf(anchor, casBelow(path, path.length), rules.now)
    if (found === undefined) return
    failure = found
  }
  throw failure
}

/** What speaks against an anchor. Roots are renewed with the same key, so that another one may do where this does not. */
function failureOf(anchor: Certificate, below: number, now: Date): CeremonyError | undefined {
  try {
    checkCertificate(anchor, now)
    // An anchor from before version 3 has no extensions that could say what it is.
    if (anchor.version === 3) checkIssuer(anchor, below)
    return undefined
  } catch (error) {
    if (error instanceof CeremonyError) return error
    throw error
  }
}

async function issued(
  runtime: CryptoRuntime,
  certificate: Certificate,
  issuer: Certificate,
  rules: PathRules,
): Promise<boolean> {
  if (!equalBytes(certificate.issuer, issuer.subject)) return false
  if (!(await isSignedBy(runtime, certificate, issuer, rules))) return false
  for (const list of rules.revocationLists) {
    if (lists(list, certificate) && (await isSignedBy(runtime, list, issuer, rules))) {
      throw new CeremonyError('certificate_revoked', 'a certificate was revoked')
    }
  }
  return true
}

/** Whether a certificate was given as an anchor itself. */
function isGiven(certificate: Certificate, { anchors }: PathRules): boolean {
  return anchors.some((anchor) => equalBytes(anchor.der, certificate.der))
}

/**
 * Whether it is an anchor under another date: a name and a key are what is trusted, and devices keep the
 * certificate of a root that has been renewed since.
 */
function isAnchor(certificate: Certificate, { anchors }: PathRules): boolean {
  return anchors.some(
    (anchor) =>
      equalBytes(anchor.subject, certificate.subject) &&
      samePublicKey(anchor.publicKey, certificate.publicKey),
  )
}

function invalid(what: string): CeremonyError {
  return new CeremonyError('certificate_chain_invalid', what)
}
