/**
 * The caller's address: the socket's, unless the peer is a proxy that we were told to believe (R15).
 *
 * @module
 */
import { BlockList, isIP } from 'node:net'
import type { RequestHeaders } from './exchange.ts'

/** Gives the address of a caller. */
export type AddressReader = (
  headers: RequestHeaders,
  remoteAddress: string | undefined,
) => string | undefined

/** Makes a reader that believes `X-Forwarded-For` from these addresses and networks only. */
export function addressReader(trustedProxies: readonly string[]): AddressReader {
  const trusted = new BlockList()
  for (const proxy of trustedProxies) {
    const [address = '', bits] = proxy.split('/')
    if (bits === undefined) trusted.addAddress(address, familyOf(address))
    else trusted.addSubnet(address, Number(bits), familyOf(address))
  }
  const isTrusted = (address: string) =>
    isIP(address) !== 0 && trusted.check(address, familyOf(address))

  return (headers, remoteAddress) => {
    if (remoteAddress === undefined || !isTrusted(plain(remoteAddress))) return remoteAddress
    const hops = (headers.get('x-forwarded-for') ?? '')
      .split(',')
      .map((hop) => plain(bare(hop.trim())))
    // From the right: each proxy appended whom it saw, and the left end is whatever a client wrote.
    const caller = hops.findLast((hop) => !isTrusted(hop))
    return caller !== undefined && isIP(caller) !== 0 ? caller : remoteAddress
  }
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}

/** Without the port and the brackets that some proxies write. */
function bare(hop: string): string {
  const [, six, four] = /^(?:\[([\da-f:.]+)\]|([\d.]+))(?::\d+)?$/i.exec(hop) ?? []
  return six ?? four ?? hop
}

/** IPv4 inside IPv6 is the same address. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}
