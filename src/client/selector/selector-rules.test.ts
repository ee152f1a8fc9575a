/** One row for each statement about the selector: what opens, in what order, under which title. */
import { describe, expect, it } from 'vitest'
import { TYPE_PASSWORD_CREDENTIAL, TYPE_PUBLIC_KEY_CREDENTIAL } from '../credential.ts'
import type { BeginGetCredentialResponse, CredentialEntry } from '../provider.ts'
import type { ProviderOffer, SelectorRequest } from './offers.ts'
import type { SelectorPage } from './page.ts'
import { selectorModel, type SelectorModel } from './selector-model.ts'

const OIDC = 'com.example.OIDC'
const PASSKEY_OPTION = {
  id: 'p',
  type: TYPE_PUBLIC_KEY_CREDENTIAL,
  typePriorityHint: 100,
  isAutoSelectAllowed: true,
}
const PASSWORD_OPTION = {
  id: 'w',
  type: TYPE_PASSWORD_CREDENTIAL,
  typePriorityHint: 1000,
  isAutoSelectAllowed: false,
}
const OIDC_OPTION = { id: 'o', type: OIDC, typePriorityHint: 500, isAutoSelectAllowed: false }

const request: SelectorRequest = {
  options: [PASSKEY_OPTION, PASSWORD_OPTION, OIDC_OPTION],
  preferImmediatelyAvailableCredentials: false,
}

type Change = Partial<CredentialEntry>
const passkey = (id: string, userName = 'ada', change: Change = {}): CredentialEntry => ({
  id,
  optionId: 'p',
  type: TYPE_PUBLIC_KEY_CREDENTIAL,
  userName,
  isAutoSelectAllowed: true,
  ...change,
})
const password = (id: string, userName = 'ada', change: Change = {}): CredentialEntry => ({
  ...passkey(id, userName),
  optionId: 'w',
  type: TYPE_PASSWORD_CREDENTIAL,
  ...change,
})
const oidc = (id: string, userName = 'ada', change: Change = {}): CredentialEntry => ({
  ...passkey(id, userName),
  optionId: 'o',
  type: OIDC,
  ...change,
})
const remote = (id = 'r') => ({ id, optionId: 'p' })
const locked = (id = 'a', status?: 'locked' | 'empty') => ({ id, title: 'Unlock', status })

const provider = (id: string, response: BeginGetCredentialResponse): ProviderOffer => ({
  provider: { id, label: `Vault ${id}` },
  response,
})
const entries = (...credentialEntries: CredentialEntry[]) => provider('A', { credentialEntries })

const model = (answers: ProviderOffer[], change: Partial<SelectorRequest> = {}) =>
  selectorModel({ ...request, ...change }, answers)

const order = ({ groups }: SelectorModel) =>
  groups.map(({ entries }) => entries.map(({ id }) => id).join(' '))

const shown = (page: SelectorPage | undefined) =>
  page?.sections.flatMap(({ choices }) =>
    choices.map((choice) => {
      if (choice.kind === 'entry') return choice.entry.id
      if (choice.kind === 'unlock') return `unlock ${choice.unlock.id}`
      return choice.kind
    }),
  )

describe('ordering and de-duplication', () => {
  it.each<[string, ProviderOffer[], string[]]>([
    [
      'entries of all providers are grouped by user name',
      [
        entries(passkey('1', 'ada', { lastUsedTime: 1 }), passkey('2', 'bob')),
        provider('B', { credentialEntries: [password('3', 'ada')] }),
      ],
      ['1 3', '2'],
    ],
    [
      "a provider's group id goes before the user name",
      [
        entries(
          passkey('1', 'ada', { entryGroupId: 'g' }),
          password('2', 'bob', { entryGroupId: 'g' }),
        ),
      ],
      ['1 2'],
    ],
    [
      'inside a group the kind counts first: passkey, OIDC, password',
      [
        entries(
          password('1', 'ada', { lastUsedTime: 9 }),
          oidc('2', 'ada', { lastUsedTime: 8 }),
          passkey('3', 'ada', { lastUsedTime: 7 }),
        ),
      ],
      ['3 2 1'],
    ],
    [
      'then the last use, newest first, and without a time last',
      [
        entries(
          passkey('1'),
          passkey('2', 'ada', { lastUsedTime: 1 }),
          passkey('3', 'ada', { lastUsedTime: 2 }),
        ),
      ],
      ['3 2 1'],
    ],
    [
      'groups stand by the newest use of any of their entries, not only of the top one',
      [
        entries(
          passkey('1', 'ada', { lastUsedTime: 5 }),
          passkey('2', 'bob', { lastUsedTime: 1 }),
          password('3', 'bob', { lastUsedTime: 6 }),
        ),
      ],
      ['2 3', '1'],
    ],
    [
      'a group that was never used stands last',
      [entries(passkey('1', 'ada'), passkey('2', 'bob', { lastUsedTime: 0 }))],
      ['2', '1'],
    ],
    [
      'what is equal keeps its order',
      [entries(passkey('1', 'x'), passkey('2', 'y'), passkey('3', 'z'))],
      ['1', '2', '3'],
    ],
    [
      'a time that is no number is none',
      [
        entries(
          passkey('1', 'ada', { lastUsedTime: Number.NaN }),
          passkey('2', 'ada', { lastUsedTime: 1 }),
        ),
      ],
      ['2 1'],
    ],
    [
      'an answer to an option that nobody gave is left out',
      [entries(passkey('1', 'ada', { optionId: 'x' }))],
      [],
    ],
    [
      'an answer of another type than its option is left out',
      [entries(password('1', 'ada', { optionId: 'p' }))],
      [],
    ],
    [
      'an id that a provider uses twice counts once',
      [entries(passkey('1', 'ada'), passkey('1', 'bob'))],
      ['1'],
    ],
    [
      'the same id from two providers is two entries',
      [entries(passkey('1', 'ada')), provider('B', { credentialEntries: [passkey('1', 'bob')] })],
      ['1', '1'],
    ],
  ])('%s', (_, answers, expected) => {
    expect(order(model(answers))).toEqual(expected)
  })

  it("lets an option's own hint order kinds, but none stand above passkeys", () => {
    const options = [PASSKEY_OPTION, PASSWORD_OPTION, { ...OIDC_OPTION, typePriorityHint: -1 }]
    const answers = [entries(password('1'), passkey('2'), oidc('3', 'ada', { lastUsedTime: 1 }))]
    expect(order(model(answers, { options }))).toEqual(['2 3 1'])
    const late = [PASSKEY_OPTION, PASSWORD_OPTION, { ...OIDC_OPTION, typePriorityHint: 2000 }]
    expect(order(model(answers, { options: late }))).toEqual(['2 1 3'])
  })

  it.each<[string, ProviderOffer[], string[], string[] | undefined]>([
    [
      'only the top entry of each group; the rest is behind "more options"',
      [entries(passkey('1'), password('2'), password('3', 'bob'))],
      ['1', '3'],
      ['1', '2', '3'],
    ],
    [
      'one of two passkeys of an account, the latest used',
      [
        entries(passkey('1', 'ada', { lastUsedTime: 1 })),
        provider('B', { credentialEntries: [passkey('2', 'ada', { lastUsedTime: 2 })] }),
      ],
      ['2'],
      ['2', '1'],
    ],
    [
      'locked providers below the accounts, and no more options without more',
      [entries(passkey('1')), provider('B', { authenticationActions: [locked()] })],
      ['1', 'unlock a'],
      undefined,
    ],
    [
      'other actions and the way to another device only behind "more options"',
      [
        entries(passkey('1'), passkey('2', 'bob')),
        provider('B', { remoteEntry: remote(), actions: [{ id: 'm', title: 'Manage' }] }),
      ],
      ['1', '2'],
      ['1', '2', 'remote', 'action'],
    ],
  ])('shows on the main page %s', (_, answers, main, all) => {
    const { pages } = model(answers)
    expect(shown(pages.first)).toEqual(main)
    expect(shown(pages.allOptions)).toEqual(all)
    expect(pages.first?.hasMoreOptions).toBe(all !== undefined)
  })

  it('takes one way to another device overall', () => {
    const answers = [
      provider('A', { remoteEntry: remote('1') }),
      provider('B', { remoteEntry: remote('2') }),
    ]
    expect(model(answers).offers.remote?.id).toBe('1')
  })
})

const AUTO = passkey('1')
const NOT_AUTO = passkey('1', 'ada', { isAutoSelectAllowed: false })
const BIOMETRIC = passkey('1', 'ada', { isAutoSelectAllowed: false, hasBiometricPrompt: true })
const lockedToo = provider('B', { authenticationActions: [locked()] })
const emptyToo = provider('B', { authenticationActions: [locked('a', 'empty')] })
const remoteToo = provider('C', { remoteEntry: remote() })
const immediate = { preferImmediatelyAvailableCredentials: true }

describe('what opens', () => {
  it.each<[string, ProviderOffer[], Partial<SelectorRequest>, string, string?]>([
    ['nothing at all', [], {}, 'no-credential'],
    ['nothing, immediate', [], immediate, 'no-credential'],
    ['only another device', [remoteToo], {}, 'remote-only'],
    ['only another device, immediate', [remoteToo], immediate, 'no-credential'],
    ['one entry that may be selected', [entries(AUTO)], {}, 'auto-select', '1'],
    ['the same beside another device', [entries(AUTO), remoteToo], {}, 'auto-select', '1'],
    ['the same beside a locked provider', [entries(AUTO), lockedToo], {}, 'main'],
    ['the same beside one unlocked in vain', [entries(AUTO), emptyToo], {}, 'main'],
    ['two entries of one account', [entries(AUTO, passkey('2'))], {}, 'main', '1'],
    ['two accounts', [entries(AUTO, passkey('2', 'bob'))], {}, 'main'],
    ['an entry its provider holds back', [entries(NOT_AUTO)], {}, 'main', '1'],
    ['a password, by default', [entries(password('1'))], {}, 'main', '1'],
    [
      'a password that the app lets be selected',
      [entries(password('1'))],
      { options: [{ ...PASSWORD_OPTION, isAutoSelectAllowed: true }] },
      'auto-select',
      '1',
    ],
    ['a biometric entry', [entries(BIOMETRIC)], {}, 'one-tap', '1'],
    ['a biometric entry above a password', [entries(BIOMETRIC, password('2'))], {}, 'one-tap', '1'],
    [
      'a biometric entry that may be selected',
      [entries({ ...AUTO, hasBiometricPrompt: true })],
      {},
      'auto-select',
      '1',
    ],
    ['a biometric entry beside a locked provider', [entries(BIOMETRIC), lockedToo], {}, 'main'],
    [
      'a biometric entry below the top',
      [entries(NOT_AUTO, password('2', 'ada', { hasBiometricPrompt: true }))],
      {},
      'main',
      '1',
    ],
    ['one locked provider', [lockedToo], {}, 'main', 'a'],
    ['one locked provider, immediate', [lockedToo], immediate, 'main', 'a'],
    ['one locked provider beside another device', [lockedToo, remoteToo], {}, 'main', 'a'],
    [
      'two locked providers',
      [lockedToo, provider('C', { authenticationActions: [locked()] })],
      {},
      'main',
    ],
    ['one unlocked in vain', [emptyToo], {}, 'empty-notice'],
    ['one unlocked in vain beside another device', [emptyToo, remoteToo], {}, 'remote-only'],
    ['the same, immediate', [emptyToo, remoteToo], immediate, 'empty-notice'],
    [
      'one unlocked in vain, one still locked',
      [provider('B', { authenticationActions: [locked('a', 'empty'), locked('b')] })],
      {},
      'main',
    ],
    ['one entry, immediate', [entries(NOT_AUTO), remoteToo], immediate, 'main', '1'],
    ['"show all"', [entries(AUTO)], { showAll: true }, 'all-options'],
    ['"show all" with nothing to show', [], { showAll: true }, 'no-credential'],
  ])('for %s', (_, answers, change, kind, chosen) => {
    const { opening } = model(answers, change)
    expect(opening.kind).toBe(kind)
    const selected =
      opening.kind === 'main' ? opening.preselected : 'entry' in opening ? opening.entry : undefined
    expect(selected?.id).toBe(chosen)
  })

  it('has no way back from "show all", and one from "more options"', () => {
    const answers = [entries(passkey('1'), password('2'))]
    const { pages } = model(answers, { showAll: true })
    expect([pages.first?.hasBack, pages.first?.hasMoreOptions, pages.allOptions]).toEqual([
      false,
      false,
      undefined,
    ])
    expect(model(answers).pages.allOptions?.hasBack).toBe(true)
  })

  it('has the preselected row in focus', () => {
    const page = (answers: ProviderOffer[]) => model(answers).pages.first!
    const alone = page([entries(NOT_AUTO)])
    expect(alone.preselected).toBe(alone.sections[0]!.choices[0])
    expect(page([lockedToo]).preselected).toMatchObject({ kind: 'unlock', unlock: { id: 'a' } })
    expect(page([entries(NOT_AUTO), lockedToo]).preselected).toBeUndefined()
  })
})

describe('the title', () => {
  it.each<[string, ProviderOffer[], string]>([
    ['passkeys', [entries(passkey('1'), passkey('2', 'bob'))], 'passkey'],
    ['a passkey with a password behind it', [entries(NOT_AUTO, password('2'))], 'passkey'],
    ['passwords', [entries(password('1'), password('2', 'bob'))], 'password'],
    ['another kind', [entries(oidc('1'))], 'sign-in'],
    ['a passkey and a password', [entries(passkey('1'), password('2', 'bob'))], 'sign-in'],
    ['a passkey and a locked provider', [entries(passkey('1')), lockedToo], 'sign-in'],
    ['locked providers', [lockedToo], 'unlock'],
    ['another device', [remoteToo], 'passkey'],
  ])('for %s', (_, answers, title) => {
    expect(model(answers).pages.first?.title).toBe(title)
  })
})
