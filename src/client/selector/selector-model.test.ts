/** What holds whatever providers answer. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TYPE_PASSWORD_CREDENTIAL, TYPE_PUBLIC_KEY_CREDENTIAL } from '../credential.ts'
import type { ProviderOffer, SelectorRequest } from './offers.ts'
import type { SelectorChoice, SelectorPage } from './page.ts'
import { selectorModel } from './selector-model.ts'

const TYPES = [TYPE_PUBLIC_KEY_CREDENTIAL, TYPE_PASSWORD_CREDENTIAL, 'com.example.OTHER']

// Few names and times, so that accounts meet and ties happen.
const entry = fc.record(
  {
    id: fc.integer({ min: 0, max: 5 }).map(String),
    optionId: fc.constantFrom('0', '1', '2', 'unknown'),
    type: fc.constantFrom(...TYPES),
    userName: fc.constantFrom('', 'ada', 'bob', 'eve'),
    lastUsedTime: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    isAutoSelectAllowed: fc.boolean(),
    entryGroupId: fc.constantFrom(undefined, '', 'ada', 'group'),
    hasBiometricPrompt: fc.boolean(),
  },
  { requiredKeys: ['id', 'optionId', 'type', 'userName'] },
)

const response = fc.record(
  {
    credentialEntries: fc.array(entry, { maxLength: 5 }),
    authenticationActions: fc.array(
      fc.record({
        id: fc.constantFrom('a', 'b'),
        title: fc.constant('Unlock'),
        status: fc.constantFrom('locked' as const, 'empty' as const, undefined),
      }),
      { maxLength: 2 },
    ),
    actions: fc.array(fc.record({ id: fc.constantFrom('m'), title: fc.constant('Manage') }), {
      maxLength: 1,
    }),
    remoteEntry: fc.record({ id: fc.constant('r'), optionId: fc.constantFrom('0', 'unknown') }),
  },
  { requiredKeys: [] },
)

const answers: fc.Arbitrary<ProviderOffer[]> = fc
  .array(response, { maxLength: 4 })
  .map((all) =>
    all.map((response, at) => ({ provider: { id: String(at), label: `V${at}` }, response })),
  )

const request: fc.Arbitrary<SelectorRequest> = fc.record({
  options: fc
    .tuple(fc.boolean(), fc.boolean(), fc.integer({ min: -10, max: 3000 }))
    .map(([password, other, hint]) => [
      { id: '0', type: TYPES[0]!, typePriorityHint: 100, isAutoSelectAllowed: true },
      { id: '1', type: TYPES[1]!, typePriorityHint: 1000, isAutoSelectAllowed: password },
      { id: '2', type: TYPES[2]!, typePriorityHint: hint, isAutoSelectAllowed: other },
    ]),
  preferImmediatelyAvailableCredentials: fc.boolean(),
  showAll: fc.boolean(),
})

const choicesOf = (page: SelectorPage | undefined): SelectorChoice[] =>
  page?.sections.flatMap(({ choices }) => choices) ?? []

function always(
  holds: (model: ReturnType<typeof selectorModel>, request: SelectorRequest) => void,
) {
  fc.assert(
    fc.property(request, answers, (request, answers) =>
      holds(selectorModel(request, answers), request),
    ),
    { numRuns: 500 },
  )
}

describe('the selector, whatever is on offer', () => {
  it('places no entry above a passkey of its account', () => {
    always(({ groups }) => {
      for (const { entries } of groups) {
        const passkeys = entries.map(({ type }) => type === TYPE_PUBLIC_KEY_CREDENTIAL)
        expect(passkeys).toEqual(passkeys.toSorted((a, b) => Number(b) - Number(a)))
      }
    })
  })

  it('has every entry in exactly one account, and one line for each account', () => {
    always(({ groups, offers }) => {
      expect(new Set(groups.flatMap(({ entries }) => entries))).toEqual(new Set(offers.entries))
      expect(groups.flatMap(({ entries }) => entries)).toHaveLength(offers.entries.length)
      expect(new Set(groups.map(({ account }) => account)).size).toBe(groups.length)
    })
  })

  it('shows on the main page the top entry of each account and every locked provider, no more', () => {
    always(({ groups, offers, opening, pages }) => {
      if (opening.kind !== 'main' && opening.kind !== 'one-tap') return
      const shown = choicesOf(pages.first)
      const entries = shown.filter(({ kind }) => kind === 'entry')
      expect(entries).toEqual(groups.map(({ top }) => ({ kind: 'entry', entry: top })))
      expect(shown.slice(entries.length)).toEqual(
        offers.unlocks.map((unlock) => ({ kind: 'unlock', unlock })),
      )
    })
  })

  it('orders accounts by their newest use', () => {
    always(({ groups }) => {
      const times = groups.map(({ entries }) =>
        Math.max(...entries.map(({ lastUsedTime }) => lastUsedTime ?? -1)),
      )
      expect(times).toEqual(times.toSorted((a, b) => b - a))
    })
  })

  it('orders an account by kind, then by the last use, and by nothing else', () => {
    always(({ groups, offers }) => {
      for (const { entries, top } of groups) {
        expect(entries[0]).toBe(top)
        const keys = entries.map((one) => [
          one.rank,
          -(one.lastUsedTime ?? -1),
          // What is equal keeps the order it came in.
          offers.entries.indexOf(one),
        ])
        const sorted = keys.toSorted((a, b) => a[0]! - b[0]! || a[1]! - b[1]! || a[2]! - b[2]!)
        expect(keys).toEqual(sorted)
      }
    })
  })

  it('takes nothing twice from a provider, and nothing that answers no option', () => {
    always(({ offers }, { options }) => {
      const names = offers.entries.map(({ provider, id }) => `${provider.id} ${id}`)
      expect(new Set(names).size).toBe(names.length)
      for (const { optionId, type } of offers.entries) {
        expect(options.find(({ id }) => id === optionId)?.type).toBe(type)
      }
    })
  })

  it('is the same for the same answers, and changes none of them', () => {
    fc.assert(
      fc.property(request, answers, (request, answers) => {
        const before = structuredClone({ request, answers })
        const [one, other] = [selectorModel(request, answers), selectorModel(request, answers)]
        expect(one).toEqual(other)
        expect({ request, answers }).toEqual(before)
      }),
      { numRuns: 200 },
    )
  })

  it('counts a locked provider as at hand: immediate or not, there is something to pick', () => {
    always(({ offers, opening, pages }) => {
      if (!offers.unlocks.some(({ status }) => status === 'locked')) return
      expect(['main', 'all-options']).toContain(opening.kind)
      expect(choicesOf(pages.first).some(({ kind }) => kind === 'unlock')).toBe(true)
    })
  })

  it('leaves nothing out: what is not on the first page is one step behind it', () => {
    always(({ offers, opening, pages }) => {
      if (pages.first === undefined) return
      const reachable = [...choicesOf(pages.first), ...choicesOf(pages.allOptions)]
      const has = (kind: string) => reachable.filter((one) => one.kind === kind)
      const reached = new Set(has('entry').map((one) => 'entry' in one && one.entry))
      expect(reached).toEqual(new Set(offers.entries))
      if (opening.kind === 'remote-only') return
      expect(has('action')).toHaveLength(offers.actions.length)
      expect(has('remote')).toHaveLength(offers.remote === undefined ? 0 : 1)
    })
  })

  it('is never decided for the person while a provider is locked', () => {
    always(({ offers, opening }) => {
      if (offers.unlocks.length === 0) return
      expect(opening.kind).not.toBe('auto-select')
      expect(opening.kind).not.toBe('one-tap')
    })
  })

  it('selects by itself only what option, provider and the lack of anything else allow', () => {
    always(({ offers, opening }, { options }) => {
      if (opening.kind !== 'auto-select') return
      expect(offers.entries).toEqual([opening.entry])
      expect(opening.entry.isAutoSelectAllowed).toBe(true)
      expect(options.find(({ id }) => id === opening.entry.optionId)?.isAutoSelectAllowed).toBe(
        true,
      )
    })
  })

  it('opens nothing exactly when nothing counts', () => {
    always(({ offers, opening }, { preferImmediatelyAvailableCredentials }) => {
      const nothing =
        offers.entries.length === 0 &&
        offers.unlocks.length === 0 &&
        (offers.remote === undefined || preferImmediatelyAvailableCredentials)
      expect(opening.kind === 'no-credential').toBe(nothing)
    })
  })

  it('never leads to another device by itself when only immediate credentials will do', () => {
    always(({ opening }, { preferImmediatelyAvailableCredentials }) => {
      const led = opening.kind === 'remote-only'
      expect(led && preferImmediatelyAvailableCredentials).toBe(false)
    })
  })

  it('preselects at most what is on the page, and only where it is the only account or way in', () => {
    always(({ groups, offers, pages }) => {
      const preselected = pages.first?.preselected
      if (preselected === undefined) return
      expect(choicesOf(pages.first)).toContain(preselected)
      expect(groups.length + offers.unlocks.length).toBeLessThanOrEqual(
        preselected.kind === 'remote' ? offers.unlocks.length : 1,
      )
    })
  })
})
