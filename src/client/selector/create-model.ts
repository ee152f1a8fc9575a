/**
 * Where a new credential may be kept: the selector's other half, as pure a model as the first.
 *
 * @module
 */
import { TYPE_PASSWORD_CREDENTIAL, TYPE_PUBLIC_KEY_CREDENTIAL } from '../credential.ts'
import type { BeginCreateCredentialResponse } from '../provider.ts'
import { newestFirst } from './accounts.ts'
import type { OfferedRemote, ProviderInfo } from './offers.ts'
import {
  remoteOnlyPage,
  sectionsOf,
  type OfferedPlace,
  type SelectorChoice,
  type SelectorPage,
  type SelectorTitle,
} from './page.ts'
import type { SelectorPages } from './selector-model.ts'

/** What the selector has to know of a request for a new credential. */
export interface CreateSelectorRequest {
  readonly type: string
  readonly isAutoSelectAllowed: boolean
  readonly preferImmediatelyAvailableCredentials: boolean
  /** Id of the provider to have in focus. */
  readonly preferDefaultProvider?: string | undefined
}

/** One provider's answer to the silent question. */
export interface CreateOffer {
  readonly provider: ProviderInfo
  readonly response: BeginCreateCredentialResponse
}

/**
 * What the selector does first.
 * - `no-create-option`: nothing is shown; the call ends with `CreateCredentialNoCreateOptionException`.
 * - `auto-select`: nothing is shown; the only place is taken, since app and provider both allow that.
 * - `main`: the places; in focus the preferred provider's, else the one used last.
 * - `remote-only`: a page that leads to another device.
 */
export type CreateOpening =
  | { readonly kind: 'no-create-option' }
  | { readonly kind: 'auto-select'; readonly place: OfferedPlace }
  | { readonly kind: 'main'; readonly preselected: OfferedPlace }
  | { readonly kind: 'remote-only'; readonly remote: Pick<OfferedRemote, 'id' | 'provider'> }

/** All there is to know about one request. */
export interface CreateModel {
  /** Last used first. */
  readonly places: readonly OfferedPlace[]
  readonly opening: CreateOpening
  readonly pages: SelectorPages
}

/** Applies the selector's rules to the answers of all providers. */
export function createModel(
  request: CreateSelectorRequest,
  answers: readonly CreateOffer[],
): CreateModel {
  const places = answers
    .flatMap(({ provider, response }) =>
      (response.createEntries ?? []).map((entry) => Object.assign({}, entry, { provider })),
    )
    .toSorted(newestFirst)
  const remote = answers.flatMap(({ provider, response: { remoteEntry } }) =>
    remoteEntry === undefined ? [] : [{ ...remoteEntry, provider }],
  )[0]
  const opening = decide(request, places, remote)
  const title = TITLES.get(request.type) ?? 'save'
  const remoteChoice: readonly SelectorChoice[] =
    remote === undefined ? [] : [{ kind: 'remote', remote }]
  const page = (preselected: OfferedPlace, others: readonly SelectorChoice[]): SelectorPage => {
    const choices = places.map((place) => ({ kind: 'place', place }) as const)
    return {
      title,
      sections: sectionsOf(
        { heading: undefined, choices },
        { heading: { kind: 'other-device' }, choices: others },
      ),
      preselected: choices.find(({ place }) => place === preselected),
      hasMoreOptions: others.length === 0 && remote !== undefined,
      hasBack: others.length > 0,
    }
  }
  switch (opening.kind) {
    case 'main': {
      const first = page(opening.preselected, [])
      const allOptions = first.hasMoreOptions ? page(opening.preselected, remoteChoice) : undefined
      return { places, opening, pages: { first, allOptions } }
    }
    case 'remote-only': {
      const first = remoteOnlyPage(opening.remote, title)
      return { places, opening, pages: { first, allOptions: undefined } }
    }
    default:
      return { places, opening, pages: { first: undefined, allOptions: undefined } }
  }
}

const TITLES: ReadonlyMap<string, SelectorTitle> = new Map([
  [TYPE_PUBLIC_KEY_CREDENTIAL, 'save-passkey'],
  [TYPE_PASSWORD_CREDENTIAL, 'save-password'],
])

function decide(
  request: CreateSelectorRequest,
  places: readonly OfferedPlace[],
  remote: Pick<OfferedRemote, 'id' | 'provider'> | undefined,
): CreateOpening {
  const [newest, ...others] = places
  if (newest === undefined) {
    const remoteCounts = remote !== undefined && !request.preferImmediatelyAvailableCredentials
    return remoteCounts ? { kind: 'remote-only', remote } : { kind: 'no-create-option' }
  }
  if (others.length === 0 && request.isAutoSelectAllowed && newest.isAutoSelectAllowed === true) {
    return { kind: 'auto-select', place: newest }
  }
  const preferred = places.find(({ provider }) => provider.id === request.preferDefaultProvider)
  return { kind: 'main', preselected: preferred ?? newest }
}
