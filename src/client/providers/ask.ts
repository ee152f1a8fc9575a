/**
 * Asking providers: each has its time, and none can spoil another's answer or the call.
 *
 * @module
 */
import type { CredentialProvider } from '../provider.ts'
import type { ProviderPorts } from './settings.ts'

/** One provider's answer. */
export interface Answered<Response> {
  readonly provider: CredentialProvider
  readonly response: Response
}

/**
 * Asks one provider. Rejects with what it throws, when its time is up, or with the signal's reason.
 *
 * @param milliseconds how long it may take.
 */
export async function askWithin<Response>(
  milliseconds: number,
  ask: (signal: AbortSignal) => Promise<Response> | undefined,
  signal: AbortSignal,
): Promise<Response | undefined> {
  signal.throwIfAborted()
  const own = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const ended = new Promise<never>((_, reject) => {
    const end = (reason: unknown) => {
      own.abort(reason)
      reject(reason)
    }
    timer = setTimeout(() => end(new Error(`no answer within ${milliseconds} ms`)), milliseconds)
    signal.addEventListener('abort', () => end(signal.reason), { signal: own.signal })
  })
  try {
    // A provider that throws at once does the same as one that rejects.
    const answer = Promise.resolve().then(() => ask(own.signal))
    return await Promise.race([answer, ended])
  } finally {
    clearTimeout(timer)
    // Lets go of the caller's signal, and tells a provider that is still at it.
    own.abort()
  }
}

/** Asks all providers at once. One that fails, or does not take part, has nothing to say. */
export async function askAll<Response extends object>(
  { providers, queryDeadline, onProviderError }: ProviderPorts,
  ask: (provider: CredentialProvider, signal: AbortSignal) => Promise<Response> | undefined,
  signal: AbortSignal,
): Promise<readonly Answered<Response>[]> {
  const answers = await Promise.all(
    providers.map(async (provider): Promise<Answered<Response> | undefined> => {
      try {
        const response = await askWithin(queryDeadline, (signal) => ask(provider, signal), signal)
        return response && { provider, response }
      } catch (error) {
        if (!signal.aborted) onProviderError(error, provider)
        return undefined
      }
    }),
  )
  signal.throwIfAborted()
  return answers.filter((answer) => answer !== undefined)
}
