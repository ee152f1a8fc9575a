/**
 * The page of the client's guide: what `docs/client.md` shows, put together.
 *
 * @module
 */
// #region imports
import {
  CreateCredentialException,
  CreatePublicKeyCredentialDomException,
  CreatePublicKeyCredentialRequest,
  CredentialManager,
  GetCredentialCancellationException,
  GetCredentialException,
  GetCredentialRequest,
  GetCredentialUnsupportedException,
  GetPasswordOption,
  GetPublicKeyCredentialOption,
  keepPrepared,
  NoCredentialException,
  PasswordCredential,
  PendingGetCredentialRequest,
  PublicKeyCredential,
  type GetCredentialResponse,
} from '../../src/client/index.ts'
// #endregion

const log: string[] = []
const showForm = () => log.push('form')
const showMessage = (text: string) => log.push(text)
const hidePasskeyButton = () => log.push('no button')
const signInWithPassword = (id: string, password: string) =>
  Promise.resolve(void log.push(`password ${id} ${password.length}`))

// #region manager
const manager = CredentialManager.create()
// #endregion

// #region post
async function post(path: string, body: string): Promise<string> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`/auth${path}`, { method: 'POST', headers, body })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`the server says ${text}`)
  return text
}
// #endregion

async function signIn(): Promise<void> {
  // #region step-1
  const requestJson = await post('/authentication/options', '{}')
  // #endregion

  // #region step-2
  const request = new GetCredentialRequest([
    new GetPublicKeyCredentialOption(requestJson),
    new GetPasswordOption(),
  ])
  // #endregion

  try {
    // #region step-4
    const response = await manager.getCredential(request)
    // #endregion
    await handleSignIn(response)
  } catch (error) {
    handleFailure(error)
  }
}

// #region step-5
async function handleSignIn({ credential }: GetCredentialResponse): Promise<void> {
  switch (credential.type) {
    case PublicKeyCredential.TYPE_PUBLIC_KEY_CREDENTIAL:
      await post('/authentication', credential.authenticationResponseJson)
      break
    case PasswordCredential.TYPE_PASSWORD_CREDENTIAL:
      await signInWithPassword(credential.id, credential.password)
      break
    default:
      // A CustomCredential: hand its data to whoever made the option for it.
      console.warn(`unexpected type of credential: ${credential.type}`)
  }
}
// #endregion

// #region step-6
function handleFailure(error: unknown): void {
  // Not of the client: your server refused, or the network is away.
  if (!(error instanceof GetCredentialException)) throw error
  // The person left the dialog: they know.
  if (error instanceof GetCredentialCancellationException) return
  if (error instanceof GetCredentialUnsupportedException) hidePasskeyButton()
  if (error instanceof NoCredentialException) showForm()
  else if (error.retryable) showMessage('That was interrupted. Please try again.')
  else console.error(error.type, error)
}
// #endregion

// #region autofill
async function offerAutofill(signal: AbortSignal): Promise<void> {
  const pending = new PendingGetCredentialRequest(async () => {
    const requestJson = await post('/authentication/options', '{}')
    return new GetCredentialRequest([new GetPublicKeyCredentialOption(requestJson)])
  }, handleSignIn)
  await manager.attachPendingGetCredentialRequest(pending, { signal })
}
// #endregion

// #region create
async function createPasskey(username: string): Promise<void> {
  const requestJson = await post('/registration/options', JSON.stringify({ username }))
  try {
    const request = new CreatePublicKeyCredentialRequest(requestJson)
    const { registrationResponseJson } = await manager.createCredential(request)
    await post('/registration', registrationResponseJson)
  } catch (error) {
    if (!(error instanceof CreateCredentialException)) throw error
    const exists =
      error instanceof CreatePublicKeyCredentialDomException &&
      error.domError.name === 'InvalidStateError'
    showMessage(exists ? 'This device already has a passkey.' : 'No passkey was made.')
  }
}
// #endregion

// #region immediate
async function signInAtOnce(requestJson: string): Promise<void> {
  const request = new GetCredentialRequest(
    [new GetPublicKeyCredentialOption(requestJson), new GetPasswordOption()],
    { preferImmediatelyAvailableCredentials: true },
  )
  try {
    await handleSignIn(await manager.getCredential(request))
  } catch (error) {
    if (!(error instanceof NoCredentialException)) throw error
    showForm()
  }
}
// #endregion

// #region prepared
async function freshRequest(): Promise<GetCredentialRequest> {
  const requestJson = await post('/authentication/options', '{}')
  return new GetCredentialRequest([new GetPublicKeyCredentialOption(requestJson)])
}

function prepare(button: HTMLButtonElement, signal: AbortSignal): Promise<void> {
  const prepared = keepPrepared(manager, freshRequest, { signal })
  button.addEventListener('click', () => {
    // Nothing is awaited between the click and the browser's own call.
    prepared.getCredential().then(handleSignIn).catch(handleFailure)
  })
  return prepared.ready
}
// #endregion

async function signInFromHandle(request: GetCredentialRequest): Promise<GetCredentialResponse> {
  // #region step-3
  const { pendingGetCredentialHandle } = await manager.prepareGetCredential(request)
  // #endregion
  return manager.getCredential(pendingGetCredentialHandle)
}

const guide = {
  log,
  post,
  signIn,
  signInFromHandle,
  handleSignIn,
  freshRequest,
  offerAutofill,
  createPasskey,
  signInAtOnce,
  prepare,
}

declare global {
  var guide: Guide
}
type Guide = typeof guide

Object.assign(globalThis, { guide })
