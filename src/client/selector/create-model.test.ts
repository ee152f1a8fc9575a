import { describe, expect, it } from 'vitest'
import { TYPE_PUBLIC_KEY_CREDENTIAL } from '../credential.ts'
import type { CreateEntry } from '../provider.ts'
import { createModel, type CreateOffer, type CreateSelectorRequest } from './create-model.ts'

const request: CreateSelectorRequest = {
  type: TYPE_PUBLIC_KEY_CREDENTIAL,
  isAutoSelectAllowed: false,
  preferImmediatelyAvailableCredentials: false,
}
const place = (id: string, change: Partial<CreateEntry> = {}): CreateEntry => ({
  id,
  accountName: `Vault ${id}`,
  ...change,
})
const offer = (id: string, createEntries: CreateEntry[], remote?: string): CreateOffer => ({
  provider: { id, label: id },
  response: { createEntries, ...(remote !== undefined && { remoteEntry: { id: remote } }) },
})

describe('createModel', () => {
  const one = offer('A', [place('1', { isAutoSelectAllowed: true })])
  const two = offer('B', [place('2', { lastUsedTime: 5 })])
  const remote = offer('C', [], 'r')

  it.each<[string, CreateOffer[], Partial<CreateSelectorRequest>, object]>([
    ['nobody', [], {}, { kind: 'no-create-option' }],
    ['only another device', [remote], {}, { kind: 'remote-only', remote: { id: 'r' } }],
    [
      'only another device, immediate',
      [remote],
      { preferImmediatelyAvailableCredentials: true },
      { kind: 'no-create-option' },
    ],
    ['one place', [one], {}, { kind: 'main', preselected: { id: '1' } }],
    [
      'one place that may be taken',
      [one],
      { isAutoSelectAllowed: true },
      { kind: 'auto-select', place: { id: '1' } },
    ],
    ['one place whose provider asks', [two], { isAutoSelectAllowed: true }, { kind: 'main' }],
    [
      'two places, the last used first',
      [one, two],
      { isAutoSelectAllowed: true },
      { kind: 'main', preselected: { id: '2' } },
    ],
    [
      'two places, one preferred',
      [one, two],
      { preferDefaultProvider: 'A' },
      { kind: 'main', preselected: { id: '1' } },
    ],
  ])('opens, for %s', (_, answers, change, opening) => {
    expect(createModel({ ...request, ...change }, answers).opening).toMatchObject(opening)
  })

  it('keeps another device behind "more options"', () => {
    const { pages } = createModel(request, [one, remote])
    expect(pages.first).toMatchObject({
      title: 'save-passkey',
      hasMoreOptions: true,
      hasBack: false,
    })
    expect(pages.first?.sections).toHaveLength(1)
    expect(pages.allOptions?.sections.at(-1)?.choices).toMatchObject([{ kind: 'remote' }])
    expect(pages.allOptions?.hasBack).toBe(true)
  })
})
