/** The examples of docs/site.md, as they stand there. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readMembers, VARIABLES } from '../../../src/cli/configuration.ts'
import { checkIssuers } from '../../../src/server/federation/check-issuers.ts'
import { siteIssuers } from '../../../src/cli/site/issuers.ts'
import { checkSite } from '../../../src/cli/site/site-config.ts'
import type { SiteConfig } from '../../../src/cli/site/site-config.ts'
import type { LatchkeyConfig } from '../../../src/server/config.ts'
import { runSite } from './running-site.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const page = readFileSync(join(ROOT, 'docs', 'site.md'), 'utf8')
const block = (language: string) => new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(page)![1]!

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-docs-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

it('shows the site with one variable', async () => {
  const [, name, value] = /^(LATCHKEY_ORIGIN)=(\S+) latchkey serve\n$/.exec(block('sh'))!
  expect([name, value]).toEqual(['LATCHKEY_ORIGIN', 'http://localhost:8080'])
  // The same on a port that is free.
  const site = await runSite()
  expect(await (await fetch(site.origin)).text()).toContain('<latchkey-sign-in')
  await site.close()
})

it('takes the brand', async () => {
  const file = join(folder, 'config.mjs')
  const logo = join(folder, 'harbour.svg')
  copyFileSync(join(ROOT, 'demo', 'public', 'mark.svg'), logo)
  writeFileSync(file, block('js').replace('./harbour.svg', logo))
  const said = await readMembers({}, file)
  expect(
    checkSite(said.site, { rpName: 'x', issuers: checkIssuers(said.members.issuers ?? {}) }),
  ).toMatchObject({
    name: 'Harbour',
    brand: { day: { accent: '#1d4e89' } },
    next: ['https://app.example.com'],
  })
  expect(said.operators).toEqual(['ada'])
  // The pages are there for whoever asks where they are.
  expect(said.members).toMatchObject({
    passkeyEndpoints: { manage: 'https://id.example.com/account' },
    changePasswordUrl: 'https://id.example.com/account#password',
  })
})

it('calls other sites what the configuration says, and leads back where the page says', () => {
  const said = JSON.parse(block('json')) as Required<Pick<LatchkeyConfig, 'issuers'>> & {
    site: SiteConfig
  }
  const issuers = checkIssuers(said.issuers)
  const site = checkSite(said.site, { rpName: 'x', issuers })!
  const known = siteIssuers({ issuers }, site.issuers)
  expect(known.map(({ label }) => label)).toEqual(['Google', 'Example Works'])
  expect(page).toContain(`https://id.example.com${known[1]!.back}`)
})

it('names every variable of the site, and none that is unknown', () => {
  const named = new Set(page.match(/LATCHKEY_[A-Z_]+/g))
  const ofSite = VARIABLES.filter((name) => /^LATCHKEY_(?:SITE|OPERATORS)/.test(name))
  expect(ofSite.filter((name) => !named.has(name))).toEqual([])
  expect([...named].filter((name) => !VARIABLES.includes(name))).toEqual([])
})

it('lets the environment go before the file', async () => {
  const file = join(folder, 'before.mjs')
  writeFileSync(file, block('js').replace("logo: './harbour.svg',", ''))
  const environment = {
    LATCHKEY_SITE_NAME: 'Pier',
    LATCHKEY_SITE_ACCENT_DARK: '#fff',
    LATCHKEY_OPERATORS: 'bob, cem',
    LATCHKEY_MAIL_URL: 'smtps://mail.example.com',
    LATCHKEY_MAIL_FROM: 'a@example.com',
  }
  const { site, operators, members } = await readMembers(environment, file)
  expect(site).toMatchObject({ name: 'Pier', colors: { accent: '#1d4e89', accentDark: '#fff' } })
  expect(operators).toEqual(['bob', 'cem'])
  expect(members.mail).toEqual({
    url: 'smtps://mail.example.com',
    from: 'a@example.com',
    pages: { recovery: '/recovery' },
  })
})

it.each([
  ['a switch that is none', { LATCHKEY_SITE: 'no' }, /LATCHKEY_SITE has to be on or off/],
  [
    'a token that is not there',
    { LATCHKEY_METRICS_TOKEN_FILE: '/nowhere' },
    /LATCHKEY_METRICS_TOKEN_FILE cannot be read/,
  ],
])('refuses %s', async (_, environment, sentence) => {
  const given = { LATCHKEY_ORIGIN: 'https://example.com', ...environment }
  await expect(readMembers(given)).rejects.toThrow(sentence)
})

it('reads the token for measurements out of a file', async () => {
  const file = join(folder, 'token')
  writeFileSync(file, 'a-token-of-many-characters\n')
  const environment = {
    LATCHKEY_ORIGIN: 'https://example.com',
    LATCHKEY_METRICS: 'on',
    LATCHKEY_METRICS_TOKEN_FILE: file,
  }
  const { members } = await readMembers(environment)
  expect(members.metrics).toEqual({ token: 'a-token-of-many-characters' })
})
