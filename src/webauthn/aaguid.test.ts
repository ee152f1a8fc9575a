import { describe, expect, it } from 'vitest'
import { AAGUID_NAMES } from './aaguid-table.ts'
import { formatAaguid, providerName } from './aaguid.ts'

describe('AAGUIDs', () => {
  it('are written as UUIDs', () => {
    const bytes = Uint8Array.from({ length: 16 }, (_, index) => index * 16)
    expect(formatAaguid(bytes)).toBe('00102030-4050-6070-8090-a0b0c0d0e0f0')
  })

  it('have names in the table, or none', () => {
    expect(providerName('08987058-cadc-4b81-b6e1-30de50dcbe96')).toBe('Windows Hello')
    expect(providerName('00000000-0000-0000-0000-000000000000')).toBeUndefined()
  })

  it('are all lower-case UUIDs there', () => {
    const wrong = [...AAGUID_NAMES.keys()].filter(
      (key) => !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key),
    )
    expect(wrong).toEqual([])
  })
})
