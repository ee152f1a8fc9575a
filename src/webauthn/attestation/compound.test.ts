import { describe, expect, it } from 'vitest'
import { attested, refusalOf } from '../../../test/webauthn/attestation.ts'
import type { Refusal } from '../../../test/webauthn/attestation.ts'
import { verifiedRegistration } from '../../../test/webauthn/ceremony.ts'
import type { WantedRegistration } from '../../../test/webauthn/ceremony.ts'
import type { CborValue } from '../../bytes/cbor.ts'

describe('compound', () => {
  it('says what the strongest of its statements says', async () => {
    const { attestation } = await verifiedRegistration(attested(['packed-self', 'tpm', 'packed']))
    expect(attestation).toMatchObject({ format: 'compound', type: 'attca', trusted: true })
  })

  it.each([
    [['none', 'packed-self'], 'self'],
    [['packed-self', 'apple'], 'anonca'],
    [['packed', 'apple'], 'basic'],
    [['apple', 'packed-self'], 'anonca'],
    [['apple', 'packed'], 'basic'],
  ] as const)('of %j is of type %s', async (formats, type) => {
    const more = attested(formats, { expected: { attestation: {} } })
    const { attestation } = await verifiedRegistration(more)
    expect(attestation.type).toBe(type)
  })

  it('says what the first of two equally strong statements says', async () => {
    const { attestation } = await verifiedRegistration(attested(['packed', 'android-key']))
    const subject = new TextDecoder('latin1').decode(attestation.trustPath[0])
    expect(subject).toContain('Authenticator Attestation')
  })

  it('may hold eight statements', async () => {
    const { attestation } = await verifiedRegistration({
      settings: { attestation: ['packed-self', 'packed-self'] },
      ...nested(...Array.from({ length: 8 }, () => none)),
    })
    expect(attestation).toMatchObject({ format: 'compound', type: 'none' })
  })

  const nested = (...attStmt: readonly CborValue[]): WantedRegistration => ({
    faults: { attestationObject: { attStmt } },
  })
  const none = new Map<string, CborValue>([
    ['fmt', 'none'],
    ['attStmt', new Map()],
  ])
  const within = new Map<string, CborValue>([
    ['fmt', 'compound'],
    ['attStmt', [none, none]],
  ])

  it.each<Refusal>([
    ['one statement', 'attestation_statement_malformed', nested(none)],
    [
      'nine statements',
      'attestation_statement_malformed',
      nested(...Array.from({ length: 9 }, () => none)),
    ],
    ['something else', 'attestation_statement_malformed', nested(none, 'none')],
    ['a statement without a format', 'attestation_object_malformed', nested(none, new Map())],
    ['compound within compound', 'attestation_statement_malformed', nested(none, within)],
    [
      'a format nobody knows',
      'attestation_format_unsupported',
      nested(
        none,
        new Map<string, CborValue>([
          ['fmt', 'x'],
          ['attStmt', new Map()],
        ]),
      ),
    ],
    [
      'a map',
      'attestation_statement_malformed',
      { faults: { attestationObject: { attStmt: new Map() } } },
    ],
    [
      'a statement that is not sound',
      'attestation_signature_invalid',
      { faults: { signature: 'bit_flipped' } },
    ],
  ])('refuses %s', async (_, code, more) => {
    expect(await refusalOf(attested(['packed-self', 'packed'], more))).toBe(code)
  })
})
