/**
 * A new credential over providers, in its two phases.
 *
 * @module
 */
import {
  CreateCredentialCancellationException,
  CreateCredentialException,
  CreateCredentialNoCreateOptionException,
  CreateCredentialProviderConfigurationException,
  CreateCredentialUnknownException,
  CreatePublicKeyCredentialDomException,
} from '../create-exceptions.ts'
import { CreateCredentialResponse } from '../create-response.ts'
import { TYPE_RESTORE_CREDENTIAL } from '../credential.ts'
import { domError } from '../dom-error.ts'
import type { BeginCreateCredentialRequest, CredentialProvider } from '../provider.ts'
import { createModel, type CreateModel } from '../selector/create-model.ts'
import type { SelectorChoice } from '../selector/page.ts'
import { askAll, askWithin } from './ask.ts'
import { callingAppInfo } from './caller.ts'
import { answersCreation } from './check-answer.ts'
import { checkedPlaces } from './check-offer.ts'
import { creationData, type CreateFields } from './request-data.ts'
import type { ProviderPorts } from './settings.ts'

/** What of a request matters here; each kind has some of it. */
export interface AnyCreateRequest extends CreateFields {
  readonly origin?: string | undefined
  readonly isConditional?: boolean
  readonly isAutoSelectAllowed?: boolean
  readonly preferImmediatelyAvailableCredentials?: boolean
  readonly isSystemProviderRequired?: boolean
  readonly displayInfo?: { readonly preferDefaultProvider?: string | undefined }
}

/** Lets the person say where it is to be kept, and has that provider make it. */
export async function create(
  ports: ProviderPorts,
  request: AnyCreateRequest,
  signal: AbortSignal,
): Promise<CreateCredentialResponse> {
  const { providers, caller } = ports
  if (providers.length === 0) {
    throw new CreateCredentialProviderConfigurationException('there are no providers')
  }
  const { type, origin, clientDataHash, isConditional = false } = request
  const app = callingAppInfo(caller, { origin, hasClientDataHash: clientDataHash !== undefined })
  if (app === undefined) {
    throw new CreatePublicKeyCredentialDomException(
      domError('SecurityError'),
      'the caller may not speak for another origin, nor bring client data without one',
    )
  }
  const { candidateQueryData, requestData } = creationData(request)
  const question: BeginCreateCredentialRequest = {
    type,
    candidateQueryData,
    isConditional,
    callingAppInfo: app,
  }
  const answers = await askAll(
    ports,
    async (provider, signal) => {
      if (request.isSystemProviderRequired === true && provider.isSystemProvider !== true) return {}
      return checkedPlaces((await provider.beginCreateCredential?.(question, { signal })) ?? {})
    },
    signal,
  )
  const model = createModel(
    {
      type,
      isAutoSelectAllowed: request.isAutoSelectAllowed ?? false,
      preferImmediatelyAvailableCredentials: request.preferImmediatelyAvailableCredentials ?? false,
      preferDefaultProvider: request.displayInfo?.preferDefaultProvider,
    },
    answers,
  )
  const { entryId, provider } = await choose(
    ports,
    model,
    { ...request, caller: app.origin },
    signal,
  )
  const call = { entryId, type, credentialData: requestData, isConditional, callingAppInfo: app }
  const answer = await inCreateFamily(
    askWithin(
      ports.answerDeadline,
      (signal) => provider.createCredential?.(call, { signal }),
      signal,
    ),
    signal,
  )
  if (answer !== undefined && answersCreation({ type, requestData }, answer)) {
    return CreateCredentialResponse.createFrom(answer.type, answer.data)
  }
  throw new CreateCredentialUnknownException('the provider answered something else')
}

interface Place {
  readonly entryId: string
  readonly provider: CredentialProvider
}

async function choose(
  { selector, providers }: ProviderPorts,
  { opening, places, pages }: CreateModel,
  request: AnyCreateRequest & { readonly caller: string },
  signal: AbortSignal,
): Promise<Place> {
  const placeOf = ({ id, provider }: { id: string; provider: { id: string } }): Place => ({
    entryId: id,
    provider: providers.find((one) => one.id === provider.id)!,
  })
  // Both are made without a person: in the place used last, and never on another device.
  if (request.isConditional === true || request.type === TYPE_RESTORE_CREDENTIAL) {
    const [place] = places
    if (place !== undefined) return placeOf(place)
    throw new CreateCredentialNoCreateOptionException('no provider would keep it unasked')
  }
  switch (opening.kind) {
    case 'no-create-option':
      throw new CreateCredentialNoCreateOptionException('no provider would keep it')
    case 'auto-select':
      return placeOf(opening.place)
    default: {
      const view = { purpose: 'create', kind: 'pages', pages, caller: request.caller } as const
      const ask = async (): Promise<SelectorChoice | undefined> => selector(view, { signal })
      const choice = await inCreateFamily(ask(), signal)
      if (choice?.kind === 'place') return placeOf(choice.place)
      if (choice?.kind === 'remote') return placeOf(choice.remote)
      throw new CreateCredentialCancellationException('the person left the selector')
    }
  }
}

/** Whatever goes wrong is named by the create family. */
async function inCreateFamily<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  try {
    return await work
  } catch (cause) {
    if (signal.aborted) throw signal.reason
    if (cause instanceof CreateCredentialException) throw cause
    throw new CreateCredentialUnknownException('a provider or the selector failed', { cause })
  }
}
