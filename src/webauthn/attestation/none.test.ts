import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../../test/webauthn/attestation.ts'

describe('none', () => {
  it('is an empty map, not an empty list', async () => {
    const more = { faults: { attestationObject: { attStmt: [] } } }
    expect(await refusalOf({ settings: { attestation: 'none' }, ...more })).toBe(
      'attestation_statement_malformed',
    )
  })
})
