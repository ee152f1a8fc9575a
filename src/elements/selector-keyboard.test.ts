import { describe, expect, it } from 'vitest'
import { rowAfterKey } from './selector-keyboard.ts'

const bare = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false }

describe('rowAfterKey', () => {
  it.each([
    ['ArrowDown', 0, 3, 1],
    ['ArrowDown', 2, 3, 0],
    ['ArrowDown', -1, 3, 0],
    ['ArrowUp', 2, 3, 1],
    ['ArrowUp', 0, 3, 2],
    ['ArrowUp', -1, 3, 2],
    ['Home', 2, 3, 0],
    ['End', 0, 3, 2],
    ['ArrowDown', 0, 1, 0],
    ['ArrowDown', -1, 0, undefined],
    ['ArrowRight', 0, 3, undefined],
    ['Enter', 0, 3, undefined],
  ])('%s from row %i of %i leads to %s', (key, current, count, row) => {
    expect(rowAfterKey({ ...bare, key }, { current, count })).toBe(row)
  })

  it.each(['altKey', 'ctrlKey', 'metaKey', 'shiftKey'])('leaves %s to the browser', (modifier) => {
    const press = { ...bare, key: 'ArrowDown', [modifier]: true }
    expect(rowAfterKey(press, { current: 0, count: 3 })).toBeUndefined()
  })
})
