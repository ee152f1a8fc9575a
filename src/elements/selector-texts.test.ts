import { describe, expect, it } from 'vitest'
import { TYPE_PASSWORD_CREDENTIAL, TYPE_PUBLIC_KEY_CREDENTIAL } from '../client/credential.ts'
import type { SelectorChoice, SelectorTitle } from '../client/selector/page.ts'
import { WORD_LANGUAGES } from './element-words.ts'
import { loadSelectorTexts, type SelectorTexts } from './selector-texts.ts'

const TITLES: readonly SelectorTitle[] = [
  'passkey',
  'password',
  'unlock',
  'sign-in',
  'save-passkey',
  'save-password',
  'save',
]
const provider = { id: 'home', label: 'Home vault' }
const entry = (type: string, userName: string, displayName?: string) =>
  ({
    kind: 'entry',
    entry: { id: 'one', type, userName, provider, ...(displayName && { displayName }) },
  }) as SelectorChoice
const unlock = (status: 'locked' | 'empty') =>
  ({ kind: 'unlock', unlock: { title: 'Open it', provider, status } }) as SelectorChoice
const CHOICES: Readonly<Record<string, SelectorChoice>> = {
  passkey: entry(TYPE_PUBLIC_KEY_CREDENTIAL, 'ada@example.com', 'Ada Lovelace'),
  password: entry(TYPE_PASSWORD_CREDENTIAL, 'ada@example.com', 'ada@example.com'),
  other: entry('com.example.OTHER', 'ada@example.com'),
  nameless: entry(TYPE_PUBLIC_KEY_CREDENTIAL, ''),
  locked: unlock('locked'),
  empty: unlock('empty'),
  action: { kind: 'action', action: { title: 'Settings', subtitle: 'Of it' } } as SelectorChoice,
  bareAction: { kind: 'action', action: { title: 'Settings' } } as SelectorChoice,
  remote: { kind: 'remote', remote: { id: 'phone', provider } },
  place: { kind: 'place', place: { accountName: 'Ada at home', provider } } as SelectorChoice,
  described: {
    kind: 'place',
    place: { accountName: 'Ada at home', description: 'In the cloud', provider },
  } as SelectorChoice,
}
/** What other people called something: it stays in every language. */
const NAMES =
  /shop\.example|ada@example\.com|Ada Lovelace|Ada at home|In the cloud|Home vault|Open it|Settings|Of it/g

/** Every sentence, by what it is about. */
function sentences(texts: SelectorTexts): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const title of TITLES) {
    found.set(`title ${title}`, texts.title(title, 'shop.example'))
    found.set(`lead ${title}`, texts.lead(title))
  }
  for (const kind of ['locked', 'manage', 'other-device'] as const) {
    found.set(`heading ${kind}`, texts.heading({ kind }))
  }
  const account = 'ada@example.com'
  found.set('heading account', texts.heading({ kind: 'account', account }))
  for (const [name, choice] of Object.entries(CHOICES)) {
    const { label, detail } = texts.choice(choice)
    found.set(`label ${name}`, label)
    found.set(`detail ${name}`, detail)
  }
  for (const [name, value] of Object.entries(texts)) {
    if (typeof value === 'string' && name in english) found.set(name, value)
  }
  return found
}

const english = await loadSelectorTexts('en')
const said = sentences(english)

describe('the texts of the account selector', () => {
  it.each(WORD_LANGUAGES)('in %s say everything, each in its own words', async (language) => {
    const texts = await loadSelectorTexts(language)
    expect(texts.language.startsWith(language)).toBe(true)
    const own = sentences(texts)
    expect([...own.keys()]).toEqual([...said.keys()])
    for (const [about, text] of said) {
      const other = own.get(about)!
      expect({ about, isEmpty: other.trim() === '' }).toEqual({ about, isEmpty: text === '' })
      // What is filled in is not lost, and nothing else is filled in.
      const names = (of: string) => (of.match(NAMES) ?? []).toSorted()
      expect({ about, names: names(other) }).toEqual({ about, names: names(text) })
      expect(other).not.toMatch(/\bundefined\b|\bnull\b|\[object|\{\}|\$/)
    }
    if (language === 'en') return
    const bare = (text: string) => text.replaceAll(NAMES, '').replaceAll(/[\s·]/g, '')
    const left = [...own].filter(
      ([about, text]) => bare(text) !== '' && bare(text) === bare(said.get(about)!),
    )
    // “Passkey” is the German and the Italian word, “password” the Italian one.
    expect(left.filter(([, text]) => !/\bpass(key|word)\b/i.test(text))).toEqual([])
    expect(left.length).toBeLessThan(4)
  })

  it.each(['de-AT', 'DE', 'de-Latn-DE'])('are found by %s', async (tag) => {
    expect((await loadSelectorTexts(tag)).language).toBe('de')
  })
})
