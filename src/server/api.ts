/**
 * The operations as functions, for an app that has routes of its own or wants to know who is signed in.
 *
 * The caller carries the secrets: the ceremony secret from an options call to its finish call, and the
 * session token. Both are texts to be kept out of reach of scripts, logs and bodies.
 *
 * @module
 */
import type {
  PasskeyMessage,
  PasskeysMessage,
  RegisteredMessage,
  SignedInMessage,
} from '../protocol/messages.ts'
import type { RouteName } from '../protocol/routes.ts'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '../protocol/webauthn-json.ts'
import { encodeBase64url } from '../bytes/base64url.ts'
import { readCeremonySecret, writeCeremonySecret } from './ceremony-secret.ts'
import { readCarried } from './http/carrier.ts'
import { noteAct, noteRefusal } from './journal.ts'
import { perform } from './operations.ts'
import type { Call, Reply } from './operations.ts'
import { random } from './services.ts'
import type { Services } from './services.ts'
import type { LiveSession } from './store/store.ts'
import { toSignedInMessage } from './views.ts'

/** What a caller holds. */
export interface Held {
  /** From the options call of the same ceremony. */
  readonly ceremony?: string | undefined
  /** From the last sign-in. */
  readonly session?: string | undefined
  /** Coarse text for the list of sessions, such as `Chrome on Windows`. */
  readonly device?: string | undefined
}

/** What an operation gives back: its answer, and what the caller has to hold from now on. */
export interface Outcome<Body> {
  readonly body: Body
  readonly ceremony?: string
  readonly session?: string
}

/**
 * The operations. Each rejects with a {@link Refusal} and nothing else; its `code` is that of the wire.
 */
export interface LatchkeyApi {
  /**
   * Who sent this request: by its cookie, or by its bearer token. `undefined` when nobody is signed in.
   * It does not look at where the request came from: a route that changes something needs its own guard
   * against other sites.
   */
  authenticate(request: Request): Promise<SignedInMessage | undefined>
  authenticationOptions(
    input: { readonly username?: string },
    held?: Held,
  ): Promise<Outcome<PublicKeyCredentialRequestOptionsJSON>>
  finishAuthentication(response: unknown, held: Held): Promise<Outcome<SignedInMessage>>
  registrationOptions(
    input: { readonly username?: string; readonly displayName?: string },
    held?: Held,
  ): Promise<Outcome<PublicKeyCredentialCreationOptionsJSON>>
  finishRegistration(response: unknown, held: Held): Promise<Outcome<RegisteredMessage>>
  readSession(held: Held): Promise<Outcome<SignedInMessage>>
  endSession(held: Held): Promise<Outcome<undefined>>
  listPasskeys(held: Held): Promise<Outcome<PasskeysMessage>>
  renamePasskey(
    id: string,
    input: { readonly name: string },
    held: Held,
  ): Promise<Outcome<PasskeyMessage>>
  deletePasskey(id: string, held: Held): Promise<Outcome<undefined>>
}

/** What the functions need from the running server. */
export interface ApiParts {
  readonly services: Services
  readonly findSession: (token: string) => Promise<LiveSession | undefined>
}

/** Runs an operation and notes how it ended, as a request over HTTP would. */
async function performNoted(services: Services, route: RouteName, call: Call): Promise<Reply> {
  const subject = { requestId: call.caller.requestId, route }
  try {
    const reply = await perform(services, route, call)
    noteAct(services.log, subject, reply)
    return reply
  } catch (error) {
    throw noteRefusal(services.log, subject, error)
  }
}

/** Makes the functions over a server that may still be starting. */
export function createApi(parts: () => Promise<ApiParts>): LatchkeyApi {
  async function call<Body>(
    name: RouteName,
    held: Held,
    given: { readonly body?: unknown; readonly id?: string },
  ): Promise<Outcome<Body>> {
    const { services, findSession } = await parts()
    const { session } = held
    let asked: Promise<LiveSession | undefined> | undefined
    const caller = {
      requestId: encodeBase64url(random(12)),
      device: held.device,
      ceremony: readCeremonySecret(held.ceremony),
      session() {
        asked ??= session === undefined ? Promise.resolve(undefined) : findSession(session)
        return asked
      },
    }
    const reply = await performNoted(services, name, { caller, ...given })
    return {
      body: reply.body as Body,
      ...(reply.ceremony && { ceremony: writeCeremonySecret(reply.ceremony) }),
      ...(reply.token !== undefined && { session: reply.token }),
    }
  }

  return {
    async authenticate(request) {
      const { services, findSession } = await parts()
      const { sessionToken } = readCarried(request, services.settings)
      const live = sessionToken === undefined ? undefined : await findSession(sessionToken)
      return live && toSignedInMessage(live)
    },
    authenticationOptions: (body, held = {}) => call('authenticationOptions', held, { body }),
    finishAuthentication: (body, held) => call('finishAuthentication', held, { body }),
    registrationOptions: (body, held = {}) => call('registrationOptions', held, { body }),
    finishRegistration: (body, held) => call('finishRegistration', held, { body }),
    readSession: (held) => call('readSession', held, {}),
    endSession: (held) => call('endSession', held, {}),
    listPasskeys: (held) => call('listPasskeys', held, {}),
    renamePasskey: (id, body, held) => call('renamePasskey', held, { id, body }),
    deletePasskey: (id, held) => call('deletePasskey', held, { id }),
  }
}
