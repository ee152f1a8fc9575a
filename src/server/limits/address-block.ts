/**
 * What counts as one address: a whole IPv4 address, and the /64 of an IPv6 one, because whoever has one of
 * those has all of it (security.md R148).
 *
 * @module
 */
import { isIPv4, isIPv6 } from 'node:net'

/** The text that all addresses of one block share. What is no address is its own block. */
export function addressBlock(address: string): string {
  if (isIPv4(address)) return address
  const [bare = ''] = address.split('%')
  if (!isIPv6(bare)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1]
  if (mapped !== undefined) return mapped
  const [head = '', tail] = bare.split('::')
  const groups = head === '' ? [] : head.split(':')
  if (tail !== undefined) {
    const last = tail === '' ? [] : tail.split(':')
    // A dotted end stands for two groups.
    const length = last.length + (tail.includes('.') ? 1 : 0)
    while (groups.length < 8 - length) groups.push('0')
    groups.push(...last)
  }
  const block = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16))
  return `${block.join(':')}::/64`
}
