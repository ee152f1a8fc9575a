import { describe, expect, it } from 'vitest'
import { addressReader } from './address.ts'

const read = addressReader(['10.0.0.0/8', '::1'])
const forwarded = (value: string) => new Headers({ 'x-forwarded-for': value })

describe('addressReader (R15)', () => {
  it.each([
    ['a stranger', '203.0.113.1', '198.51.100.1', '203.0.113.1'],
    ['a proxy of ours', '10.1.2.3', '198.51.100.1', '198.51.100.1'],
    ['a proxy of ours, written as IPv6', '::ffff:10.1.2.3', '198.51.100.1', '198.51.100.1'],
    ['two proxies of ours', '::1', '198.51.100.1, 10.0.0.1', '198.51.100.1'],
    ['a client that lied to our proxy', '10.1.2.3', '192.0.2.9, 198.51.100.1', '198.51.100.1'],
    ['a proxy that writes the port, too', '10.1.2.3', '198.51.100.1:50432', '198.51.100.1'],
    ['one that does so for IPv6', '10.1.2.3', '[2001:db8::1]:443', '2001:db8::1'],
    ['one that writes brackets', '10.1.2.3', '192.0.2.9, [2001:db8::1]', '2001:db8::1'],
    ['two that write ports', '10.1.2.3', '198.51.100.1:50432, 10.0.0.1:80', '198.51.100.1'],
    ['a proxy that passes on rubbish', '10.1.2.3', 'unknown', '10.1.2.3'],
    ['a proxy without the header', '10.1.2.3', '', '10.1.2.3'],
  ])('believes %s as far as it should', (_, peer, header, address) => {
    expect(read(forwarded(header), peer)).toBe(address)
  })

  it('believes nobody by default', () => {
    expect(addressReader([])(forwarded('198.51.100.1'), '10.1.2.3')).toBe('10.1.2.3')
    expect(read(new Headers(), undefined)).toBeUndefined()
  })
})
