/**
 * The operations behind the routes, free of any transport: who may call them, what they take, what they
 * give. HTTP and the programming interface both come through {@link perform}.
 *
 * @module
 */
import type { z } from 'zod'
import {
  addPasskeyRequest,
  authenticationOptionsRequest,
  authenticationResponse,
  registrationResponse,
  renamePasskeyRequest,
  signUpRequest,
} from '../protocol/messages.ts'
import { ROUTES } from '../protocol/routes.ts'
import type { RouteName } from '../protocol/routes.ts'
import { checkShape } from '../protocol/shape.ts'
import type {
  AuthenticationResponseJSON,
  RegistrationResponseJSON,
} from '../protocol/webauthn-json.ts'
import { acceptedEvent } from './audit.ts'
import { beginAuthentication } from './ceremonies/authentication-options.ts'
import { finishAuthentication } from './ceremonies/authentication.ts'
import { beginAddPasskey, beginSignUp } from './ceremonies/registration-options.ts'
import { finishRegistration } from './ceremonies/registration.ts'
import {
  CEREMONY_SECRET_LIFETIME,
  newCeremonySecret,
  outlivesChallenge,
  renewCeremonySecret,
} from './ceremony-secret.ts'
import type { CeremonySecret } from './ceremony-secret.ts'
import { deletePasskey, listPasskeys, renamePasskey } from './passkeys.ts'
import { Refusal } from './refusal.ts'
import { random } from './services.ts'
import type { Caller, Services } from './services.ts'
import { isFresh } from './sessions.ts'
import type { LiveSession } from './store/store.ts'
import { toAccountMessage, toPasskeyMessage, toSessionMessage, toSignedInMessage } from './views.ts'

/** What an operation gives back. */
export interface Reply {
  readonly status: 200 | 201 | 204
  readonly body?: unknown
  /** The ceremony secret the caller is to hold from now on. */
  readonly ceremony?: CeremonySecret
  /** Whether that differs from what the caller held. */
  readonly ceremonyChanged?: boolean
  /** The token of a new session. */
  readonly token?: string
  /** Whether the caller's session is over. */
  readonly signedOut?: boolean
  /** For the log. */
  readonly accountId?: string
  readonly credentialId?: string
}

/** A call of an operation. */
export interface Call {
  readonly caller: Caller
  /** The parsed body, still unchecked. */
  readonly body?: unknown
  /** The `{id}` of the path. */
  readonly id?: string | undefined
}

interface Exchange extends Call {
  readonly services: Services
  /** There on every route that is not anonymous. */
  readonly live: LiveSession | undefined
}

interface Operation {
  readonly schema?: z.ZodType
  readonly run: (exchange: Exchange) => Promise<Reply>
}

const OPERATIONS: Readonly<Record<RouteName, Operation>> = {
  authenticationOptions: {
    schema: authenticationOptionsRequest,
    async run({ services, caller, body }) {
      const { ceremony, ceremonyChanged } = holdCeremony(services, caller)
      const { username } = body as z.infer<typeof authenticationOptionsRequest>
      const options = await beginAuthentication(services, ceremony, { username })
      return { status: 200, body: options, ceremony, ceremonyChanged }
    },
  },
  finishAuthentication: {
    schema: authenticationResponse,
    async run({ services, caller, body }) {
      const response = body as AuthenticationResponseJSON
      const { account, session, token } = await finishAuthentication(services, caller, response)
      return {
        status: 200,
        body: toSignedInMessage({ account, session }),
        token,
        accountId: account.id,
        ...(session.credentialId !== undefined && { credentialId: session.credentialId }),
      }
    },
  },
  registrationOptions: {
    async run({ services, caller, body }) {
      // A username makes it a sign-up, whoever is signed in; without one it is about the own account.
      if (Object.hasOwn(body as object, 'username')) {
        const names = shaped(signUpRequest, body)
        const { ceremony } = holdCeremony(services, caller)
        const begun = await beginSignUp(services, ceremony, names)
        return { status: 200, body: begun.options, ceremony: begun.ceremony, ceremonyChanged: true }
      }
      const live = required(await caller.session())
      shaped(addPasskeyRequest, body)
      demandFresh(services, live)
      return { status: 200, body: await beginAddPasskey(services, live) }
    },
  },
  finishRegistration: {
    schema: registrationResponse,
    async run({ services, caller, body }) {
      const response = body as RegistrationResponseJSON
      const { account, credential, signedIn } = await finishRegistration(services, caller, response)
      return {
        status: 201,
        body: {
          account: toAccountMessage(account),
          passkey: toPasskeyMessage(credential),
          ...(signedIn && { session: toSessionMessage(signedIn.session) }),
        },
        ...(signedIn && { token: signedIn.token }),
        accountId: account.id,
        credentialId: credential.id,
      }
    },
  },
  readSession: {
    run: async ({ live }) => ({ status: 200, body: toSignedInMessage(required(live)) }),
  },
  endSession: {
    async run({ services, caller, live }) {
      const { session, account } = required(live)
      const audit = acceptedEvent({
        at: services.now(),
        requestId: caller.requestId,
        event: 'session.end',
        accountId: account.id,
      })
      await services.store.endSession(session.id, audit)
      return { status: 204, signedOut: true, accountId: account.id }
    },
  },
  listPasskeys: {
    async run({ services, live }) {
      return { status: 200, body: { passkeys: await listPasskeys(services, required(live)) } }
    },
  },
  renamePasskey: {
    schema: renamePasskeyRequest,
    async run({ services, caller, live, body, id = '' }) {
      const { name } = body as z.infer<typeof renamePasskeyRequest>
      const owner = { ...caller, live: required(live) }
      const passkey = await renamePasskey(services, owner, { id, name })
      return {
        status: 200,
        body: passkey,
        accountId: owner.live.account.id,
        credentialId: passkey.id,
      }
    },
  },
  deletePasskey: {
    async run({ services, caller, live, id = '' }) {
      const owner = { ...caller, live: required(live) }
      await deletePasskey(services, owner, id)
      return { status: 204, accountId: owner.live.account.id, credentialId: id }
    },
  },
  health: { run: async () => ({ status: 200, body: { status: 'ok' } }) },
  readiness: {
    async run({ services }) {
      if (services.challengeClock.astray) throw new Refusal('unavailable', 'clock_astray')
      await services.store.ping()
      return { status: 200, body: { status: 'ready' } }
    },
  },
}

/**
 * Runs an operation: session, shape, freshness, and then the operation itself (security.md R3, R85).
 *
 * @throws {@link Refusal} and {@link StoreError}.
 */
export async function perform(services: Services, name: RouteName, call: Call): Promise<Reply> {
  const { authorization } = ROUTES[name]
  const { schema, run } = OPERATIONS[name]
  const live = authorization === 'anonymous' ? undefined : required(await call.caller.session())
  const body = schema === undefined ? call.body : shaped(schema, call.body)
  if (authorization === 'fresh') demandFresh(services, required(live))
  return run({ ...call, services, live, body })
}

function required(live: LiveSession | undefined): LiveSession {
  if (live === undefined) throw new Refusal('session_required')
  return live
}

function demandFresh({ settings, now }: Services, { session, account }: LiveSession): void {
  if (isFresh(session, { now: now(), freshness: settings.freshness })) return
  const details = { methods: ['passkey' as const], accountId: account.id }
  throw new Refusal('reauthentication_required', 'proof_not_fresh', details)
}

function shaped<Value>(schema: z.ZodType<Value>, body: unknown): Value {
  const result = checkShape(schema, body)
  if ('value' in result) return result.value
  throw new Refusal('invalid_request', 'shape', { errors: result.errors })
}

/** The secret the caller holds if it lasts, else the same one renewed, else a fresh one (R19). */
function holdCeremony(
  { keys, challengeClock }: Services,
  { ceremony: held }: Caller,
): { readonly ceremony: CeremonySecret; readonly ceremonyChanged: boolean } {
  const now = challengeClock.now()
  if (held === undefined || Math.abs(now - held.keptSince) > CEREMONY_SECRET_LIFETIME) {
    return { ceremony: newCeremonySecret(now, random(24)), ceremonyChanged: true }
  }
  if (outlivesChallenge(held, now)) return { ceremony: held, ceremonyChanged: false }
  return { ceremony: renewCeremonySecret(keys, held, now), ceremonyChanged: true }
}
