/**
 * A third party's credential asked of a browser, such as a federated account (FedCM).
 *
 * @see {@link https://www.w3.org/TR/fedcm-1/} Federated Credential Management API
 * @module
 */
import { CustomCredential } from '../credential.ts'
import type { CustomBrowserWay } from '../custom-option.ts'
import {
  GetCredentialCustomException,
  GetCredentialInterruptedException,
  GetCredentialUnknownException,
  GetCredentialUnsupportedException,
  NoCredentialException,
} from '../get-exceptions.ts'
import type { GetCredentialRequest } from '../get-request.ts'
import { GetCredentialResponse } from '../get-response.ts'
import { REPLACED, UNSUPPORTED } from './capability.ts'
import { perform } from './ceremony.ts'
import { GET } from './failures.ts'
import type { BrowserPorts } from './ports.ts'

/** What is asked for. */
export interface CustomQuery {
  readonly type: string
  readonly way: CustomBrowserWay | undefined
  readonly request: GetCredentialRequest
}

/** Asks the browser in the way that the option brings along. */
export async function getCustomInBrowser(
  { type, way, request }: CustomQuery,
  { page, slot }: BrowserPorts,
  signal?: AbortSignal,
): Promise<GetCredentialResponse> {
  if (!way) throw new GetCredentialUnsupportedException('no browser gives this type')
  if (!page.navigator?.credentials) throw new GetCredentialUnsupportedException(UNSUPPORTED)
  const ask = (signal: AbortSignal) =>
    perform(page, GET, {
      mode: 'modal',
      run: (credentials) => credentials.get({ ...way.request(request), signal }),
    }).catch(rename)
  const interrupted = () => new GetCredentialInterruptedException(REPLACED)
  const answer = await slot.take(ask, interrupted, signal)
  const data = answer ? way.read(answer) : undefined
  if (data === undefined) throw new NoCredentialException('none picked')
  return new GetCredentialResponse(new CustomCredential(type, data))
}

/** Names what only federation fails with, and hands on the rest. */
function rename(exception: Error): never {
  const { cause } = exception
  const { name, message, error } = Object(cause) as Partial<IdentityError>
  // The identity provider refused, and says why.
  if (name === 'IdentityCredentialError') {
    throw new GetCredentialCustomException(error || name, message, { cause })
  }
  // Dismissed, signed out or broken: browsers hide which.
  if (name === 'NetworkError') throw new GetCredentialUnknownException(message, { cause })
  throw exception
}

/** What a browser rejects with when an identity provider refuses. */
interface IdentityError extends Error {
  readonly error?: string
}
