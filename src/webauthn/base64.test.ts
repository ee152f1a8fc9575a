import { describe, expect, it } from 'vitest'
import { decodeBase64 } from './base64.ts'

describe('decodeBase64', () => {
  it.each([
    ['', []],
    ['AQ==', [1]],
    ['AQI=', [1, 2]],
    ['+/8A', [0xfb, 0xff, 0]],
    [' AQ\r\n I= ', [1, 2]],
  ])('reads %j', (text, bytes) => {
    expect(decodeBase64(text)).toEqual(Uint8Array.from(bytes))
  })

  it.each(['AQI', 'AQ=', 'A===', '====', 'AQ-_', '!AQI', 'AQI!', 'AQ==AQ=='])(
    'gives nothing for %j',
    (text) => {
      expect(decodeBase64(text)).toBeUndefined()
    },
  )
})
