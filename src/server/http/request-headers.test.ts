import { describe, expect, it } from 'vitest'
import { readHeaders } from './request-headers.ts'

describe('readHeaders', () => {
  it.each([
    ['a Request', new Headers({ cookie: 'a=1', get: 'it' })],
    ['node:http', { cookie: 'a=1', get: 'it' }],
  ])('asks those of %s by name, in any case', (_, given) => {
    const { headers } = readHeaders({ headers: given })
    expect([headers.get('Cookie'), headers.has('COOKIE')]).toEqual(['a=1', true])
    expect([headers.get('origin'), headers.has('origin')]).toEqual([null, false])
  })

  it('joins what came more than once', () => {
    expect(readHeaders({ headers: { a: ['1', '2'] } }).headers.get('a')).toBe('1,2')
  })
})
