/** Anything at all, at every route: the answer is a row of the table, and never a 5xx (security.md R1, R4). */
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { PROBLEMS } from '../../src/protocol/problem.ts'
import type { Problem } from '../../src/protocol/problem.ts'
import { openSite } from './site.ts'
import type { Answer } from './site.ts'

const site = openSite()
afterAll(() => site.latchkey.close())

const ROUTES = [
  '/auth/authentication/options',
  '/auth/authentication',
  '/auth/registration/options',
  '/auth/registration',
]

function isInTable({ status, body }: Answer<Problem | undefined>): boolean {
  if (status === 200 || status === 201) return true
  const statuses: readonly number[] = PROBLEMS[body!.code].statuses
  return status < 500 && statuses.includes(status) && body!.status === status
}

it('takes any JSON', async () => {
  const visitor = site.browser()
  const anything = fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue()))
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...ROUTES), anything, async (path, body) => {
      expect(isInTable(await visitor.post(path, body))).toBe(true)
    }),
    { numRuns: 300 },
  )
})

it('takes any bytes', async () => {
  const visitor = site.browser()
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ROUTES),
      fc.uint8Array({ maxLength: 200 }),
      async (path, raw) => {
        expect(isInTable(await visitor.request('POST', path, { raw: Uint8Array.from(raw) }))).toBe(
          true,
        )
      },
    ),
    { numRuns: 200 },
  )
})

it('takes any client data, authenticator data, signature and attestation object', async () => {
  const visitor = site.browser()
  const registration = await visitor.create(await visitor.beginSignUp('alice'))
  await visitor.signUp('bob')
  const assertion = await visitor.get(await visitor.beginSignIn())
  const text = fc
    .uint8Array({ maxLength: 300 })
    .map((bytes) => Buffer.from(bytes).toString('base64url'))
  const json = fc
    .jsonValue()
    .map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'))
  // One byte of the true value changed, or something else in its place.
  const flip = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }))
  const member = fc.constantFrom(...MEMBERS)
  const change = fc.oneof(text, json, flip)
  await fc.assert(
    fc.asyncProperty(member, change, async ([path, name], how) => {
      const truth = path === '/auth/registration' ? registration : assertion
      const response: Record<string, unknown> = { ...truth.response }
      response[name] = typeof how === 'string' ? how : flipped(String(response[name]), how)
      const answer = await visitor.post<Problem | undefined>(path, { ...truth, response })
      expect(isInTable(answer)).toBe(true)
      // With attestation none nobody signs a registration: another AAGUID is as good as the first, and so is
      // client data with another member that means nothing. What a sign-in holds is signed, all of it.
      if (path === '/auth/authentication') expect(answer.status).toBeGreaterThanOrEqual(400)
    }),
    { numRuns: 600 },
  )
})

const MEMBERS = [
  ['/auth/registration', 'clientDataJSON'],
  ['/auth/registration', 'attestationObject'],
  ['/auth/authentication', 'clientDataJSON'],
  ['/auth/authentication', 'authenticatorData'],
  ['/auth/authentication', 'signature'],
  ['/auth/authentication', 'userHandle'],
] as const

function flipped(value: string, [at, mask]: readonly [number, number]): string {
  const bytes = Buffer.from(value, 'base64url')
  bytes[at % bytes.length]! ^= mask
  return bytes.toString('base64url')
}
