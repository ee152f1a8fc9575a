/**
 * Whether what a provider offers has the shape of an offer at all.
 *
 * @module
 */
import type { BeginCreateCredentialResponse, BeginGetCredentialResponse } from '../provider.ts'

type Texts = readonly string[]

/** @throws {@link TypeError} when it is none. */
export function checkedOffer(offer: BeginGetCredentialResponse): BeginGetCredentialResponse {
  const fits =
    isRecord(offer) &&
    isListOf(offer.credentialEntries, ['id', 'optionId', 'type', 'userName']) &&
    isListOf(offer.authenticationActions, ['id', 'title']) &&
    isListOf(offer.actions, ['id', 'title']) &&
    (offer.remoteEntry === undefined || hasTexts(offer.remoteEntry, ['id', 'optionId']))
  if (fits) return offer
  throw new TypeError('the provider offers nothing that can be read')
}

/** @throws {@link TypeError} when it is none. */
export function checkedPlaces(offer: BeginCreateCredentialResponse): BeginCreateCredentialResponse {
  const fits =
    isRecord(offer) &&
    isListOf(offer.createEntries, ['id', 'accountName']) &&
    (offer.remoteEntry === undefined || hasTexts(offer.remoteEntry, ['id']))
  if (fits) return offer
  throw new TypeError('the provider offers nothing that can be read')
}

function isListOf(value: unknown, members: Texts): boolean {
  return (
    value === undefined || (Array.isArray(value) && value.every((one) => hasTexts(one, members)))
  )
}

function hasTexts(value: unknown, members: Texts): boolean {
  return isRecord(value) && members.every((member) => typeof value[member] === 'string')
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
