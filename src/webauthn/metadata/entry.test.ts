/**
 * Entries of the blob, and what their status reports say, member by member.
 */
import { describe, expect, it } from 'vitest'
import { readEntry } from './entry.ts'
import { compromisedStatus, isCertified } from './status.ts'
import type { CertificationLevel } from './status.ts'

const NOW = new Date('2026-05-01T00:00:00Z')
const DER = Uint8Array.of(1, 2, 3)
const BASE64 = 'AQID'
const LONGEST = 'x'.repeat(65_536)

const ENTRY = {
  aaguid: 'ABCDEF00-0000-0000-0000-000000000001',
  attestationCertificateKeyIdentifiers: ['AB', 7, 'cd'],
  metadataStatement: {
    description: LONGEST,
    icon: 'data:,',
    attestationRootCertificates: [BASE64],
  },
  statusReports: [{ status: 'REVOKED', effectiveDate: '2026-01-01', certificate: BASE64 }],
}

describe('readEntry', () => {
  it('reads what is of use', () => {
    expect(readEntry(ENTRY)).toEqual({
      aaguid: 'abcdef00-0000-0000-0000-000000000001',
      attestationCertificateKeyIdentifiers: ['ab', 'cd'],
      description: LONGEST,
      icon: 'data:,',
      attestationRootCertificates: [DER],
      statusReports: [{ status: 'REVOKED', effectiveDate: '2026-01-01', certificate: DER }],
    })
  })

  it.each([
    ['nothing in it', {}],
    ['members of other types', { aaguid: 7, metadataStatement: [], statusReports: 'x' }],
    ['a statement of null', { metadataStatement: null }],
    ['texts too long', { metadataStatement: { description: `${LONGEST}x`, icon: `${LONGEST}x` } }],
  ])('reads one with %s', (_, entry) => {
    expect(readEntry(entry)).toEqual({
      aaguid: undefined,
      attestationCertificateKeyIdentifiers: [],
      description: undefined,
      icon: undefined,
      attestationRootCertificates: [],
      statusReports: [],
    })
  })

  const roots = (...attestationRootCertificates: readonly unknown[]) => ({
    ...ENTRY,
    metadataStatement: { attestationRootCertificates },
  })
  const reports = (...statusReports: readonly unknown[]) => ({ ...ENTRY, statusReports })

  it.each([
    ['null', null],
    ['a list', []],
    ['a text', 'entry'],
    ['a root that is no base64', roots(BASE64, '!')],
    ['a root that is a number', roots(7)],
    ['a report that is a text', reports({ status: 'REVOKED' }, 'REVOKED')],
    ['a report that is null', reports(null)],
    ['a report that is a list', reports([])],
    ['a report without a status', reports({})],
    ['a report about a certificate that is none', reports({ status: 'X', certificate: '!' })],
    ['a report about a certificate that is null', reports({ status: 'X', certificate: null })],
  ])('leaves out %s', (_, entry) => {
    expect(readEntry(entry)).toBeUndefined()
  })
})

const entryWith = (...statusReports: readonly object[]) => readEntry(reportsOf(statusReports))!
const reportsOf = (statusReports: readonly object[]) => ({ ...ENTRY, statusReports })

describe('compromisedStatus', () => {
  const REPORT = { status: 'REVOKED' }
  const other = Uint8Array.of(9)

  it.each([
    ['since always', REPORT, new Date(0)],
    ['from this moment on', { ...REPORT, effectiveDate: NOW.toISOString() }, NOW],
    ['from a date nobody can read', { ...REPORT, effectiveDate: 'soon' }, NOW],
    ['about a certificate of the path', { ...REPORT, certificate: BASE64 }, NOW],
  ])('speaks against the model %s', (_, report, now) => {
    const options = { now, trustPath: [other, DER] }
    expect(compromisedStatus(entryWith(report), options)).toBe('REVOKED')
  })

  it.each([
    ['before it is in effect', { ...REPORT, effectiveDate: '2026-05-01T00:00:01Z' }],
    ['about another certificate', { ...REPORT, certificate: 'AQIE' }],
  ])('does not speak against it %s', (_, report) => {
    const options = { now: NOW, trustPath: [other, DER] }
    expect(compromisedStatus(entryWith(report), options)).toBeUndefined()
  })

  it('says nothing about a certificate where there is no path', () => {
    const entry = entryWith({ ...REPORT, certificate: BASE64 })
    expect(compromisedStatus(entry, { now: NOW })).toBeUndefined()
  })
})

describe('isCertified', () => {
  const LEVELS = ['any', 'L1', 'L1plus', 'L2', 'L2plus', 'L3', 'L3plus'] as const
  const statusOf = (level: CertificationLevel) =>
    level === 'any' ? 'FIDO_CERTIFIED' : `FIDO_CERTIFIED_${level}`

  it.each(LEVELS)('at %s is met by that and everything above', (level) => {
    const met = LEVELS.filter((other) =>
      isCertified(entryWith({ status: statusOf(other) }), level, NOW),
    )
    expect(met).toEqual(LEVELS.slice(LEVELS.indexOf(level)))
  })

  it('counts one report among others, in effect', () => {
    const report = { status: 'FIDO_CERTIFIED_L1' }
    expect(isCertified(entryWith({ status: 'X' }, report), 'L1', NOW)).toBe(true)
    expect(isCertified(entryWith({ status: 'X' }), 'any', NOW)).toBe(false)
    const later = { ...report, effectiveDate: '2026-05-02' }
    expect(isCertified(entryWith(later), 'L1', NOW)).toBe(false)
  })
})
