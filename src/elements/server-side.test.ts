/** Servers that render pages import what the browser imports. */
import { describe, expect, it } from 'vitest'

describe('on a server, where there are no elements', () => {
  it.each(['./index.ts', './define.ts'])('%s can be imported', async (module) => {
    expect(typeof globalThis.window).toBe('undefined')
    await expect(import(module)).resolves.toBeTypeOf('object')
  })

  it('has texts, in English where there is no other language', async () => {
    const { loadSelectorTexts } = await import('./selector-texts.ts')
    for (const language of ['en', 'EN-gb', 'tlh', '', 'constructor']) {
      expect((await loadSelectorTexts(language)).language).toBe('en')
    }
  })
})
