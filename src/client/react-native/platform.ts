/**
 * Credential Manager on the native one of a phone, through a bridge that passes JSON.
 *
 * @module
 */
import {
  ClearCredentialInterruptedException,
  ClearCredentialUnknownException,
} from '../clear-exceptions.ts'
import { CreateCredentialResponse } from '../create-response.ts'
import {
  CreateCredentialInterruptedException,
  CreateCredentialUnknownException,
} from '../create-exceptions.ts'
import { Credential } from '../credential.ts'
import type { CredentialManagerException } from '../exception.ts'
import {
  GetCredentialInterruptedException,
  GetCredentialUnknownException,
} from '../get-exceptions.ts'
import { lifetimeOf } from '../get-request.ts'
import { GetCredentialResponse } from '../get-response.ts'
import type { CredentialPlatform } from '../platform.ts'
import { PendingGetCredentialHandle, PrepareGetCredentialResponse } from '../prepare.ts'
import { SignalCredentialUnknownException } from '../signal-exceptions.ts'
import { SignalLimit } from '../signal-limit.ts'
import { SignalCredentialStateResponse } from '../signal-response.ts'
import {
  clearCredentialExceptionFromJSON,
  createCredentialExceptionFromJSON,
  type ExceptionJSON,
  getCredentialExceptionFromJSON,
  signalCredentialStateExceptionFromJSON,
} from '../twins/exceptions.ts'
import {
  clearCredentialStateRequestToJSON,
  signalCredentialStateRequestToJSON,
} from '../twins/requests.ts'
import type { CredentialManagerBridge, PreparedValue } from './bridge.ts'
import { type Flow, fromBundle } from './bundle-keys-table.ts'
import { nativeCreateRequest, nativeGetRequest } from './native-requests.ts'

/** What the platform needs besides the bridge. */
export interface ReactNativePlatformSettings {
  /** The native module. */
  readonly bridge: CredentialManagerBridge
  /** Milliseconds since 1970. Default: the clock. */
  readonly now?: () => number
}

/** How one flow of calls fails. */
interface Flows {
  readonly fromJSON: (json: ExceptionJSON) => CredentialManagerException
  readonly unknown: new (message?: string, options?: ErrorOptions) => CredentialManagerException
  /** The module ended a call that nobody here has ended. */
  readonly interrupted: new (message?: string) => CredentialManagerException
}

const GET: Flows = {
  fromJSON: getCredentialExceptionFromJSON,
  unknown: GetCredentialUnknownException,
  interrupted: GetCredentialInterruptedException,
}
const CREATE: Flows = {
  fromJSON: createCredentialExceptionFromJSON,
  unknown: CreateCredentialUnknownException,
  interrupted: CreateCredentialInterruptedException,
}
const CLEAR: Flows = {
  fromJSON: clearCredentialExceptionFromJSON,
  unknown: ClearCredentialUnknownException,
  interrupted: ClearCredentialInterruptedException,
}
const SIGNAL: Flows = {
  fromJSON: signalCredentialStateExceptionFromJSON,
  unknown: SignalCredentialUnknownException,
  interrupted: SignalCredentialUnknownException,
}

// One count for the app: several platforms may share a native module, which knows calls by their ids.
let calls = 0

/** The phone's own Credential Manager as a platform. */
export function reactNativePlatform({
  bridge,
  now = () => Date.now(),
}: ReactNativePlatformSettings): CredentialPlatform {
  let session: object = {}
  const limit = new SignalLimit()

  /** Makes one call of the bridge, and gives its value. */
  async function call<T>(
    flow: Flows,
    make: (callId: string) => Promise<string>,
    read: (value: unknown) => T,
    signal?: AbortSignal,
  ): Promise<T> {
    // React Native's own signals know neither `throwIfAborted` nor, in older versions, a reason.
    const reason = () => (signal?.reason as unknown) ?? new Error('aborted')
    if (signal?.aborted) throw reason()
    const callId = `${++calls}`
    let end = () => {}
    const aborted = new Promise<never>((_, reject) => {
      end = () => {
        reject(reason())
        bridge.cancel(callId)
      }
      signal?.addEventListener('abort', end)
    })
    try {
      return await Promise.race([aborted, answerOf(flow, make, callId, read)])
    } finally {
      // A signal among the listener's options would be unknown there, too.
      signal?.removeEventListener('abort', end)
    }
  }

  return {
    prepareGetCredential: (request, { signal } = {}) => {
      const owner = session
      return call(
        GET,
        async (id) => bridge.prepareGetCredential(id, nativeGetRequest(request)),
        (value) => {
          const prepared = value as PreparedValue
          const { handleId, credentialTypes, hasAuthenticationResults, hasRemoteResults } = prepared
          const expires = now() + lifetimeOf(request)
          return new PrepareGetCredentialResponse(
            new PendingGetCredentialHandle(handleId, { owner, expires }),
            {
              hasCredentialResults: (type) => credentialTypes?.includes(type),
              hasAuthenticationResults: () => hasAuthenticationResults,
              hasRemoteResults: () => hasRemoteResults,
            },
          )
        },
        signal,
      )
    },

    getCredential: async (asked, { signal } = {}) => {
      const make =
        asked instanceof PendingGetCredentialHandle
          ? handleCall(asked.take(session, now()) as string)
          : async (id: string) => bridge.getCredential(id, nativeGetRequest(asked))
      const read = (value: unknown) => {
        const [type, data] = typedData('get', value)
        return new GetCredentialResponse(Credential.createFrom(type, data))
      }
      return call(GET, make, read, signal)
    },

    createCredential: (request, { signal } = {}) =>
      call(
        CREATE,
        async (id) => bridge.createCredential(id, nativeCreateRequest(request)),
        (value) => {
          const response = CreateCredentialResponse.createFrom(...typedData('create', value))
          if (response.type === request.type) return response
          throw new Error('the answer is to another request')
        },
        signal,
      ),

    clearCredentialState: (request) => {
      session = {}
      const json = JSON.stringify(clearCredentialStateRequestToJSON(request))
      return call(
        CLEAR,
        async (id) => bridge.clearCredentialState(id, json),
        () => undefined,
      )
    },

    signalCredentialState: async (request) => {
      limit.admit(now())
      const json = JSON.stringify(signalCredentialStateRequestToJSON(request))
      return call(
        SIGNAL,
        async (id) => bridge.signalCredentialState(id, json),
        () => new SignalCredentialStateResponse(),
      )
    },

    /** Native fields have an autofill of their own, which is attached to views and not to a page. */
    attachPendingGetCredentialRequest: () => Promise.resolve(),
  }

  function handleCall(handleId: string): (callId: string) => Promise<string> {
    return async (callId) => bridge.getPreparedCredential(callId, handleId)
  }
}

async function answerOf<T>(
  { fromJSON, unknown, interrupted }: Flows,
  make: (callId: string) => Promise<string>,
  callId: string,
  read: (value: unknown) => T,
): Promise<T> {
  let exception: CredentialManagerException
  try {
    const answer = JSON.parse(await make(callId)) as Partial<Record<string, unknown>>
    if ('value' in answer) return read(answer.value)
    exception =
      answer.cancelled === true
        ? new interrupted('the call was ended by the app')
        : fromJSON(exceptionIn(answer))
  } catch (cause) {
    exception = new unknown('the native module broke its promise', { cause })
  }
  throw exception
}

function exceptionIn({ exception }: Partial<Record<string, unknown>>): ExceptionJSON {
  const { type, message, retryMillis } = Object(exception) as Partial<Record<string, unknown>>
  if (typeof type !== 'string') throw new TypeError('neither a value nor an exception')
  return {
    type,
    message: typeof message === 'string' ? message : '',
    retryMillis: typeof retryMillis === 'number' ? retryMillis : undefined,
  }
}

function typedData(flow: Flow, value: unknown): [string, unknown] {
  const { type, data } = Object(value) as Partial<Record<string, unknown>>
  if (typeof type !== 'string') throw new TypeError('there is no type in the answer')
  return [type, fromBundle(flow, type, Object(data) as Readonly<Record<string, unknown>>)]
}
