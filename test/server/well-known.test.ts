/** The files under `/.well-known/`: right status, right type, no redirect, nothing that is not configured. */
import { describe, expect, it } from 'vitest'
import type { LatchkeyConfig } from '../../src/server/config.ts'
import { openSite, ORIGIN } from './site.ts'

const FINGERPRINT = Array.from({ length: 32 }, () => 'AB').join(':')
const CONFIG = {
  relatedOrigins: ['https://example.org', 'https://example.net'],
  androidApps: [{ packageName: 'com.example.app', fingerprints: [FINGERPRINT] }],
  appleApps: ['A1B2C3D4E5.com.example.app'],
  passkeyEndpoints: { enroll: `${ORIGIN}/passkeys/new`, manage: `${ORIGIN}/passkeys` },
  changePasswordUrl: `${ORIGIN}/password`,
} satisfies Partial<LatchkeyConfig>

const FILES = {
  webauthn: { origins: CONFIG.relatedOrigins },
  'passkey-endpoints': CONFIG.passkeyEndpoints,
  'assetlinks.json': [
    {
      relation: [
        'delegate_permission/common.get_login_creds',
        'delegate_permission/common.handle_all_urls',
      ],
      target: {
        namespace: 'android_app',
        package_name: 'com.example.app',
        sha256_cert_fingerprints: [FINGERPRINT],
      },
    },
    {
      relation: [
        'delegate_permission/common.get_login_creds',
        'delegate_permission/common.handle_all_urls',
      ],
      target: { namespace: 'web', site: ORIGIN },
    },
  ],
  'apple-app-site-association': { webcredentials: { apps: CONFIG.appleApps } },
}

const ask = async (config: Partial<LatchkeyConfig>, name: string, init?: RequestInit) => {
  const site = openSite(config)
  const answer = await site.latchkey.fetch(new Request(`${ORIGIN}/.well-known/${name}`, init))
  await site.latchkey.close()
  return answer
}

describe('a well-known file (R82)', () => {
  it.each(Object.entries(FILES))('%s comes from the configuration', async (name, document) => {
    const answer = await ask(CONFIG, name)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600')
    expect(answer.headers.get('set-cookie')).toBe(null)
    expect(await answer.json()).toEqual(document)
  })

  it('change-password leads to the page', async () => {
    const answer = await ask(CONFIG, 'change-password')
    expect(answer.status).toBe(302)
    expect(answer.headers.get('location')).toBe(CONFIG.changePasswordUrl)
  })

  it.each([...Object.keys(FILES), 'change-password'])(
    '%s is not there when nothing is said',
    async (name) => {
      const answer = await ask({}, name)
      expect(answer.status).toBe(404)
      expect(await answer.json()).toMatchObject({ code: 'not_found' })
    },
  )

  it.each(Object.keys(FILES))('%s is only to be read', async (name) => {
    const answer = await ask(CONFIG, name, { method: 'POST' })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('GET, HEAD')
  })

  it('answers whoever asks from another site', async () => {
    const headers = { origin: 'https://example.org', 'sec-fetch-site': 'cross-site' }
    expect((await ask(CONFIG, 'webauthn', { headers })).status).toBe(200)
  })
})
