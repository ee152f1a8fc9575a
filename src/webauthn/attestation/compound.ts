/**
 * The format `compound`: several statements about one credential.
 *
 * All of them have to be sound. What they say together is what the strongest of them says; its chain is the
 * one that is judged.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-compound-attestation} WebAuthn L3 §8.9
 * @module
 */
import type { CborMap } from '../../bytes/cbor.ts'
import { readStatement } from '../attestation-object.ts'
import { malformedStatement } from './format.ts'
import type { AttestationFormat, AttestationOutcome } from './format.ts'

const MAX_STATEMENTS = 8

/** Weakest first. */
const STRENGTH = ['none', 'self', 'anonca', 'basic', 'attca'] as const

/** `compound`, over the formats that may stand in it. */
export function compound(formatOf: (fmt: string) => AttestationFormat): AttestationFormat {
  return {
    id: 'compound',
    verify: async (input) => {
      if (!Array.isArray(input.attStmt)) throw malformedStatement('compound is not an array')
      if (input.attStmt.length < 2 || input.attStmt.length > MAX_STATEMENTS) {
        throw malformedStatement(`compound of ${input.attStmt.length}`)
      }
      const outcomes: AttestationOutcome[] = []
      for (const nested of input.attStmt) {
        if (!(nested instanceof Map)) throw malformedStatement('compound holds no statement')
        const { fmt, attStmt } = readStatement(nested as CborMap)
        if (fmt === 'compound') throw malformedStatement('compound within compound')
        outcomes.push(await formatOf(fmt).verify({ ...input, attStmt }))
      }
      return outcomes.reduce((best, next) => (strength(next) > strength(best) ? next : best))
    },
  }
}

function strength({ type }: AttestationOutcome): number {
  return STRENGTH.indexOf(type)
}
