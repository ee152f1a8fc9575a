/**
 * Any value of any type passed as a response ends in a coded error, quickly, and in nothing else.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { authenticate, register } from '../../test/webauthn/ceremony.ts'
import { verifyAuthentication } from './authentication.ts'
import { CeremonyError } from './errors.ts'
import { verifyRegistration } from './registration.ts'

const registration = await register()
const authentication = await authenticate()

async function outcomes(response: unknown): Promise<readonly unknown[]> {
  const answers = await Promise.allSettled([
    verifyRegistration({ ...registration, response }),
    verifyAuthentication({ ...authentication, response }),
  ])
  return answers.map((answer) => (answer.status === 'rejected' ? answer.reason : 'accepted'))
}

const hostile = (target: object, member: string, value: () => unknown): object =>
  new Proxy(target, {
    get: (truth, name, receiver) =>
      name === member ? value() : (Reflect.get(truth, name, receiver) as unknown),
  })
const explode = (): never => {
  throw new SyntaxError('hostile')
}
const cyclic: Record<string, unknown> = { type: 'public-key' }
cyclic.response = cyclic

const MEMBERS = ['id', 'rawId', 'type', 'response'] as const
const INNER = [
  'clientDataJSON',
  'attestationObject',
  'authenticatorData',
  'signature',
  'userHandle',
] as const

describe('any input', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', Number.NaN],
    ['a big integer', 1n],
    ['a symbol', Symbol.iterator],
    ['a function', explode],
    ['a class', CeremonyError],
    ['a promise', Promise.resolve(registration.response)],
    ['a cycle', cyclic],
    ['a text of sixteen million characters', 'A'.repeat(2 ** 24)],
    ['an array of a million', Array.from({ length: 1e6 }, () => 'A')],
    ['no prototype', Object.create(null) as unknown],
  ])('may be %s', async (_, response) => {
    const [first, second] = await outcomes(response)
    expect(first).toBeInstanceOf(CeremonyError)
    expect(second).toBeInstanceOf(CeremonyError)
  })

  it.each(MEMBERS)('may have a member that throws: %s', async (member) => {
    const response = hostile({ ...registration.response }, member, explode)
    const [first, second] = await outcomes(response)
    expect(first).toBeInstanceOf(CeremonyError)
    expect(second).toBeInstanceOf(CeremonyError)
  })

  it.each(INNER)('may have a member further in that throws: %s', async (member) => {
    const inner = hostile({ ...authentication.response.response }, member, explode)
    const [, second] = await outcomes({ ...authentication.response, response: inner })
    const read = member !== 'attestationObject'
    expect(second instanceof CeremonyError || (!read && second === 'accepted')).toBe(true)
  })

  it('may say one thing first and another later: each member is read once', async () => {
    let reads = 0
    const inner = hostile({ ...authentication.response.response }, 'signature', () => {
      reads += 1
      return authentication.response.response.signature
    })
    const [, second] = await outcomes({ ...authentication.response, response: inner })
    expect([second, reads]).toEqual(['accepted', 1])
  })

  it('may be large in every member, and costs little', async () => {
    const huge = 'A'.repeat(2 ** 24)
    const inner = Object.fromEntries(INNER.map((name) => [name, huge]))
    const before = process.memoryUsage().heapUsed
    const [first, second] = await outcomes({ ...registration.response, response: inner })
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(16 * 2 ** 20)
    expect([first, second]).toMatchObject([
      { code: 'response_malformed' },
      { code: 'response_malformed' },
    ])
  })

  it('may be anything at all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.anything({ withBigInt: true, withDate: true, withMap: true }),
        async (value) => {
          const inside = { ...registration.response, response: value }
          for (const answer of [...(await outcomes(value)), ...(await outcomes(inside))]) {
            expect(answer).toBeInstanceOf(CeremonyError)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})
