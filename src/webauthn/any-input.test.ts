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

  it('may have ids of a hundred megabytes that differ at the end, and costs little', async () => {
    const long = 'A'.repeat(100 * 2 ** 20)
    const response = { ...registration.response, id: `${long}A`, rawId: `${long}B` }
    const before = process.memoryUsage().heapUsed
    const start = process.cpuUsage()
    const [first, second] = await outcomes(response)
    const { user, system } = process.cpuUsage(start)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(16 * 2 ** 20)
    expect((user + system) / 1000).toBeLessThan(50)
    expect(first).toMatchObject({ code: 'credential_id_length_invalid' })
    expect(second).toMatchObject({ code: 'credential_id_length_invalid' })
  })

  it('may have transports of a hundred megabytes, and costs little', async () => {
    const long = 'A'.repeat(100 * 2 ** 20)
    const transports = Array.from({ length: 16 }, (_, index) => `${long}${index}`)
    const inner = { ...registration.response.response, transports }
    const before = process.memoryUsage().heapUsed
    const { credential } = await verifyRegistration({
      ...registration,
      response: { ...registration.response, response: inner },
    })
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(16 * 2 ** 20)
    expect(credential.transports).toEqual([])
  })

  it.each<readonly [string, unknown]>([
    ['bytes', new Uint8Array(2 ** 24)],
    [
      'an object of 300,000 members',
      Object.fromEntries(Array.from({ length: 3e5 }, (_, n) => [n, n])),
    ],
    ['half of a character, over and over', '\ud800'.repeat(5000)],
    ['an object around a text', new String(registration.response.response.clientDataJSON)],
    ['a list of one', [registration.response.response.clientDataJSON]],
  ])('may have %s in the place of any member', async (_, value) => {
    for (const name of INNER) {
      const inner = { ...registration.response.response, [name]: value }
      const [first] = await outcomes({ ...registration.response, response: inner })
      const read = name === 'clientDataJSON' || name === 'attestationObject'
      expect(first instanceof CeremonyError || (!read && first === 'accepted')).toBe(true)
    }
  })

  it('may have a hundred thousand prototypes anywhere, which nobody goes through', async () => {
    let reads = 0
    let deep: object = new Proxy({}, { get: () => (reads += 1) })
    for (let count = 0; count < 100_000; count++) deep = Object.create(deep) as object
    const { response } = authentication
    const malformed = { code: 'response_malformed' }
    expect(await outcomes(deep)).toMatchObject([malformed, malformed])
    const [, inside] = await outcomes({ ...response, response: deep })
    expect(inside).toMatchObject(malformed)
    const [, asOutputs] = await outcomes({ ...response, clientExtensionResults: deep })
    expect([asOutputs, reads]).toEqual(['accepted', 0])
  })

  it('may be of a class, with what it has on its prototypes', async () => {
    const { type, id, rawId, response, clientExtensionResults } = authentication.response
    class Base {
      readonly type = type
      get id() {
        return id
      }
      get response() {
        return response
      }
    }
    class Credential extends Base {
      readonly rawId = rawId
      get clientExtensionResults() {
        return clientExtensionResults
      }
    }
    expect((await outcomes(new Credential()))[1]).toBe('accepted')
  })

  it('may have been taken back, as a proxy can be', async () => {
    const { proxy, revoke } = Proxy.revocable<object>({}, {})
    revoke()
    for (const response of [proxy, { ...registration.response, response: proxy }]) {
      const [first, second] = await outcomes(response)
      expect([first, second]).toMatchObject([
        { code: 'response_malformed' },
        { code: 'response_malformed' },
      ])
    }
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
