/**
 * What the functions of the programming interface do: each goes the way of the route of its name, and is
 * noted as a request over HTTP would be.
 *
 * @module
 */
import { encodeBase64url } from '../bytes/base64url.ts'
import type { RouteName } from '../protocol/route-table.ts'
import type { Held, LatchkeyApi, Outcome } from './api.ts'
import { readCeremonySecret, writeCeremonySecret } from './ceremony-secret.ts'
import { demandProof } from './freshness.ts'
import { readCarried } from './http/carrier.ts'
import { readHeaders } from './http/request-headers.ts'
import { noteAct, noteRefusal } from './journal.ts'
import type { CallSubject, Journal } from './journal.ts'
import { perform } from './operations.ts'
import { Refusal } from './refusal.ts'
import type { Running } from './running.ts'
import { random } from './services.ts'
import type { Caller } from './services.ts'
import { toSignedInMessage } from './views.ts'

/** The ways into a running server that need no route. */
export interface Calls extends Pick<LatchkeyApi, 'authenticate' | 'requireProof'> {
  call<Body>(
    route: RouteName,
    held: Held,
    given: { readonly body?: unknown; readonly id?: string },
  ): Promise<Outcome<Body>>
}

/** How the functions reach a server that may still be starting, or closing already. */
export interface CallHost {
  readonly journal: Journal
  readonly run: <Result>(work: (running: Running) => Promise<Result>) => Promise<Result>
}

/** Makes them. */
export function openCalls({ journal, run }: CallHost): Calls {
  async function noted<Result>(
    subject: CallSubject,
    work: (running: Running) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await run(work)
    } catch (error) {
      throw noteRefusal(journal, subject, error)
    }
  }

  async function call<Body>(
    route: RouteName,
    held: Held,
    given: { readonly body?: unknown; readonly id?: string },
  ): Promise<Outcome<Body>> {
    const began = journal.telemetry === undefined ? undefined : performance.now()
    const subject = { requestId: encodeBase64url(random(12)), route, began }
    const reply = await noted(subject, ({ services, findSession }) => {
      const caller = toCaller(subject.requestId, held, findSession)
      return perform(services, route, { caller, body: given.body, id: readId(given.id) })
    })
    noteAct(journal, subject, reply)
    return {
      body: reply.body as Body,
      ...(reply.ceremony && { ceremony: writeCeremonySecret(reply.ceremony) }),
      ...(reply.token !== undefined && { session: reply.token }),
    }
  }

  return {
    call,

    authenticate(request) {
      const subject = { requestId: encodeBase64url(random(12)), route: 'readSession' } as const
      return noted(subject, async ({ services, findSession }) => {
        const { sessionToken } = readCarried(readHeaders(request), services.settings)
        const live = sessionToken === undefined ? undefined : await findSession(sessionToken)
        // Whoever has only recovered an account is not signed in to anything else (R131).
        if (live?.session.method === 'recovery') return undefined
        return live && toSignedInMessage(live)
      })
    },

    requireProof(from, purpose, options = {}) {
      const requestId = encodeBase64url(random(12))
      const subject = { requestId, event: 'proof.use' } as const
      return noted(subject, async ({ services, findSession }) => {
        const token =
          'headers' in from
            ? readCarried(readHeaders(from), services.settings).sessionToken
            : readText(from.session)
        const live = token === undefined ? undefined : await findSession(token)
        if (live === undefined || live.session.method === 'recovery') {
          throw new Refusal('session_required')
        }
        await demandProof(services, { requestId, live }, purpose, options.uses ?? 'once')
        return toSignedInMessage(live)
      })
    },
  }
}

/** A host's own route hands on what was in its path, decoded: what is no id is nobody's, on every database. */
function readId(id: unknown): string | undefined {
  if (id === undefined) return undefined
  return typeof id === 'string' && /^[\w-]+$/.test(id) ? id : ''
}

/** Nor is every cookie a text, as a host's parser reads them: what is none was not there. */
function readText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function toCaller(
  requestId: string,
  { session, ceremony, device, deviceId, address }: Held,
  findSession: Running['findSession'],
): Caller {
  const token = readText(session)
  let asked: ReturnType<Caller['session']> | undefined
  return {
    requestId,
    address: readText(address),
    device: readText(device),
    deviceId: readText(deviceId),
    ceremony: readCeremonySecret(readText(ceremony)),
    session() {
      asked ??= token === undefined ? Promise.resolve(undefined) : findSession(token)
      return asked
    },
  }
}
