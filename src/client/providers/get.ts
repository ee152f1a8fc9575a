/**
 * A sign-in over providers, in its two phases.
 *
 * @module
 */
import { Credential, TYPE_RESTORE_CREDENTIAL } from '../credential.ts'
import { domError } from '../dom-error.ts'
import {
  GetCredentialCancellationException,
  GetCredentialException,
  GetCredentialProviderConfigurationException,
  GetCredentialUnknownException,
  GetPublicKeyCredentialDomException,
  NoCredentialException,
} from '../get-exceptions.ts'
import type { CredentialOption, GetCredentialRequest } from '../get-request.ts'
import { GetCredentialResponse } from '../get-response.ts'
import type {
  BeginGetCredentialRequest,
  BeginGetCredentialResponse,
  CallingAppInfo,
  CredentialProvider,
  ProviderAnswer,
} from '../provider.ts'
import type { AccountSelector } from '../selector/account-selector.ts'
import type { SelectorChoice } from '../selector/page.ts'
import { selectorModel, type SelectorModel } from '../selector/selector-model.ts'
import { askAll, askWithin, type Answered } from './ask.ts'
import { callingAppInfo } from './caller.ts'
import { answersOption, type Asked } from './check-answer.ts'
import { checkedOffer } from './check-offer.ts'
import { optionData } from './request-data.ts'
import type { ProviderPorts } from './settings.ts'

/** The first phase, done: everything the second needs. */
export interface PreparedGet {
  readonly request: GetCredentialRequest
  readonly app: CallingAppInfo
  readonly answers: readonly Answered<BeginGetCredentialResponse>[]
}

/** The first phase: asks all providers, silently. */
export async function prepareGet(
  ports: ProviderPorts,
  request: GetCredentialRequest,
  signal: AbortSignal,
): Promise<PreparedGet> {
  const { providers, caller } = ports
  if (providers.length === 0) {
    throw new GetCredentialProviderConfigurationException('there are no providers')
  }
  const app = callingAppInfo(caller, {
    origin: request.origin,
    hasClientDataHash: request.credentialOptions.some(
      (option) => 'clientDataHash' in option && option.clientDataHash !== undefined,
    ),
  })
  if (app === undefined) {
    throw new GetPublicKeyCredentialDomException(
      domError('SecurityError'),
      'the caller may not speak for another origin, nor bring client data without one',
    )
  }
  const answers = await askAll(
    ports,
    async (provider, signal) => {
      const begin = beginRequest(request, app, provider)
      if (begin.options.length === 0) return {}
      return checkedOffer(await provider.beginGetCredential(begin, { signal }))
    },
    signal,
  )
  return { request, app, answers }
}

/** What the selector makes of it. */
export function modelOf({ request, answers }: PreparedGet): SelectorModel {
  const { credentialOptions, preferImmediatelyAvailableCredentials } = request
  const options = credentialOptions.map(({ type, typePriorityHint, isAutoSelectAllowed }, at) => ({
    id: String(at),
    type,
    typePriorityHint,
    isAutoSelectAllowed,
  }))
  return selectorModel({ options, preferImmediatelyAvailableCredentials }, answers)
}

/** The second phase: lets the person pick, and has the pick's provider answer. */
export async function finishGet(
  ports: ProviderPorts,
  prepared: PreparedGet,
  signal: AbortSignal,
): Promise<GetCredentialResponse> {
  const { request, app } = prepared
  let { answers } = prepared
  for (;;) {
    const model = modelOf({ request, app, answers })
    const choice = await choose(ports, model, prepared, signal)
    const { provider } = providerOf(choice, answers)
    const ask = <Response>(work: (signal: AbortSignal) => Promise<Response> | undefined) =>
      inGetFamily(askWithin(ports.answerDeadline, work, signal), signal)
    if (choice.kind === 'unlock') {
      const { id } = choice.unlock
      const begin = beginRequest(request, app, provider)
      const response = await ask(async (signal) =>
        checkedOffer((await provider.authenticate?.(id, begin, { signal })) ?? {}),
      )
      answers = answers.map((one) =>
        one.provider === provider
          ? { provider, response: unlocked(one.response, id, response) }
          : one,
      )
      continue
    }
    if (choice.kind === 'action') {
      const { id } = choice.action
      const begin = beginRequest(request, app, provider)
      const answer = await ask((signal) => provider.act?.(id, begin, { signal }))
      const asked = request.credentialOptions.map(askedOf)
      return responseFrom(answer, asked.find(({ type }) => type === answer?.type) ?? asked[0]!)
    }
    const { id: entryId, optionId } = 'entry' in choice ? choice.entry : remoteOf(model)
    const option = askedOf(request.credentialOptions[Number(optionId)]!)
    const answer = await ask((signal) =>
      provider.getCredential({ entryId, option, callingAppInfo: app }, { signal }),
    )
    return responseFrom(answer, option)
  }
}

/** Lets the person pick, where there is something to pick from and someone to ask. */
async function choose(
  { selector }: ProviderPorts,
  model: SelectorModel,
  { request, app }: PreparedGet,
  signal: AbortSignal,
): Promise<SelectorChoice> {
  const { opening, groups, pages } = model
  if (request.credentialOptions.some(({ type }) => type === TYPE_RESTORE_CREDENTIAL)) {
    // Nobody picks a restore key: it works without a person, or not at all.
    const [group] = groups
    if (group === undefined) throw new NoCredentialException('there is no restore key')
    return { kind: 'entry', entry: group.top }
  }
  const view = { purpose: 'get', pages, caller: app.origin } as const
  const show = (kind: Parameters<AccountSelector>[0]['kind']) =>
    inGetFamily(
      askPerson(() => selector({ ...view, kind }, { signal })),
      signal,
    )
  switch (opening.kind) {
    case 'no-credential':
      throw new NoCredentialException('no provider has one')
    case 'empty-notice':
      await show('empty-notice')
      throw new NoCredentialException('the unlocked providers hold none')
    case 'auto-select':
      return { kind: 'entry', entry: opening.entry }
    default: {
      const choice = await show(opening.kind === 'one-tap' ? 'one-tap' : 'pages')
      if (choice !== undefined) return choice
      throw new GetCredentialCancellationException('the person left the selector')
    }
  }
}

/** A selector that throws at once does the same as one that rejects. */
async function askPerson<Choice>(ask: () => Promise<Choice>): Promise<Choice> {
  return ask()
}

/** What one provider may see of a request. */
function beginRequest(
  { credentialOptions }: GetCredentialRequest,
  callingAppInfo: CallingAppInfo,
  provider: CredentialProvider,
): BeginGetCredentialRequest {
  const options = credentialOptions.flatMap((option, at) => {
    const { type, allowedProviders } = option
    const { isSystemProviderRequired = false } = option as { isSystemProviderRequired?: boolean }
    const isWelcome =
      (allowedProviders.size === 0 || allowedProviders.has(provider.id)) &&
      (!isSystemProviderRequired || provider.isSystemProvider === true)
    const { candidateQueryData } = optionData(option)
    return isWelcome ? [{ id: String(at), type, candidateQueryData }] : []
  })
  return { options, callingAppInfo }
}

function askedOf(option: CredentialOption): Asked {
  return { type: option.type, requestData: optionData(option).requestData }
}

/** An unlocked provider's new answer. When it is empty, the lock stays there, and says so. */
function unlocked(
  before: BeginGetCredentialResponse,
  actionId: string,
  response: BeginGetCredentialResponse | undefined,
): BeginGetCredentialResponse {
  const { credentialEntries = [], authenticationActions = [] } = response ?? {}
  if (credentialEntries.length > 0 || authenticationActions.length > 0) return response!
  return {
    ...before,
    authenticationActions: before.authenticationActions?.map((action) =>
      action.id === actionId ? { ...action, status: 'empty' } : action,
    ),
  }
}

function providerOf(
  choice: SelectorChoice,
  answers: PreparedGet['answers'],
): Answered<BeginGetCredentialResponse> {
  const { provider } = Object.values(choice).find(
    (part): part is { readonly provider: CredentialProvider } => typeof part === 'object',
  )!
  return answers.find((one) => one.provider.id === provider.id)!
}

function remoteOf({ offers }: SelectorModel): { readonly id: string; readonly optionId: string } {
  return offers.remote!
}

function responseFrom(answer: ProviderAnswer | undefined, asked: Asked): GetCredentialResponse {
  if (answer === undefined) throw new NoCredentialException('the provider gave none after all')
  if (answersOption(asked, answer)) {
    return new GetCredentialResponse(Credential.createFrom(answer.type, answer.data))
  }
  throw new GetCredentialUnknownException('the provider answered something else')
}

/** Whatever goes wrong is named by the get family. */
async function inGetFamily<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  try {
    return await work
  } catch (cause) {
    if (signal.aborted) throw signal.reason
    if (cause instanceof GetCredentialException) throw cause
    throw new GetCredentialUnknownException('a provider or the selector failed', { cause })
  }
}
