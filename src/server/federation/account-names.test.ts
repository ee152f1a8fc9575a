import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signUpRequest } from '../../protocol/messages.ts'
import { refuseUsername } from '../usernames.ts'
import { accountNames, displayNameOf, NAME_RANDOM_BYTES } from './account-names.ts'

const random = new Uint8Array(NAME_RANDOM_BYTES).map((_, index) => index * 17)
const namesOf = (email?: string, name?: string) =>
  accountNames({ email, name }, random).map(({ username }) => username)

describe('accountNames', () => {
  it.each([
    ['the part before the sign', 'ada@example.com', 'Ada L.', 'ada'],
    ['the name, where there is no address', undefined, 'Ada Lovelace', 'Ada.Lovelace'],
    ['the name, where the address has no letters', '--@example.com', 'Ada', 'Ada'],
    ['letters of any script', undefined, '愛 ダ', '愛.ダ'],
    ['nothing that nobody sees', 'a\u200bd\u202ea@example.com', undefined, 'ada'],
    ['no second sign', '"a@b"@example.com', undefined, 'a'],
  ])('begins with %s', (_, email, name, wanted) => {
    expect(namesOf(email, name)[0]).toBe(wanted)
  })

  it('has longer and longer tails for when it is taken', () => {
    const [first, ...others] = namesOf('ada@example.com')
    expect(first).toBe('ada')
    for (const [index, length] of [3, 6, 12].entries()) {
      expect(others[index]).toMatch(new RegExp(`^ada-[a-z\\d]{${length}}$`))
    }
  })

  it('does with nothing', () => {
    expect(namesOf().every((name) => /^user-[a-z\d]{3,12}$/.test(name))).toBe(true)
  })

  it('gives names that anybody may have, whatever the issuer says', () => {
    const text = fc.option(fc.string({ unit: 'binary', maxLength: 300 }), { nil: undefined })
    fc.assert(
      fc.property(text, text, (email, name) => {
        for (const { username } of accountNames({ email, name }, random)) {
          expect(refuseUsername(username)).toBeUndefined()
          const displayName = displayNameOf({ name }, username)
          expect(signUpRequest.safeParse({ username, displayName }).success).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })
})
