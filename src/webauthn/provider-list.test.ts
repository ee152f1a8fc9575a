import { describe, expect, it } from 'vitest'
import { parseProviderList } from './provider-list.ts'

const AAGUID = 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4'
const ICON = `data:image/svg+xml;base64,${btoa('<svg xmlns="http://www.w3.org/2000/svg"/>')}`
const PLAIN = { name: 'A provider' }

describe('parseProviderList', () => {
  it('reads names and icons', () => {
    const list = { [AAGUID]: { name: 'A provider', icon_light: ICON, icon_dark: 'another' } }
    expect(parseProviderList(list)).toEqual(new Map([[AAGUID, { name: 'A provider', icon: ICON }]]))
  })

  it('finds an AAGUID however it was written', () => {
    expect(parseProviderList({ [AAGUID.toUpperCase()]: PLAIN }).get(AAGUID)).toEqual(PLAIN)
  })

  it.each([
    ['an address', 'https://example.com/icon.svg'],
    ['another kind of image', ICON.replace('svg+xml', 'png')],
    ['a page', ICON.replace('image/svg+xml', 'text/html')],
    ['something before it', `x${ICON}`],
    ['something behind it', `${ICON}"onerror="`],
    ['no text', 7],
    ['more than 64 KiB', `${ICON.slice(0, 26)}${'A'.repeat(65_536 - 26 + 1)}`],
  ])('leaves out an icon that is %s', (_, icon) => {
    const providers = parseProviderList({ [AAGUID]: { ...PLAIN, icon_light: icon } })
    expect(providers.get(AAGUID)).toEqual(PLAIN)
  })

  it('keeps an icon of 64 KiB', () => {
    const icon = `${ICON.slice(0, 26)}${'A'.repeat(65_536 - 26)}`
    expect(parseProviderList({ [AAGUID]: { ...PLAIN, icon_light: icon } }).get(AAGUID)?.icon).toBe(
      icon,
    )
  })

  it.each<readonly [string, string, unknown]>([
    ['a key that is no AAGUID', '$schema', PLAIN],
    ['an AAGUID with something before it', `x${AAGUID}`, PLAIN],
    ['an AAGUID with something behind it', `${AAGUID}x`, PLAIN],
    ['no provider', AAGUID, null],
    ['a provider that is a text', AAGUID, 'A provider'],
    ['no name', AAGUID, {}],
    ['a name of blanks', AAGUID, { name: '  ' }],
    ['a name of 65 characters', AAGUID, { name: 'x'.repeat(65) }],
  ])('leaves out %s', (_, key, value) => {
    const other = '00000000-0000-0000-0000-000000000001'
    const longest = { name: 'x'.repeat(64) }
    expect([...parseProviderList({ [key]: value, [other]: longest })]).toEqual([[other, longest]])
  })

  it.each([
    ['null', null],
    ['a text', 'list'],
    ['an empty list', {}],
    ['a list of nothing but strangers', { a: PLAIN }],
  ])('refuses %s', (_, list) => {
    expect(() => parseProviderList(list)).toThrow(TypeError)
  })
})
