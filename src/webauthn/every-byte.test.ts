/**
 * Good answers with a single byte changed: none of them may pass, and none may end in anything but a
 * coded error.
 */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { W3C_RELYING_PARTY, W3C_ROOT, W3C_VECTORS } from '../../test/vectors/w3c.ts'
import { decodeBase64url, encodeBase64url } from '../bytes/base64url.ts'
import { verifyAuthentication } from './authentication.ts'
import { CeremonyError } from './errors.ts'
import { verifyRegistration } from './registration.ts'

const RP_ID_HASH = createHash('sha256').update(W3C_RELYING_PARTY.rpId).digest()

/** U2F signs neither the flags nor the counter nor the AAGUID: authenticator data from 32 to 52. */
function unsigned(name: string, bytes: Uint8Array): (at: number) => boolean {
  if (!name.startsWith('fido-u2f')) return () => false
  const start = Buffer.from(bytes).indexOf(RP_ID_HASH) + 32
  return (at) => at >= start && at < start + 21
}

function* flips(text: string, name = ''): Generator<string> {
  const bytes = decodeBase64url(text)
  const isUnsigned = unsigned(name, bytes)
  for (let at = 0; at < bytes.length; at++) {
    if (isUnsigned(at)) continue
    yield encodeBase64url(bytes.with(at, bytes[at]! ^ (1 << (at % 8))))
  }
}

async function refusal(answer: Promise<unknown>): Promise<unknown> {
  return answer.then(
    () => 'accepted',
    (error: unknown) => (error instanceof CeremonyError ? 'refused' : error),
  )
}

describe('every single byte counts', () => {
  it.each(W3C_VECTORS)('in a sign-in: $name', async ({ authentication, publicKey }) => {
    const { response: outer, challenge } = authentication
    const outcomes = new Map<unknown, number>()
    for (const name of ['clientDataJSON', 'authenticatorData', 'signature'] as const) {
      for (const text of flips(outer.response[name])) {
        const response = { ...outer, response: { ...outer.response, [name]: text } }
        const credential = { id: outer.id, publicKey, signCount: 0 }
        const expected = { ...W3C_RELYING_PARTY, challenge }
        const outcome = await refusal(verifyAuthentication({ response, credential, expected }))
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      }
    }
    expect([...outcomes.keys()]).toEqual(['refused'])
  })

  // Format `none` signs nothing; there a flipped byte is another credential and nothing else.
  const signed = W3C_VECTORS.filter(({ name }) => !name.startsWith('none'))

  it.each(signed)('in a registration: $name', async ({ name, registration, algorithm }) => {
    const { response: outer, challenge } = registration
    const attestation = name.startsWith('packed-self')
      ? {}
      : ({ trustAnchors: [W3C_ROOT], require: 'trusted' } as const)
    const outcomes = new Map<unknown, number>()
    for (const member of ['clientDataJSON', 'attestationObject'] as const) {
      for (const text of flips(
        outer.response[member],
        member === 'attestationObject' ? name : '',
      )) {
        const response = { ...outer, response: { ...outer.response, [member]: text } }
        const expected = {
          ...W3C_RELYING_PARTY,
          challenge,
          algorithms: [algorithm],
          attestation,
        }
        const outcome = await refusal(verifyRegistration({ response, expected }))
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      }
    }
    expect([...outcomes.keys()]).toEqual(['refused'])
  })
})
