/**
 * What every store has to do, whatever database is behind it. A store's test calls {@link storeSuite} with
 * a way to open a real, empty one.
 */
import { describe } from 'vitest'
import { actCases } from './act-cases.ts'
import { auditCases } from './audit-cases.ts'
import { authenticationCases } from './authentication-cases.ts'
import { identityCases } from './identity-cases.ts'
import { keepingCases } from './keeping-cases.ts'
import { limitCases } from './limit-cases.ts'
import { registrationCases } from './registration-cases.ts'
import type { Subject } from './subject.ts'

/** Runs the contract of a store against the ones that `open` makes. */
export function storeSuite(name: string, open: () => Promise<Subject>): void {
  describe(`the contract of ${name}`, () => {
    // In a group of its own each: every test opens one store, and not one for every group there is.
    describe('of registration', () => registrationCases(open))
    describe('of authentication', () => authenticationCases(open))
    describe('of keeping', () => keepingCases(open))
    describe('of acts', () => actCases(open))
    describe('of limits', () => limitCases(open))
    describe('of identities', () => identityCases(open))
    describe('of the audit log', () => auditCases(open))
  })
}
