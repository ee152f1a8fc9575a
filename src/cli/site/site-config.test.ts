import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contrast, inkOn, parseColor } from './colors.ts'
import type { Color } from './colors.ts'
import { chooseLanguage } from './languages.ts'
import { markup } from './markup.ts'
import { readNext } from './next.ts'
import { siteIssuers } from './issuers.ts'
import { checkSite } from './site-config.ts'
import type { SiteConfig } from './site-config.ts'
import { loadSiteWords, SITE_LANGUAGES } from './site-words.ts'
import { checkIssuers } from '../../server/federation/check-issuers.ts'
import { loadElementWords, WORD_LANGUAGES } from '../../elements/element-words.ts'
import { loadSelectorTexts } from '../../elements/selector-texts.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-logo-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const issuers = checkIssuers({
  work: { issuer: 'https://login.example.org', clientIds: ['site'] },
  google: { clientIds: ['site'] },
  former: { issuer: 'https://former.example', clientIds: ['site'], enabled: false },
})
const check = (site: unknown) => checkSite(site as SiteConfig, { rpName: 'Example', issuers })
const logo = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return { logo: path }
}

describe('the configuration of the site', () => {
  it('needs nothing', () => {
    expect(check(undefined)).toMatchObject({ name: 'Example', links: {}, next: [] })
    expect(check('off')).toBeUndefined()
  })

  it('takes a whole brand', () => {
    const site = check({
      name: 'Harbour',
      colors: { accent: '#7A1FA2', accentDark: '#d9a5f0', ground: '#fff' },
      links: { terms: '/terms', support: 'mailto:help@example.com' },
      next: ['https://app.example.com'],
      ...logo('harbour.txt', '<?xml version="1.0"?>\n<!-- by hand -->\n<svg xmlns="x"></svg>'),
    })
    expect(site).toMatchObject({ name: 'Harbour', logo: { type: 'image/svg+xml', isGiven: true } })
    expect(site!.brand.day.accent).toBe('#7a1fa2')
    expect(site!.styles).toContain('--latchkey-accent: #d9a5f0;')
  })

  it.each([
    ['a word that is no switch', 'maybe', /site has to be on, off, or an object/],
    ['a member that is mistyped', { nmae: 'x' }, /site\.nmae is not known/],
    ['a name of nothing', { name: ' ' }, /site\.name has to be/],
    ['a colour by its name', { colors: { accent: 'green' } }, /such as #1f5f49, not "green"/],
    [
      'a colour that is mistyped',
      { colors: { acent: '#fff' } },
      /site\.colors\.acent is not known/,
    ],
    [
      'an accent that nobody can read',
      { colors: { accent: '#ffd400' } },
      /#ffd400 cannot be read on #f1f2f1: its contrast is 1\.\d and has to be 4\.5 or more; #[\da-f]{6} would do/,
    ],
    [
      'the same by night',
      { colors: { accentDark: '#222222' } },
      /accentDark #222222 cannot be read/,
    ],
    ['a ground too dark for text', { colors: { ground: '#777' } }, /take a lighter one/],
    ['a ground too light for the night', { colors: { groundDark: '#777' } }, /take a darker one/],
    ['a link that is a script', { links: { terms: 'javascript:alert(1)' } }, /site\.links\.terms/],
    ['a link that is unknown', { links: { imprint: '/' } }, /site\.links\.imprint is not known/],
    ['a label of nobody', { issuers: { wrok: 'Work' } }, /site\.issuers\.wrok is not among/],
    ['a label of nothing', { issuers: { work: ' ' } }, /site\.issuers\.work has to be a text/],
    ['a place to go to without TLS', { next: ['http://app.example.com'] }, /site\.next/],
    ['a place to go to with a path', { next: ['https://app.example.com/'] }, /site\.next/],
    ['a logo that is not there', { logo: '/nowhere/logo.svg' }, /site\.logo cannot be read/],
  ])('refuses %s', (_, site, sentence) => {
    expect(() => check(site)).toThrow(sentence)
  })

  it('knows a logo by what is in the file', () => {
    const png = Buffer.from('89504e470d0a1a0a0000', 'hex')
    expect(check(logo('a', png))!.logo.type).toBe('image/png')
    const webp = Buffer.from('RIFF0000WEBPVP8 ')
    expect(check(logo('b', webp))!.logo.type).toBe('image/webp')
    expect(() => check(logo('logo.svg', '<html><svg></svg></html>'))).toThrow(/no SVG, PNG or WebP/)
    expect(() => check(logo('logo.png', 'GIF89a'))).toThrow(/no SVG, PNG or WebP/)
    expect(() => check(logo('big.svg', '<svg '.padEnd(262_145)))).toThrow(/larger than 256 kB/)
  })

  it('makes a night out of an accent, in which everything can be read', () => {
    for (const accent of ['#1f5f49', '#000', '#7a1fa2', '#b00020', '#0047ff', '#5b5b00']) {
      const { day, night } = check({ colors: { accent } })!.brand
      for (const half of [day, night]) {
        const pairs: readonly (readonly [Color, Color])[] = [
          [half.accent, half.surface],
          [half.accent, half.tint],
          [half.accent, half.ground],
          [half.accentInk, half.accent],
          [half.panelInk, half.panel],
          [half.muted, half.tint],
          [half.ink, half.ground],
        ]
        for (const [one, other] of pairs) expect(contrast(one, other)).toBeGreaterThanOrEqual(4.5)
      }
    }
  })
})

it('calls other sites what the configuration says, else by their brand, else by their host', () => {
  const called = (labels?: Record<string, string>) =>
    siteIssuers({ issuers }, labels).map(({ label }) => label)
  expect(called()).toEqual(['login.example.org', 'Google'])
  expect(called({ work: 'Example Works' })).toEqual(['Example Works', 'Google'])
})

it('finds ink for every colour', () => {
  for (let gray = 0; gray < 256; gray++) {
    const part = gray.toString(16).padStart(2, '0')
    for (const color of [`#${part}${part}${part}`, `#${part}00ff`, `#ff${part}00`] as const) {
      expect(contrast(inkOn(color), color)).toBeGreaterThanOrEqual(4.5)
    }
  }
  expect(parseColor('#abc')).toBe('#aabbcc')
})

describe('the words', () => {
  it('are there in every language of the elements', () => {
    expect(SITE_LANGUAGES).toEqual(WORD_LANGUAGES)
  })

  it.each(SITE_LANGUAGES)('say everything in %s', async (language) => {
    const english = shape(await loadSiteWords('en'))
    const words = await loadSiteWords(language)
    expect(words.language.slice(0, 2)).toBe(language)
    expect(shape(words)).toEqual(english)
    expect(JSON.stringify(words)).not.toMatch(/:""/)
    expect(words.signIn.title('Harbour')).toContain('Harbour')
    expect(words.signUp.passwordHint(15)).toContain('15')
    expect(words.signUp.sent('a@b.example')).toContain('a@b.example')
    expect(words.account.deleteSure('ada')).toContain('ada')
    const counted = words.operator.counts({ problems: 1, warnings: 2, checks: 30 })
    for (const one of ['1', '2', '30']) expect(counted).toContain(one)
    expect(words.refused.elsewhere('https://a.example')).toContain('https://a.example')
    const { connectAbout, connect, disconnect, connected, disconnected } = words.elsewhere
    expect(connectAbout('Ada', 'Work')).toMatch(/Ada.*Work|Work.*Ada/)
    for (const say of [connect, disconnect, connected, disconnected]) {
      expect(say('Work')).toContain('Work')
    }
  })

  it.each([
    // A mark that belongs to the word before it does not begin a line.
    ['fr', / [:;?!»]|« /],
    ['ja', /[?!()]/],
    ['zh', /[?!,:;()]/],
    ['ar', /[?,;]/],
    ['hi', /\.(?: |$)/],
  ] as const)('are written in %s as that language is', async (language, wrong) => {
    const { title, oneTap, emptyNotice } = await loadSelectorTexts(language)
    const all = [
      await loadSiteWords(language),
      await loadElementWords(language),
      [title('save-passkey', 'Ada'), oneTap, emptyNotice],
    ].flatMap(said)
    expect(all.length).toBeGreaterThan(200)
    expect(all.filter((text) => wrong.test(text))).toEqual([])
  })

  it.each(SITE_LANGUAGES)('call recovery codes in %s what the elements call them', async (one) => {
    const [{ account }, { recovery }] = await Promise.all([
      loadSiteWords(one),
      loadElementWords(one),
    ])
    expect(account.deleteLead.toLowerCase()).toContain(recovery.codes.toLowerCase())
  })

  /** Every sentence of a dictionary. */
  function said(words: object): readonly string[] {
    return Object.values(words).flatMap((value: unknown) => {
      if (typeof value === 'object') return said(value as object)
      // What is filled in is no part of the language.
      const counts = { problems: 1, warnings: 2, checks: 3, toString: () => 'Ada' }
      const speak = value as (...values: unknown[]) => string
      return [typeof value === 'string' ? value : speak(counts, 'Work')]
    })
  }

  /** Every place where something is said, with what kind of thing that is. */
  function shape(words: object): object {
    return Object.fromEntries(
      Object.entries(words).map(([key, value]: [string, unknown]) => [
        key,
        typeof value === 'object' ? shape(value as object) : typeof value,
      ]),
    )
  }
})

describe('the language of a page', () => {
  it.each([
    ['what the address names', 'de', 'fr', 'de'],
    ['with its region', 'pt-BR', null, 'pt'],
    ['no language of ours', 'tlh', 'fr', 'fr'],
    ['what the browser likes best', null, 'nl, en;q=0.4, ar-EG;q=0.8', 'ar'],
    ['what it does not take', null, 'de;q=0, hi;q=0.1', 'hi'],
    ['nothing that makes sense', null, ';;;q=x,,*', 'en'],
    ['nothing at all', null, null, 'en'],
  ])('is told by %s', (_, asked, accepted, language) => {
    expect(chooseLanguage(asked, accepted)).toBe(language)
  })
})

describe('the next page', () => {
  const allowed = ['https://app.example.com']

  it.each([
    ['/account', '/account'],
    ['/account?a=b#c', '/account?a=b#c'],
    ['/../x', '/x'],
    ['https://app.example.com/in?x=1', 'https://app.example.com/in?x=1'],
    ['https://app.example.com', 'https://app.example.com/'],
  ])('may be %s', (text, address) => {
    expect(readNext(text, allowed)?.address).toBe(address)
  })

  it.each([
    'https://evil.example/',
    '//evil.example',
    String.raw`/\evil.example`,
    String.raw`\\evil.example`,
    '/\t/evil.example',
    'https://app.example.com.evil.example/',
    'https://app.example.com@evil.example/',
    'https://user@app.example.com/',
    'http://app.example.com/',
    'javascript:alert(1)',
    'data:text/html,x',
    'account',
    '',
    `/${'x'.repeat(2048)}`,
  ])('may not be %j', (text) => {
    expect(readNext(text, allowed)).toBeUndefined()
  })
})

it('takes what is put into a page for text', () => {
  const name = `<img src=x onerror="alert('&')">`
  expect(
    markup`<p title="${name}">${name}${undefined}${false}${[1, markup`<br>`]}</p>`.toString(),
  ).toBe(
    '<p title="&lt;img src=x onerror=&quot;alert(&#39;&amp;&#39;)&quot;&gt;">' +
      '&lt;img src=x onerror=&quot;alert(&#39;&amp;&#39;)&quot;&gt;1<br></p>',
  )
})
