/**
 * Digital credentials in a browser. Experimental, as on Android.
 *
 * @see {@link https://www.w3.org/TR/digital-credentials/} Digital Credentials API
 * @module
 */
import {
  CreateCredentialInterruptedException,
  CreateCredentialUnknownException,
  CreateCredentialUnsupportedException,
} from '../create-exceptions.ts'
import type { CreateDigitalCredentialRequest } from '../create-digital-request.ts'
import { CreateDigitalCredentialResponse } from '../create-response.ts'
import { DigitalCredential, TYPE_DIGITAL_CREDENTIAL } from '../credential.ts'
import {
  GetCredentialInterruptedException,
  GetCredentialUnknownException,
  GetCredentialUnsupportedException,
  NoCredentialException,
} from '../get-exceptions.ts'
import type { GetCredentialRequest } from '../get-request.ts'
import { GetCredentialResponse } from '../get-response.ts'
import { REPLACED } from './capability.ts'
import { perform } from './ceremony.ts'
import { CREATE, GET } from './failures.ts'
import type { BrowserPage } from './page.ts'
import type { BrowserPorts } from './ports.ts'

const NO_WALLETS = 'this browser reaches no wallets'

interface DigitalRequest {
  readonly protocol: string
  readonly data: unknown
}

/** What a browser answers. */
interface DigitalAnswer extends globalThis.Credential {
  readonly protocol?: unknown
  readonly data?: unknown
}

/** Asks the person's wallets for what all the digital options of a request name. */
export async function getDigitalInBrowser(
  { credentialOptions, preferImmediatelyAvailableCredentials }: GetCredentialRequest,
  { page, slot }: BrowserPorts,
  signal?: AbortSignal,
): Promise<GetCredentialResponse> {
  if (!hasWallets(page)) throw new GetCredentialUnsupportedException(NO_WALLETS)
  if (preferImmediatelyAvailableCredentials) {
    throw new NoCredentialException('a browser asks wallets in a dialog only')
  }
  const requests = credentialOptions.flatMap((option) =>
    option.type === TYPE_DIGITAL_CREDENTIAL ? requestsOf(option.requestJson) : [],
  )
  const ask = (signal: AbortSignal) =>
    perform(page, GET, {
      mode: 'modal',
      run: (credentials) => {
        const digital = { requests }
        const options = { mediation: 'required', digital, signal } as CredentialRequestOptions
        return credentials.get(options)
      },
    })
  const answer = await slot.take(ask, () => new GetCredentialInterruptedException(REPLACED), signal)
  const json = answerJson(answer, requests)
  if (json === undefined) throw new GetCredentialUnknownException('another protocol was answered')
  return new GetCredentialResponse(new DigitalCredential(json))
}

/** Asks the person's wallets to take a credential. */
export async function createDigitalInBrowser(
  { requestJson }: CreateDigitalCredentialRequest,
  { page, slot }: BrowserPorts,
  signal?: AbortSignal,
): Promise<CreateDigitalCredentialResponse> {
  if (!hasWallets(page)) throw new CreateCredentialUnsupportedException(NO_WALLETS)
  const requests = requestsOf(requestJson)
  const ask = (signal: AbortSignal) =>
    perform(page, CREATE, {
      mode: 'modal',
      run: (credentials) =>
        credentials.create({ digital: { requests }, signal } as CredentialCreationOptions),
    })
  const interrupted = () => new CreateCredentialInterruptedException(REPLACED)
  const json = answerJson(await slot.take(ask, interrupted, signal), requests)
  if (json === undefined)
    throw new CreateCredentialUnknownException('another protocol was answered')
  return new CreateDigitalCredentialResponse(json)
}

function hasWallets(page: BrowserPage): boolean {
  return !!page.navigator?.credentials && !!page.DigitalCredential
}

function requestsOf(json: string): readonly DigitalRequest[] {
  const { requests } = JSON.parse(json) as { readonly requests?: readonly DigitalRequest[] }
  return Array.isArray(requests) ? requests : []
}

/** What a wallet answered, as text; `undefined` when nobody asked for that: browsers do not look. */
function answerJson(
  answer: DigitalAnswer | null,
  requests: readonly DigitalRequest[],
): string | undefined {
  if (!answer || !requests.some(({ protocol }) => protocol === answer.protocol)) return undefined
  return JSON.stringify({ protocol: answer.protocol, data: answer.data })
}
