/**
 * What the test page loads: the whole client, put where `page.evaluate` finds it, and options to call
 * it with.
 *
 * @module
 */
import * as client from '../../src/client/index.ts'

type Creation = ConstructorParameters<typeof client.CreatePublicKeyCredentialRequest>[0] & object
type Request = ConstructorParameters<typeof client.GetPublicKeyCredentialOption>[0] & object

const challenge = () =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(24))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')

/** Ends in the exception, as plain data that cross to the page. */
async function outcome(call: () => Promise<unknown>) {
  try {
    return { ok: true as const, value: JSON.parse(JSON.stringify((await call()) ?? null)) }
  } catch (error) {
    const thrown = error as client.CredentialManagerException
    return {
      ok: false as const,
      name: thrown.name,
      type: thrown.type,
      retryable: thrown.retryable,
      domError: thrown.domError,
      cause: thrown.cause instanceof Error ? thrown.cause.name : String(thrown.cause),
      message: thrown.message,
    }
  }
}

const page = {
  challenge,
  outcome,
  /** Options of a sign-in that any passkey will do for. */
  request(changes: Partial<Request> = {}): Request {
    return { challenge: challenge(), rpId: 'localhost', timeout: 1500, ...changes }
  },
  /** Options of a registration. */
  creation(changes: Partial<Creation> = {}): Creation {
    return {
      challenge: challenge(),
      rp: { id: 'localhost', name: 'Test' },
      user: { id: 'dXNlcg', name: 'ada', displayName: 'Ada' },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      timeout: 1500,
      ...changes,
    }
  },
  manager: client.CredentialManager.create(),
  /** Gets with a passkey option of its own. */
  get(changes: Partial<Request> = {}, options: client.CallOptions = {}) {
    const option = new client.GetPublicKeyCredentialOption(page.request(changes))
    return page.manager.getCredential(new client.GetCredentialRequest([option]), options)
  },
  create(changes: Partial<Creation> = {}, options: client.CallOptions = {}) {
    const request = new client.CreatePublicKeyCredentialRequest(page.creation(changes))
    return page.manager.createCredential(request, options)
  },
  /** Gets a passkey only if one is here. */
  immediate(changes: Partial<Request> = {}, options: client.CallOptions = {}) {
    const option = new client.GetPublicKeyCredentialOption(page.request(changes))
    const request = new client.GetCredentialRequest([option], {
      preferImmediatelyAvailableCredentials: true,
    })
    return page.manager.getCredential(request, options)
  },
  /** Gets a saved password. */
  password(settings: client.GetPasswordOptionSettings = {}, options: client.CallOptions = {}) {
    const option = new client.GetPasswordOption(settings)
    return page.manager.getCredential(new client.GetCredentialRequest([option]), options)
  },
  /** What autofill did, in order. */
  log: [] as string[],
  /** Attaches a pending request that logs what happens to it. */
  attach(settings: {
    readonly timeout?: number
    readonly callback?: (response: client.GetCredentialResponse) => void | Promise<void>
    readonly signal?: AbortSignal
  }) {
    const { timeout = 60_000, callback, signal } = settings
    const pending = new client.PendingGetCredentialRequest(
      async () => {
        page.log.push('source')
        const option = new client.GetPublicKeyCredentialOption(page.request({ timeout }))
        return new client.GetCredentialRequest([option])
      },
      async (response) => {
        page.log.push(`picked ${response.credential.type}`)
        await callback?.(response)
      },
    )
    const onError = (error: unknown) => {
      page.log.push(`error ${error instanceof Error ? error.message : String(error)}`)
    }
    const attached = page.manager.attachPendingGetCredentialRequest(pending, { signal, onError })
    void attached.then(
      () => page.log.push('detached'),
      (error: Error) => page.log.push(error.name),
    )
    return attached
  },
}

type Client = typeof client

declare global {
  var client: Client
  var test: typeof page
}

Object.assign(globalThis, { client, test: page })
