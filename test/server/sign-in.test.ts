/** The main road: sign up, sign out, sign in, and what is stored and sent on the way. */
import { afterEach, describe, expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import type {
  PasskeyMessage,
  PasskeysMessage,
  SignedInMessage,
} from '../../src/protocol/messages.ts'
import { ENGINES, openSiteOn } from './engines.ts'
import type { EngineSite } from './engines.ts'
import { MINUTE } from './site.ts'

let site: EngineSite
afterEach(() => site.close())

describe.each(ENGINES)('on %s', (engine) => {
  describe('a sign-up and a sign-in', () => {
    it('lead to the same account', async () => {
      site = await openSiteOn(engine)
      const visitor = site.browser()
      const { account, session } = await visitor.signUp('alice')
      expect(account.username).toBe('alice')
      expect(session?.method).toBe('passkey')
      await visitor.request('DELETE', '/auth/session')
      const again = await visitor.signIn()
      expect(again.account).toEqual(account)
      expect(again.session.id).not.toBe(session?.id)
      expect((await visitor.request('GET', '/auth/session')).body).toEqual(again)
    })

    it('work with the name given first', async () => {
      site = await openSiteOn(engine)
      const visitor = site.browser()
      const { account } = await visitor.signUp('alice')
      const [credential] = visitor.authenticator.credentials
      const options = await visitor.beginSignIn('ALICE')
      expect(options.allowCredentials).toEqual([
        { type: 'public-key', id: credential!.id, transports: ['hybrid', 'internal'] },
      ])
      expect((await visitor.signIn('alice')).account).toEqual(account)
    })

    it('give the options bare, as clients take them', async () => {
      site = await openSiteOn(engine, { rpName: 'Example' })
      const creation = await site.browser().beginSignUp('alice')
      expect(creation).toEqual({
        rp: { id: 'example.com', name: 'Example' },
        user: { id: expect.stringMatching(/^[\w-]{43}$/), name: 'alice', displayName: 'alice' },
        challenge: expect.stringMatching(/^[\w-]{78}$/),
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
      expect(await site.browser().beginSignIn()).toEqual({
        rpId: 'example.com',
        challenge: expect.stringMatching(/^[\w-]{78}$/),
        timeout: 300_000,
        allowCredentials: [],
        userVerification: 'required',
      })
    })

    it('write nothing before they are finished', async () => {
      site = await openSiteOn(engine)
      const visitor = site.browser()
      await visitor.signUp('alice')
      const before = await site.database.countRows()
      for (let round = 0; round < 20; round++) {
        await visitor.beginSignIn()
        await visitor.beginSignIn('alice')
        await visitor.beginSignIn('nobody')
        await visitor.beginSignUp(`name ${round}`)
      }
      expect(await site.database.countRows()).toBe(before)
    })

    it('write nothing when they are refused', async () => {
      site = await openSiteOn(engine)
      const visitor = site.browser()
      await visitor.signUp('alice')
      const before = await site.database.countRows()
      await visitor.trySignIn({ faults: { signature: 'bit_flipped' } })
      await visitor.trySignIn({ faults: { clientData: { origin: 'https://evil.example' } } })
      await visitor.post('/auth/registration', { id: 'x' })
      const faults = { authenticatorData: { flags: { uv: false } } }
      const bob = site.browser()
      await bob.post(
        '/auth/registration',
        await bob.create(await bob.beginSignUp('bob'), { faults }),
      )
      expect(await site.database.countRows()).toBe(before)
    })

    it('keep the display name apart from the username', async () => {
      site = await openSiteOn(engine)
      const visitor = site.browser()
      const names = { username: 'alice', displayName: 'Alice Liddell' }
      const { body } = await visitor.post('/auth/registration/options', names)
      const response = await visitor.create(body as never)
      const answer = await visitor.post('/auth/registration', response)
      expect(answer.body).toMatchObject({ account: names })
    })

    it('ignore members that clients have no say in (R11)', async () => {
      site = await openSiteOn(engine)
      const visitor = site.browser()
      const sent = { username: 'alice', id: 'mine', role: 'admin', signCount: 9, createdAt: 0 }
      const { body } = await visitor.post('/auth/registration/options', sent)
      const response = await visitor.create(body as never)
      const answer = await visitor.post('/auth/registration', {
        ...response,
        aaguid: 'x',
        userId: 'y',
      })
      expect(answer.status).toBe(201)
      expect(answer.text).not.toMatch(/mine|admin/)
    })

    it('are closed to newcomers when the configuration says so', async () => {
      site = await openSiteOn(engine, { signUp: 'closed' })
      const answer = await site.browser().post('/auth/registration/options', { username: 'alice' })
      expect(answer.body.code).toBe('session_required')
      expect(site.log.at(-1)?.reason).toBe('sign_up_closed')
    })

    it('accept a person who was only present where verification is not required', async () => {
      site = await openSiteOn(engine, { userVerification: 'preferred' })
      const visitor = site.browser()
      visitor.authenticator = new SoftwareAuthenticator({ userVerified: false })
      await visitor.signUp('alice')
      const { session } = await visitor.signIn()
      // R88: such a session is never fresh.
      expect(session.verifiedAt).toBeNull()
      const answer = await visitor.post('/auth/registration/options', {})
      expect(answer.body.code).toBe('reauthentication_required')
    })

    it('accept a counter that went back where the configuration says so, and say so (R62)', async () => {
      site = await openSiteOn(engine, { signCount: 'report' })
      const visitor = site.browser()
      await visitor.signUp('alice')
      const faults = { authenticatorData: { signCount: 7 } }
      await visitor.trySignIn({ faults })
      expect((await visitor.trySignIn({ faults })).status).toBe(200)
      expect(site.log.map(({ event }) => event)).toContain('sign_count.regressed')
    })
  })

  describe('passkeys of an account', () => {
    it('are listed with what their owner needs, and nothing else (R94)', async () => {
      site = await openSiteOn(engine)
      const visitor = site.browser()
      // The AAGUID of a well-known provider.
      visitor.authenticator = new SoftwareAuthenticator({
        aaguid: 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4',
      })
      const { passkey } = await visitor.signUp('alice')
      site.clock.advance(MINUTE)
      await visitor.signIn()
      const { body } = await visitor.request<PasskeysMessage>('GET', '/auth/passkeys')
      expect(body).toEqual({
        passkeys: [
          {
            id: passkey.id,
            name: 'Google Password Manager',
            provider: {
              name: 'Google Password Manager',
              icon: expect.stringMatching(/^data:image\/svg\+xml,/),
            },
            synced: true,
            credentialId: visitor.authenticator.credentials[0]!.id,
            createdAt: '2026-06-01T00:00:00.000Z',
            lastUsedAt: '2026-06-01T00:01:00.000Z',
            lastUsedDevice: null,
          },
        ],
      })
    })

    it('can be added, renamed and deleted', async () => {
      site = await openSiteOn(engine)
      const visitor = site.browser()
      const first = await visitor.signUp('alice')
      const second = await visitor.addPasskey()
      expect(second.session).toBeUndefined()
      const path = `/auth/passkeys/${first.passkey.id}`
      const renamed = await visitor.request<PasskeyMessage>('PATCH', path, {
        body: { name: 'Blue key' },
      })
      expect(renamed.body.name).toBe('Blue key')
      const gone = await visitor.request('DELETE', `/auth/passkeys/${second.passkey.id}`)
      expect([gone.status, gone.text]).toEqual([204, ''])
      const { body } = await visitor.request<PasskeysMessage>('GET', '/auth/passkeys')
      expect(body.passkeys.map(({ name }) => name)).toEqual(['Blue key'])
    })

    it('are excluded from being made twice (R38)', async () => {
      site = await openSiteOn(engine)
      const visitor = site.browser()
      await visitor.signUp('alice')
      await expect(visitor.addPasskey(visitor.authenticator)).rejects.toThrow(
        expect.objectContaining({ code: 'credential_excluded' }),
      )
    })

    it('end the sessions they made when they are deleted, and open nothing any more (R91)', async () => {
      site = await openSiteOn(engine)
      const visitor = site.browser()
      const { passkey } = await visitor.signUp('alice')
      const other = site.browser()
      const second = new SoftwareAuthenticator()
      await visitor.addPasskey(second)
      other.authenticator = second
      await other.signIn()
      const options = await visitor.beginSignIn()
      const inFlight = await visitor.get(options)
      await other.request('DELETE', `/auth/passkeys/${passkey.id}`)
      expect((await visitor.request('GET', '/auth/session')).status).toBe(401)
      const answer = await visitor.post('/auth/authentication', inFlight)
      expect(answer.body.code).toBe('credential_unknown')
      expect((await other.request<SignedInMessage>('GET', '/auth/session')).status).toBe(200)
    })
  })
})
