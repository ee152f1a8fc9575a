import { describe, expect, it } from 'vitest'
import { isRightToLeft, wordsIn } from './language.ts'

const languages = new Map([
  ['en', () => Promise.resolve('words')],
  ['de', () => Promise.resolve('Wörter')],
  ['fr', () => Promise.reject(new Error('the connection broke'))],
])

describe('wordsIn', () => {
  it.each([
    ['de-CH', 'Wörter'],
    ['tlh', 'words'],
    ['', 'words'],
    // Words that cannot be loaded.
    ['fr', 'words'],
  ])('for %j gives %s', async (tag, words) => {
    expect(await wordsIn(languages, tag)).toBe(words)
  })
})

describe('isRightToLeft', () => {
  it.each([
    ['ar', true],
    ['AR-eg', true],
    ['he', true],
    ['fa', true],
    ['en', false],
    ['arn', false],
    ['zh-Hans', false],
  ])('of %s is %s', (tag, answer) => {
    expect(isRightToLeft(tag)).toBe(answer)
  })
})
