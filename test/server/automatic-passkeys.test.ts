/** Automatic passkeys after a sign-in with a password, on every database (security.md R65, R90). */
import { afterEach, describe, expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import type {
  PasskeysMessage,
  RegisteredMessage,
  SignedInMessage,
} from '../../src/protocol/messages.ts'
import type { PasswordSignedInMessage } from '../../src/protocol/password-messages.ts'
import type { Problem } from '../../src/protocol/problem.ts'
import type { PublicKeyCredentialCreationOptionsJSON } from '../../src/protocol/webauthn-json.ts'
import { ENGINES, openSiteOn } from './engines.ts'
import type { EngineSite } from './engines.ts'
import { expectStatus, MINUTE, ORIGIN } from './site.ts'
import type { Visitor } from './site.ts'

const PASSWORD = 'velvet otter lamp'
const DAY = 24 * 3_600_000

let site: EngineSite
afterEach(() => site?.close())

describe.each(ENGINES)('on %s', (engine) => {
  const begin = (visitor: Visitor) =>
    visitor.post<PublicKeyCredentialCreationOptionsJSON & Problem>('/auth/registration/options', {
      mediation: 'conditional',
    })
  const finish = (visitor: Visitor, response: unknown) =>
    visitor.post<RegisteredMessage & Problem>('/auth/registration', response)
  const signIn = async (visitor: Visitor): Promise<PasswordSignedInMessage> =>
    expectStatus(
      200,
      await visitor.post<PasswordSignedInMessage>('/auth/password/authentication', {
        username: 'marina',
        password: PASSWORD,
      }),
    )
  /** A passkey as a provider makes it when nobody is asked. */
  const make = (
    visitor: Visitor,
    options: PublicKeyCredentialCreationOptionsJSON,
    authenticator = visitor.authenticator,
  ) =>
    authenticator.create(options, {
      origin: ORIGIN,
      mediation: 'conditional',
    })
  const registered = async (): Promise<Visitor> => {
    site = await openSiteOn(engine)
    const visitor = site.browser()
    await visitor.post('/auth/password/registration', { username: 'marina', password: PASSWORD })
    return visitor
  }
  const passkeys = async (visitor: Visitor) => {
    const { body } = await visitor.request<PasskeysMessage>('GET', '/auth/passkeys')
    return body.passkeys
  }

  it('is granted once, made with nobody there, and signs in afterwards', async () => {
    await registered()
    const visitor = site.browser()
    expect((await signIn(visitor)).conditionalCreate).toBe(true)
    const options = expectStatus(200, await begin(visitor))
    expect(options.authenticatorSelection?.userVerification).toBe('preferred')
    const made = expectStatus(201, await finish(visitor, await make(visitor, options)))
    expect(made.session).toBe(undefined)
    expect(await passkeys(visitor)).toHaveLength(1)
    expect((await visitor.trySignIn()).status).toBe(200)
  })

  it('R65 raises nothing: the session stays one of a password', async () => {
    const visitor = await registered()
    const before = await visitor.request<SignedInMessage>('GET', '/auth/session')
    const options = expectStatus(200, await begin(visitor))
    const made = await finish(visitor, await make(visitor, options))
    expect(made.headers.get('set-cookie')).toBe(null)
    const after = await visitor.request<SignedInMessage>('GET', '/auth/session')
    expect(after.body.session).toEqual(before.body.session)
    // R90: now there is a passkey, and that is what is asked for.
    expect((await visitor.post('/auth/registration/options', {})).body).toMatchObject({
      code: 'reauthentication_required',
      methods: ['passkey'],
    })
  })

  it('R45 takes nobody being there for that one record alone', async () => {
    const visitor = await registered()
    const options = await visitor.post<PublicKeyCredentialCreationOptionsJSON>(
      '/auth/registration/options',
      {},
    )
    const answer = await finish(visitor, await make(visitor, expectStatus(200, options)))
    expect([answer.status, answer.body.code]).toEqual([400, 'registration_failed'])
  })

  it('is used up by the first of 10 at once', async () => {
    const visitor = await registered()
    const responses = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const options = expectStatus(200, await begin(visitor))
        return make(visitor, options, new SoftwareAuthenticator())
      }),
    )
    const answers = await Promise.all(responses.map((response) => finish(visitor, response)))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      201,
      ...Array(9).fill(400),
    ])
    expect(answers.find(({ status }) => status === 400)?.body).toMatchObject({
      code: 'registration_failed',
      reason: 'not_granted',
    })
    expect(await passkeys(visitor)).toHaveLength(1)
    expect((await begin(visitor)).body.code).toBe('reauthentication_required')
  })

  it('is of no use twice, to another session, or after signing out (E11, E13, E19)', async () => {
    const visitor = await registered()
    const options = expectStatus(200, await begin(visitor))
    const response = await make(visitor, options)
    const other = site.browser()
    await signIn(other)
    expect((await finish(other, response)).body.code).toBe('challenge_invalid')
    // The grant has gone to the session that signed in last.
    expect((await begin(visitor)).body.code).toBe('reauthentication_required')
    expect((await finish(visitor, response)).body.reason).toBe('not_granted')
    expect((await finish(visitor, response)).body.code).toBe('challenge_used')
    const late = await make(other, expectStatus(200, await begin(other)))
    await other.request('DELETE', '/auth/session')
    expect((await finish(other, late)).body.code).toBe('session_required')
  })

  it('is for whoever has just typed the password, not for whoever has the session later (R89)', async () => {
    const visitor = await registered()
    site.clock.advance(5 * MINUTE)
    expectStatus(200, await begin(visitor))
    site.clock.advance(1)
    expect((await begin(visitor)).body).toMatchObject({
      code: 'reauthentication_required',
      methods: ['password'],
    })
  })

  it('is refused once the account has got a passkey in another way (R90)', async () => {
    const visitor = await registered()
    const response = await make(visitor, expectStatus(200, await begin(visitor)))
    await visitor.addPasskey()
    expect((await finish(visitor, response)).body.reason).toBe('not_granted')
    expect(await passkeys(visitor)).toHaveLength(1)
  })

  it('is not granted where there is a passkey, nor soon after one was made', async () => {
    const visitor = await registered()
    await finish(visitor, await make(visitor, expectStatus(200, await begin(visitor))))
    expect((await signIn(site.browser())).conditionalCreate).toBe(undefined)
    await site.database.run(
      "update credentials set deleted_at = created_at, public_key = '', transports = '[]'",
    )
    expect((await signIn(site.browser())).conditionalCreate).toBe(undefined)
    site.clock.advance(30 * DAY)
    expect((await signIn(site.browser())).conditionalCreate).toBe(true)
  })

  it('is not granted to whoever does not want one, and no passkey session has one', async () => {
    const visitor = await registered()
    await site.database.run('update automatic_passkeys set opted_out = 1')
    expect((await signIn(visitor)).conditionalCreate).toBe(undefined)
    const other = site.browser()
    await other.signUp('other')
    expect((await begin(other)).body.code).toBe('reauthentication_required')
    expect((await begin(site.browser())).body.code).toBe('session_required')
  })
})
