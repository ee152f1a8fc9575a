/**
 * Credential Manager over credential providers of one's own: on a desktop, in a terminal, in tests, and in
 * a page that brings its own vault.
 *
 * What a browser's dialog hides is all here: which credentials there are, whose they are, what is locked.
 * So `prepareGetCredential` answers exactly.
 *
 * @module
 */
import {
  ClearCredentialProviderConfigurationException,
  ClearCredentialUnknownException,
} from '../clear-exceptions.ts'
import { CreateCredentialInterruptedException } from '../create-exceptions.ts'
import { GetCredentialInterruptedException } from '../get-exceptions.ts'
import type { GetCredentialRequest } from '../get-request.ts'
import type { CredentialPlatform } from '../platform.ts'
import type { CredentialProvider, ProviderCallOptions } from '../provider.ts'
import { PendingGetCredentialHandle, PrepareGetCredentialResponse } from '../prepare.ts'
import {
  SignalCredentialSecurityException,
  SignalCredentialStateProviderConfigurationException,
} from '../signal-exceptions.ts'
import { SignalLimit } from '../signal-limit.ts'
import { SignalCredentialStateResponse } from '../signal-response.ts'
import { askWithin } from './ask.ts'
import { CallSlot } from './call-slot.ts'
import { callingAppInfo } from './caller.ts'
import { create } from './create.ts'
import { finishGet, modelOf, prepareGet, type PreparedGet } from './get.ts'
import { completePorts, type ProviderPlatformSettings } from './settings.ts'

const REPLACED = 'another request took its place'

/**
 * Makes Credential Manager out of providers and someone who draws the account selector.
 *
 * @throws TypeError when two providers have the same id.
 */
export function providerPlatform(settings: ProviderPlatformSettings): CredentialPlatform {
  const ports = completePorts(settings)
  const { providers, caller, now, answerDeadline, onProviderError } = ports
  const slot = new CallSlot()
  const limit = new SignalLimit()
  /** Owns the handles; a new one makes the old ones useless. */
  let session = {}

  /** Tells all providers. Gives what went wrong. */
  const tell = async (
    work: (provider: CredentialProvider, options: ProviderCallOptions) => Promise<void> | undefined,
  ): Promise<readonly unknown[]> => {
    const failures: unknown[] = []
    const { signal } = new AbortController()
    await Promise.all(
      providers.map(async (provider) => {
        try {
          await askWithin(answerDeadline, (signal) => work(provider, { signal }), signal)
        } catch (error) {
          failures.push(error)
          onProviderError(error, provider)
        }
      }),
    )
    return failures
  }

  return {
    getCredential(request, { signal } = {}) {
      return slot.take(
        async (signal) => {
          const prepared =
            request instanceof PendingGetCredentialHandle
              ? (request.take(session, now()) as PreparedGet)
              : await prepareGet(ports, request, signal)
          return finishGet(ports, prepared, signal)
        },
        () => new GetCredentialInterruptedException(REPLACED),
        signal,
      )
    },

    async prepareGetCredential(request, { signal } = {}) {
      const owner = session
      const prepared = await prepareGet(ports, request, signal ?? new AbortController().signal)
      const { entries, unlocks, remote } = modelOf(prepared).offers
      const expires = now() + lifetimeOf(request)
      return new PrepareGetCredentialResponse(
        new PendingGetCredentialHandle(prepared, { owner, expires }),
        {
          hasCredentialResults: (type) => entries.some((entry) => entry.type === type),
          hasAuthenticationResults: () => unlocks.length > 0,
          hasRemoteResults: () => remote !== undefined,
        },
      )
    },

    createCredential(request, { signal } = {}) {
      return slot.take(
        (signal) => create(ports, request, signal),
        () => new CreateCredentialInterruptedException(REPLACED),
        signal,
      )
    },

    async clearCredentialState({ requestType }) {
      session = {}
      slot.interrupt()
      if (providers.length === 0) {
        throw new ClearCredentialProviderConfigurationException('there are no providers')
      }
      const request = { requestType, callingAppInfo: callingAppInfo(caller, {})! }
      const failures = await tell((provider, options) =>
        provider.clearCredentialState?.(request, options),
      )
      if (failures.length === 0) return
      throw new ClearCredentialUnknownException('not every provider forgot', { cause: failures[0] })
    },

    async signalCredentialState({ type, requestJson, origin }) {
      if (!providers.some((provider) => 'signalCredentialState' in provider)) {
        throw new SignalCredentialStateProviderConfigurationException('no provider takes signals')
      }
      const app = callingAppInfo(caller, { origin })
      if (app === undefined) {
        throw new SignalCredentialSecurityException('the caller may not speak for another origin')
      }
      limit.admit(now())
      const request = { type, requestJson, callingAppInfo: app }
      // Whether anything changed is the provider's secret, and so is that it failed.
      await tell((provider, options) => provider.signalCredentialState?.(request, options))
      return new SignalCredentialStateResponse()
    },

    /** There is no field here to offer it in. */
    attachPendingGetCredentialRequest: () => Promise.resolve(),
  }
}

/** Milliseconds until the first challenge of the request is too old. */
function lifetimeOf({ credentialOptions }: GetCredentialRequest): number {
  const timeouts = credentialOptions.map((option) => {
    if (!('requestJson' in option)) return Infinity
    const { timeout } = JSON.parse(option.requestJson) as { readonly timeout?: unknown }
    return typeof timeout === 'number' ? timeout : Infinity
  })
  return Math.min(...timeouts)
}
