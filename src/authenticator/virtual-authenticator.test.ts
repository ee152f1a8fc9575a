import { describe, expect, it } from 'vitest'
import { SoftwareAuthenticator } from './software-authenticator.ts'
import {
  fromVirtualAuthenticatorCredential,
  toVirtualAuthenticatorCredential,
} from './virtual-authenticator.ts'

async function credentialOf(residentKey: 'required' | 'discouraged') {
  const authenticator = new SoftwareAuthenticator({
    randomBytes: (length) => new Uint8Array(length).fill(0xfb),
  })
  await authenticator.create(
    {
      rp: { id: 'example.com', name: 'Example' },
      user: { id: '-_-_', name: 'ada', displayName: 'Ada' },
      challenge: 'Y2hhbGxlbmdl',
      pubKeyCredParams: [],
      authenticatorSelection: { residentKey },
    },
    { origin: 'https://example.com' },
  )
  return authenticator.credentials[0]!
}

describe('virtual authenticator credentials', () => {
  it('are written in standard base64 with padding', async () => {
    const written = toVirtualAuthenticatorCredential(await credentialOf('required'))
    expect(written.credentialId).toBe(`${'+/v7'.repeat(10)}+/s=`)
    expect(written.userHandle).toBe('+/+/')
    expect(written).toMatchObject({ isResidentCredential: true, rpId: 'example.com', signCount: 0 })
  })

  it('come back as they went', async () => {
    const credential = await credentialOf('required')
    const back = fromVirtualAuthenticatorCredential(toVirtualAuthenticatorCredential(credential))
    expect(back).toEqual(credential)
  })

  it('tell no user handle of a credential that is not discoverable', async () => {
    const written = toVirtualAuthenticatorCredential(await credentialOf('discouraged'))
    expect(written).not.toHaveProperty('userHandle')
    expect(written.isResidentCredential).toBe(false)
  })

  it.each([
    ['a key that is none', { privateKey: 'AAAA' }],
    ['text that is no base64', { credentialId: 'a*b' }],
  ])('are refused with %s', async (_, change) => {
    const written = toVirtualAuthenticatorCredential(await credentialOf('required'))
    expect(() => fromVirtualAuthenticatorCredential({ ...written, ...change })).toThrow(
      expect.objectContaining({ code: 'credential_malformed' }),
    )
  })
})
