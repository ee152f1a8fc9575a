/** Restore credentials: kept for a device, not for a person (issue 5, item 7). */
import { afterEach, describe, expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import type { SignedInMessage } from '../../src/protocol/messages.ts'
import type { PublicKeyCredentialCreationOptionsJSON } from '../../src/protocol/webauthn-json.ts'
import { ENGINES, openSiteOn } from './engines.ts'
import type { EngineSite } from './engines.ts'
import { expectStatus, MINUTE, ORIGIN } from './site.ts'
import type { Visitor } from './site.ts'

let site: EngineSite
afterEach(() => site.close())

const OPTIONS = '/auth/registration/options'
const FINISH = '/auth/registration'

/** A phone's key store: nobody is asked anything. */
const keyStore = () => new SoftwareAuthenticator({ userVerified: false })

async function phone(name = 'alice'): Promise<Visitor> {
  const app = site.app()
  await app.signUp(name)
  return app
}

const on = (device: string) => ({ 'latchkey-device': device })

async function keep(app: Visitor, store: SoftwareAuthenticator, device = 'phone') {
  const headers = on(device)
  const options = expectStatus<PublicKeyCredentialCreationOptionsJSON>(
    200,
    await app.request('POST', OPTIONS, { body: { kind: 'restore' }, headers }),
  )
  const body = await store.create(options, { origin: ORIGIN })
  return app.request<Record<string, unknown>>('POST', FINISH, { body, headers })
}

async function restore(store: SoftwareAuthenticator, app = site.app()) {
  const options = { ...(await app.beginSignIn()), userVerification: 'discouraged' as const }
  const response = await store.get(options, { origin: ORIGIN })
  const answer = await app.request<SignedInMessage & { code?: string }>(
    'POST',
    '/auth/authentication',
    { body: response },
  )
  return { app, answer }
}

describe.each(ENGINES)('a restore credential on %s', (engine) => {
  it('signs its user in on the next phone, without anybody there and never fresh (R65, R88)', async () => {
    site = await openSiteOn(engine)
    const app = await phone()
    const store = keyStore()
    const kept = await keep(app, store)
    expect([kept.status, Object.keys(kept.body)]).toEqual([201, ['account', 'restoreCredential']])
    const { app: next, answer } = await restore(store)
    expect(answer.status).toBe(200)
    expect(answer.body.session).toMatchObject({
      method: 'restore',
      methods: ['restore'],
      assurance: 'aal1',
      verifiedAt: null,
    })
    for (const [method, path] of [
      ['POST', OPTIONS],
      ['DELETE', '/auth/account'],
      ['DELETE', '/auth/sessions'],
    ] as const) {
      const body = method === 'POST' ? {} : undefined
      expect((await next.request(method, path, { body })).body).toMatchObject({
        code: 'reauthentication_required',
        methods: ['passkey'],
      })
    }
    // The next phone has a key store of its own.
    expect((await keep(next, keyStore(), 'next phone')).status).toBe(201)
  })

  it('is asked for without user verification and without anything to exclude', async () => {
    site = await openSiteOn(engine)
    const app = await phone()
    const { body } = await app.post<PublicKeyCredentialCreationOptionsJSON>(OPTIONS, {
      kind: 'restore',
    })
    expect(body.authenticatorSelection?.userVerification).toBe('discouraged')
    expect(body.excludeCredentials ?? []).toEqual([])
  })

  it('is listed nowhere, counts for nothing and proves nobody (R88, R94)', async () => {
    site = await openSiteOn(engine, { passkeyLimit: 1 })
    const app = await phone()
    const store = keyStore()
    await keep(app, store)
    const passkeys = await app.request<{ passkeys: { id: string }[] }>('GET', '/auth/passkeys')
    expect(passkeys.body.passkeys).toHaveLength(1)
    const { text } = await app.request('GET', '/auth/signals')
    const [{ id: credentialId } = { id: '' }] = store.credentials
    expect(text).not.toContain(credentialId)
    const named = await app.beginSignIn('alice')
    expect(named.allowCredentials?.map(({ id }) => id)).not.toContain(credentialId)
    const last = await app.request('DELETE', `/auth/passkeys/${passkeys.body.passkeys[0]!.id}`)
    expect(last.body.code).toBe('last_sign_in_method')
    const rows = await site.database.rows("SELECT id FROM credentials WHERE kind = 'restore'")
    for (const method of ['PATCH', 'DELETE']) {
      const body = method === 'PATCH' ? { name: 'x' } : undefined
      const answer = await app.request(method, `/auth/passkeys/${String(rows[0]!['id'])}`, { body })
      expect(answer.body.code).toBe('not_found')
    }
    const options = await app.post<never>('/auth/reauthentication/options', {})
    const changed = { allowCredentials: [], userVerification: 'discouraged' }
    const bent = { ...(options.body as object), ...changed } as never
    const proof = await store.get(bent, { origin: ORIGIN })
    const refused = await app.post('/auth/reauthentication', proof)
    expect(refused.body.code).toBe('authentication_failed')
  })

  it('is one for each device: a new one takes its place, others stay', async () => {
    site = await openSiteOn(engine)
    const app = await phone()
    const [first, second, tablet] = [keyStore(), keyStore(), keyStore()]
    await keep(app, first)
    await keep(app, tablet, 'tablet')
    await keep(app, second)
    expect((await restore(first)).answer.body.code).toBe('credential_unknown')
    expect((await restore(second)).answer.status).toBe(200)
    expect((await restore(tablet)).answer.status).toBe(200)
  })

  it('ends with sign-out on its device, and with sign-out everywhere (R75)', async () => {
    site = await openSiteOn(engine)
    const app = await phone()
    const [own, tablet] = [keyStore(), keyStore()]
    await keep(app, own)
    await keep(app, tablet, 'tablet')
    await app.request('DELETE', '/auth/session', { headers: on('phone') })
    app.token = undefined
    expect((await restore(own)).answer.body.code).toBe('credential_unknown')
    const { app: other } = await restore(tablet)
    expect((await other.request('GET', '/auth/session')).status).toBe(200)
    await app.signIn()
    await app.request('DELETE', '/auth/sessions')
    expect((await restore(tablet)).answer.body.code).toBe('credential_unknown')
  })

  it('ends with the session of another device that is ended by hand', async () => {
    site = await openSiteOn(engine)
    const app = await phone()
    const [own, lost] = [keyStore(), keyStore()]
    await keep(app, own)
    await keep(app, lost, 'lost phone')
    const { answer } = await restore(lost)
    const path = `/auth/sessions/${answer.body.session.id}`
    expect((await app.request('DELETE', path, { headers: on('phone') })).status).toBe(204)
    expect((await restore(lost)).answer.body.code).toBe('credential_unknown')
    expect((await restore(own)).answer.status).toBe(200)
  })

  it('is made just after a sign-in only, so that a stolen session does not outlive itself', async () => {
    site = await openSiteOn(engine)
    const app = await phone()
    site.clock.advance(5 * MINUTE + 1)
    const late = await app.post(OPTIONS, { kind: 'restore' })
    expect([late.status, late.body.code]).toEqual([403, 'reauthentication_required'])
    await app.signIn()
    expect((await app.post(OPTIONS, { kind: 'restore' })).status).toBe(200)
    const nobody = await site.app().post(OPTIONS, { kind: 'restore' })
    expect(nobody.body.code).toBe('session_required')
  })

  it.each([
    ['another kind', { kind: 'spare' }],
    ['a kind of another type', { kind: 1 }],
    ['two ceremonies in one', { kind: 'restore', mediation: 'conditional' }],
  ])('refuses %s', async (_, body) => {
    site = await openSiteOn(engine)
    const app = await phone()
    expect((await app.post(OPTIONS, body)).body.code).toBe('invalid_request')
  })

  it('is no passkey by another challenge, nor a passkey a restore credential (R18, R20)', async () => {
    site = await openSiteOn(engine)
    const app = await phone()
    const options = expectStatus<PublicKeyCredentialCreationOptionsJSON>(
      200,
      await app.post(OPTIONS, {}),
    )
    const silent = await keyStore().create(
      { ...options, authenticatorSelection: { userVerification: 'discouraged' } },
      { origin: ORIGIN },
    )
    const refused = await app.post(FINISH, silent)
    expect([refused.status, refused.body.code]).toEqual([400, 'registration_failed'])
    const other = await phone('bob')
    const theirs = expectStatus<PublicKeyCredentialCreationOptionsJSON>(
      200,
      await other.post(OPTIONS, { kind: 'restore' }),
    )
    const answer = await keyStore().create(theirs, { origin: ORIGIN })
    expect((await app.post(FINISH, answer)).body.code).toBe('challenge_invalid')
    expect((await other.post(FINISH, answer)).status).toBe(201)
    expect((await other.post(FINISH, answer)).body.code).toBe('challenge_used')
  })
})
