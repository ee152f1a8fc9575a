/**
 * The format `none`: the authenticator, or the client, says nothing.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-none-attestation} WebAuthn L3 §8.7
 * @module
 */
import { malformedStatement, statementMap } from './format.ts'
import type { AttestationFormat } from './format.ts'

/** `none`. */
export const NONE: AttestationFormat = {
  id: 'none',
  verify: async ({ attStmt }) => {
    if (statementMap(attStmt).size !== 0) throw malformedStatement('none with something in it')
    return { type: 'none', trustPath: [] }
  },
}
