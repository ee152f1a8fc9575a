import { describe, expect, it } from 'vitest'
import { loadElementWords, WORD_LANGUAGES, type ElementWords } from './element-words.ts'

/** Every sentence, by its path; functions are called with words that can be found again. */
function sentences(words: object, path = ''): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [name, value] of Object.entries(words) as [string, unknown][]) {
    const here = `${path}.${name}`
    if (typeof value === 'function') {
      found.set(here, (value as (...values: unknown[]) => string)('Ada', 'Lovelace'))
    } else if (typeof value === 'string') {
      found.set(here, value)
    } else {
      for (const [inner, text] of sentences(value as object, here)) found.set(inner, text)
    }
  }
  return found
}

const english = sentences(await loadElementWords('en'))

describe('the words', () => {
  it('are there in ten languages', () => {
    expect(WORD_LANGUAGES).toHaveLength(10)
  })

  it.each(WORD_LANGUAGES)('in %s say everything, each in its own words', async (language) => {
    const words: ElementWords = await loadElementWords(language)
    expect(words.language.startsWith(language)).toBe(true)
    const said = sentences(words)
    expect([...said.keys()].sort()).toEqual([...english.keys()].sort())
    expect([...said].filter(([, text]) => text.trim() === '')).toEqual([])
    // What is filled in is not lost.
    for (const [path, text] of english) {
      const gone = ['Ada', 'Lovelace'].filter(
        (word) => text.includes(word) && !said.get(path)!.includes(word),
      )
      expect({ path, gone }).toEqual({ path, gone: [] })
    }
    const same = [...said].filter(([path, text]) => english.get(path) === text)
    if (language !== 'en') expect(same.length).toBeLessThan(6)
  })

  it.each(WORD_LANGUAGES)(
    'in %s name a button by what stands on it (WCAG 2.5.3)',
    async (language) => {
      const { passkeys, sessions } = await loadElementWords(language)
      const named = [
        [passkeys.rename, passkeys.renameOne('Ada')],
        [passkeys.delete, passkeys.deleteOne('Ada')],
        [sessions.signOut, sessions.signOutOne('Ada')],
      ] as const
      for (const [label, name] of named) expect(name.toLowerCase()).toContain(label.toLowerCase())
    },
  )

  it('in English follow the guide: its words for what is done, and none of the technology', () => {
    const words = new Set(english.values())
    for (const one of ['Create a passkey', 'Delete', 'Sign in']) expect(words).toContain(one)
    const said = [...english.values()].join('\n')
    expect(said).not.toMatch(/\b(log ?(in|out|on)|remove|revoke|forget|set up|enable|add a)\b/i)
    expect(said).not.toMatch(/cryptograph|biometric|authenticator|public key|credential|webauthn/i)
    // A common noun: with a capital only where a sentence or a title begins.
    expect(said).not.toMatch(/[a-z,] Passkey/)
    // What it is good for stands above, not what it is called.
    expect(english.get('.create.headline')).not.toMatch(/passkey/i)
  })

  it.each(['de-AT', 'DE', 'de-Latn-DE'])('are found by %s', async (tag) => {
    expect((await loadElementWords(tag)).language).toBe('de')
  })

  it.each(['tlh', '', 'constructor', '__proto__'])('are English for %j', async (tag) => {
    expect((await loadElementWords(tag)).language).toBe('en')
  })
})
