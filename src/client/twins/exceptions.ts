/**
 * Exceptions as plain JSON and back. Any type string makes an exception of its flow: one that this package
 * has no class for becomes the flow's custom one.
 *
 * @module
 */
import * as clear from '../clear-exceptions.ts'
import * as create from '../create-exceptions.ts'
import { DOM_ERROR_NAMES, type DomError, domError } from '../dom-error.ts'
import type { CredentialManagerException } from '../exception.ts'
import * as get from '../get-exceptions.ts'
import * as signal from '../signal-exceptions.ts'

/** An exception. */
export interface ExceptionJSON {
  readonly type: string
  readonly message?: string | undefined
  /** Of a rate limit: milliseconds. */
  readonly retryMillis?: number | undefined
}

/** Writes an exception. What caused it stays behind. */
export function exceptionToJSON(exception: CredentialManagerException): ExceptionJSON {
  const { type, message, retryAfter } = exception
  return { type, message, ...(retryAfter !== undefined && { retryMillis: retryAfter }) }
}

/** Reads an exception of the get family. @throws {@link TypeError} when the type is empty. */
export function getCredentialExceptionFromJSON(json: ExceptionJSON): get.GetCredentialException {
  const { type, message } = json
  const Known = GET.get(type)
  if (Known) return new Known(message)
  const dom = domErrorOf(type, get.GetPublicKeyCredentialDomException)
  if (dom) return new get.GetPublicKeyCredentialDomException(dom, message)
  return new get.GetCredentialCustomException(type, message)
}

/** Reads an exception of the create family. @throws {@link TypeError} when the type is empty. */
export function createCredentialExceptionFromJSON(
  json: ExceptionJSON,
): create.CreateCredentialException {
  const { type, message } = json
  const Known = CREATE.get(type)
  if (Known) return new Known(message)
  for (const Dom of [
    create.CreatePublicKeyCredentialDomException,
    create.CreateRestoreCredentialDomException,
  ]) {
    const dom = domErrorOf(type, Dom)
    if (dom) return new Dom(dom, message)
  }
  return new create.CreateCredentialCustomException(type, message)
}

/** Reads an exception of the clear family. @throws {@link TypeError} when the type is empty. */
export function clearCredentialExceptionFromJSON(
  json: ExceptionJSON,
): clear.ClearCredentialException {
  const Known = CLEAR.get(json.type)
  if (Known) return new Known(json.message)
  return new clear.ClearCredentialCustomException(json.type, json.message)
}

/** Reads an exception of the signal family, which has no custom one: what is unknown stays unknown. */
export function signalCredentialStateExceptionFromJSON(
  json: ExceptionJSON,
): signal.SignalCredentialStateException {
  const { type, message, retryMillis } = json
  const limited = new signal.SignalCredentialRateLimitExceededException(retryMillis ?? 0, message)
  if (type === limited.type) return limited
  const Known = SIGNAL.get(type) ?? signal.SignalCredentialUnknownException
  return new Known(message)
}

type Simple<E> = new (message?: string) => E

function byType<E extends CredentialManagerException>(
  classes: readonly Simple<E>[],
): ReadonlyMap<string, Simple<E>> {
  return new Map(classes.map((Class) => [new Class().type, Class]))
}

/** The DOM error in a type string, when it is of this class and names one that there is. */
function domErrorOf(
  type: string,
  Class: new (dom: DomError) => CredentialManagerException,
): DomError | undefined {
  return DOM_ERROR_NAMES.map((name) => domError(name)).find((dom) => new Class(dom).type === type)
}

const GET = /* @__PURE__ */ byType<get.GetCredentialException>([
  get.NoCredentialException,
  get.GetCredentialCancellationException,
  get.GetCredentialInterruptedException,
  get.GetCredentialUnknownException,
  get.GetCredentialUnsupportedException,
  get.GetCredentialProviderConfigurationException,
])

const CREATE = /* @__PURE__ */ byType<create.CreateCredentialException>([
  create.CreateCredentialCancellationException,
  create.CreateCredentialInterruptedException,
  create.CreateCredentialNoCreateOptionException,
  create.CreateCredentialUnknownException,
  create.CreateCredentialUnsupportedException,
  create.CreateCredentialProviderConfigurationException,
  create.E2eeUnavailableException,
])

const CLEAR = /* @__PURE__ */ byType<clear.ClearCredentialException>([
  clear.ClearCredentialUnknownException,
  clear.ClearCredentialInterruptedException,
  clear.ClearCredentialUnsupportedException,
  clear.ClearCredentialProviderConfigurationException,
])

const SIGNAL = /* @__PURE__ */ byType<signal.SignalCredentialStateException>([
  signal.SignalCredentialUnknownException,
  signal.SignalCredentialSecurityException,
  signal.SignalCredentialStateProviderConfigurationException,
])
