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

const GROUPS = {
  registration: registrationCases,
  authentication: authenticationCases,
  keeping: keepingCases,
  acts: actCases,
  limits: limitCases,
  identities: identityCases,
  'the audit log': auditCases,
}

/** Runs the contract of a store against the ones that `open` makes. */
export function storeSuite(name: string, open: () => Promise<Subject>): void {
  describe(`the contract of ${name}`, () => {
    // Each in its own group: a test opens one store, and not one for every group there is.
    describe.each(Object.entries(GROUPS))('%s', (_, cases) => {
      cases(open)
    })
  })
}
