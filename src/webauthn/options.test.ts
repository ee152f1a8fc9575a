import { describe, expect, it } from 'vitest'
import { creationOptions, requestOptions, supportedAlgorithms } from './options.ts'

const challenge = new Uint8Array(32).fill(255)
const base = {
  challenge,
  rp: { id: 'example.com' },
  user: { id: new Uint8Array(32), name: 'ada' },
}

describe('creationOptions', () => {
  it('asks for a discoverable credential and a verified person', () => {
    expect(creationOptions(base)).toStrictEqual({
      rp: { id: 'example.com', name: 'example.com' },
      user: { id: 'A'.repeat(43), name: 'ada', displayName: 'ada' },
      challenge: '_'.repeat(42) + '8',
      pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
      timeout: 300_000,
      excludeCredentials: [],
      authenticatorSelection: {
        residentKey: 'required',
        requireResidentKey: true,
        userVerification: 'required',
      },
      attestation: 'none',
    })
  })

  it('says what it was told', () => {
    const options = creationOptions({
      ...base,
      challenge: 'A'.repeat(22),
      rp: { id: 'example.com', name: 'Example' },
      user: { id: 'AQ', name: 'ada', displayName: '' },
      algorithms: [-257, -99],
      excludeCredentials: [
        { id: 'x', transports: ['usb'] },
        { id: 'y', transports: [] },
      ],
      residentKey: 'preferred',
      userVerification: 'preferred',
      authenticatorAttachment: 'platform',
      attestation: 'direct',
      attestationFormats: ['packed'],
      hints: ['client-device'],
      timeout: 60_000,
      extensions: { credProps: true },
    })
    expect(options).toStrictEqual({
      rp: { id: 'example.com', name: 'Example' },
      user: { id: 'AQ', name: 'ada', displayName: '' },
      challenge: 'A'.repeat(22),
      pubKeyCredParams: [{ type: 'public-key', alg: -257 }],
      excludeCredentials: [
        { type: 'public-key', id: 'x', transports: ['usb'] },
        { type: 'public-key', id: 'y' },
      ],
      authenticatorSelection: {
        authenticatorAttachment: 'platform',
        residentKey: 'preferred',
        requireResidentKey: false,
        userVerification: 'preferred',
      },
      attestation: 'direct',
      attestationFormats: ['packed'],
      hints: ['client-device'],
      timeout: 60_000,
      extensions: { credProps: true },
    })
  })

  it('takes a user handle of 64 bytes', () => {
    const { user } = creationOptions({ ...base, user: { id: new Uint8Array(64), name: 'ada' } })
    expect(user.id).toBe('A'.repeat(86))
  })

  it.each([
    ['a short challenge', { challenge: new Uint8Array(15) }],
    ['a short challenge in text', { challenge: 'A'.repeat(20) }],
    ['a challenge that is no base64url', { challenge: `${'+'.repeat(42)}/=` }],
    ['a user handle that is no base64url', { user: { id: 'ada@example.com', name: 'ada' } }],
    ['no user handle', { user: { id: '', name: 'ada' } }],
    ['a long user handle', { user: { id: new Uint8Array(65), name: 'ada' } }],
    ['no algorithm that could be verified', { algorithms: [-99] }],
  ])('refuses %s', (_, change) => {
    expect(() => creationOptions({ ...base, ...change })).toThrow(RangeError)
  })
})

describe('requestOptions', () => {
  it('asks for any discoverable credential and a verified person', () => {
    expect(requestOptions({ challenge, rpId: 'example.com' })).toStrictEqual({
      challenge: '_'.repeat(42) + '8',
      timeout: 300_000,
      rpId: 'example.com',
      allowCredentials: [],
      userVerification: 'required',
    })
  })

  it('says what it was told', () => {
    const options = requestOptions({
      challenge,
      rpId: 'example.com',
      allowCredentials: [{ id: 'x' }],
      userVerification: 'discouraged',
      hints: ['hybrid'],
      timeout: 1,
      extensions: { appid: 'https://example.com/appid.json' },
    })
    expect(options).toMatchObject({
      allowCredentials: [{ type: 'public-key', id: 'x' }],
      userVerification: 'discouraged',
      hints: ['hybrid'],
      timeout: 1,
      extensions: { appid: 'https://example.com/appid.json' },
    })
  })

  it('refuses a short challenge', () => {
    expect(() => requestOptions({ challenge: 'AAAA', rpId: 'example.com' })).toThrow(RangeError)
    const other = { challenge: `${'A'.repeat(42)}==`, rpId: 'example.com' }
    expect(() => requestOptions(other)).toThrow(RangeError)
  })
})

describe('supportedAlgorithms', () => {
  it('has what every runtime can do, and never RS1', () => {
    expect(supportedAlgorithms()).toEqual(expect.arrayContaining([-7, -8, -257, -35, -36, -37]))
    expect(supportedAlgorithms()).not.toContain(-65535)
  })
})
