/**
 * The page of the guide: what `docs/guide.md` shows, put together.
 *
 * @module
 */
import {
  CustomCredential,
  domError,
  GetCredentialResponse as Answer,
  GetCredentialUnknownException,
} from '../../src/client/index.ts'
// #region imports
import {
  ClearCredentialStateRequest,
  CreateCredentialCancellationException,
  CreateCredentialException,
  CreateCredentialInterruptedException,
  CreatePasswordRequest,
  CreatePublicKeyCredentialDomException,
  CreatePublicKeyCredentialRequest,
  CredentialManager,
  customCredentialParsers,
  finishSignIn,
  GetCredentialCancellationException,
  GetCredentialCustomException,
  GetCredentialException,
  GetCredentialInterruptedException,
  GetCredentialProviderConfigurationException,
  GetCredentialRequest,
  GetCredentialUnsupportedException,
  GetGoogleIdOption,
  GetPasswordOption,
  GetPublicKeyCredentialDomException,
  GetPublicKeyCredentialOption,
  GoogleIdTokenCredential,
  keepPrepared,
  NoCredentialException,
  PasswordCredential,
  PendingGetCredentialRequest,
  PublicKeyCredential,
  ServerRefusedError,
  SignalAllAcceptedCredentialIdsRequest,
  SignalCurrentUserDetailsRequest,
  SignalUnknownCredentialRequest,
  signIn,
  signInRequests,
  TYPE_GOOGLE_ID_TOKEN_CREDENTIAL,
  type GetCredentialResponse,
  type ServerSignals,
} from '../../src/client/index.ts'
// #endregion

const log: string[] = []
const show = (text: string) => void log.push(text)

// #region manager
const manager = CredentialManager.create()
// #endregion

// #region post
async function post(path: string, body: string): Promise<string> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`/auth${path}`, { method: 'POST', headers, body })
  if (answer.ok) return answer.text()
  const { code } = (await answer.json()) as { code: string }
  throw new ServerRefusedError(code, answer.status)
}
// #endregion

/** The six steps by hand. */
async function signInByHand(): Promise<void> {
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

/** The third step between the second and the fourth. */
async function signInPrepared(request: GetCredentialRequest): Promise<GetCredentialResponse> {
  // #region step-3
  const prepared = await manager.prepareGetCredential(request)
  const handle = prepared.pendingGetCredentialHandle
  // Later, once, within the click:
  const response = await manager.getCredential(handle)
  // #endregion
  show(
    `has: ${String(prepared.hasCredentialResults(PublicKeyCredential.TYPE_PUBLIC_KEY_CREDENTIAL))}`,
  )
  return response
}

// #region step-5
const parseCustom = customCredentialParsers({
  [TYPE_GOOGLE_ID_TOKEN_CREDENTIAL]: GoogleIdTokenCredential.createFrom,
})

async function handleSignIn({ credential }: GetCredentialResponse): Promise<void> {
  switch (credential.type) {
    case PublicKeyCredential.TYPE_PUBLIC_KEY_CREDENTIAL:
      return finishWithPasskey(credential.authenticationResponseJson)
    case PasswordCredential.TYPE_PASSWORD_CREDENTIAL: {
      const { id: username, password } = credential
      await post('/password/authentication', JSON.stringify({ username, password }))
      return
    }
    default: {
      const google = parseCustom(credential)
      if (google === undefined) return show(`an unexpected type: ${credential.type}`)
      await post('/federated/google', JSON.stringify({ idToken: google.idToken }))
    }
  }
}
// #endregion

// #region unknown
async function finishWithPasskey(authenticationResponseJson: string): Promise<void> {
  try {
    await post('/authentication', authenticationResponseJson)
  } catch (error) {
    if (error instanceof ServerRefusedError && error.code === 'credential_unknown') {
      const { id: credentialId } = JSON.parse(authenticationResponseJson) as { id: string }
      const { hostname: rpId } = location
      await manager.signalCredentialState(
        new SignalUnknownCredentialRequest({ rpId, credentialId }),
      )
    }
    throw error
  }
}
// #endregion

// #region step-6
function handleFailure(error: unknown): void {
  if (error instanceof ServerRefusedError) return show(`the server refused: ${error.code}`)
  // The network, or your own signal.
  if (!(error instanceof GetCredentialException)) throw error
  // The person left: they know. Wait for a new click.
  if (error instanceof GetCredentialCancellationException) return
  if (error instanceof NoCredentialException) return show('form')
  if (error instanceof GetCredentialInterruptedException) return show('try again')
  if (error instanceof GetCredentialUnsupportedException) return show('form, and no button')
  if (error instanceof GetCredentialProviderConfigurationException) return show('our mistake')
  if (error instanceof GetCredentialCustomException) return show(`third party: ${error.type}`)
  if (error instanceof GetPublicKeyCredentialDomException) return show(error.domError.name)
  // GetCredentialUnknownException: nothing more is known.
  console.error(error)
  show('form')
}
// #endregion

// #region one-call
async function signInWithOneCall(signal: AbortSignal): Promise<void> {
  try {
    const { account, settled } = await signIn({ manager, signal })
    show(`hello ${String(account.displayName)}`)
    // Signals, and a passkey made without a question after a password.
    await settled
  } catch (error) {
    handleFailure(error)
  }
}
// #endregion

// #region one-call-prepared
function armButton(button: HTMLButtonElement, signal: AbortSignal): Promise<void> {
  const prepared = keepPrepared(manager, signInRequests({}), { signal })
  button.addEventListener('click', () => {
    signIn({ manager, prepared, signal })
      .then(({ account }) => show(`hello ${String(account.displayName)}`))
      .catch(handleFailure)
  })
  return prepared.ready
}
// #endregion

// #region autofill
async function offerInAutofill(signal: AbortSignal): Promise<void> {
  const pending = new PendingGetCredentialRequest(
    signInRequests({ passwordOption: undefined }),
    async ({ credential }) => {
      const { account } = await finishSignIn(credential, { manager })
      show(`hello ${String(account.displayName)}`)
    },
  )
  await manager.attachPendingGetCredentialRequest(pending, { signal })
}
// #endregion

// #region immediate
async function signInIfAtHand(): Promise<void> {
  try {
    await signIn({ manager, preferImmediatelyAvailableCredentials: true })
  } catch (error) {
    // Nothing here, and nothing was shown.
    if (error instanceof NoCredentialException) return show('form')
    handleFailure(error)
  }
}
// #endregion

// #region google
async function signInWithGoogle(configURL?: string): Promise<void> {
  const { nonce } = JSON.parse(await post('/federated/options', '{}')) as { nonce: string }
  const google = new GetGoogleIdOption({
    serverClientId: 'your-client-id',
    nonce,
    ...(configURL !== undefined && { configURL }),
  })
  await handleSignIn(await manager.getCredential(new GetCredentialRequest([google])))
}
// #endregion

// #region create
async function createPasskey(username: string): Promise<void> {
  const requestJson = await post('/registration/options', JSON.stringify({ username }))
  try {
    const { registrationResponseJson } = await manager.createCredential(
      new CreatePublicKeyCredentialRequest(requestJson),
    )
    await post('/registration', registrationResponseJson)
  } catch (error) {
    handleCreateFailure(error)
  }
}

function handleCreateFailure(error: unknown): void {
  if (error instanceof ServerRefusedError) return show(`the server refused: ${error.code}`)
  if (!(error instanceof CreateCredentialException)) throw error
  if (error instanceof CreateCredentialCancellationException) return
  if (error instanceof CreateCredentialInterruptedException) return show('try again')
  const isHere =
    error instanceof CreatePublicKeyCredentialDomException &&
    error.domError.name === 'InvalidStateError'
  show(isHere ? 'This device already has a passkey.' : 'No passkey was made.')
}
// #endregion

// #region upgrade
async function upgradeQuietly(): Promise<void> {
  try {
    const requestJson = await post('/registration/options', '{"mediation":"conditional"}')
    const { registrationResponseJson } = await manager.createCredential(
      new CreatePublicKeyCredentialRequest(requestJson, { isConditional: true }),
    )
    await post('/registration', registrationResponseJson)
  } catch (error) {
    // Nobody asked for it, so nobody is told.
    console.debug(error)
  }
}
// #endregion

// #region save-password
async function savePassword(username: string, password: string): Promise<void> {
  try {
    await manager.createCredential(new CreatePasswordRequest(username, password))
  } catch (error) {
    if (!(error instanceof CreateCredentialException)) throw error
    // The person said no, or this browser takes no passwords from pages: they type it, as ever.
  }
}
// #endregion

// #region signals
async function tellProviders({ allAcceptedCredentials, currentUserDetails }: ServerSignals) {
  if (allAcceptedCredentials) {
    const list = JSON.stringify(allAcceptedCredentials)
    await manager.signalCredentialState(new SignalAllAcceptedCredentialIdsRequest(list))
  }
  if (currentUserDetails) {
    const names = JSON.stringify(currentUserDetails)
    await manager.signalCredentialState(new SignalCurrentUserDetailsRequest(names))
  }
}
// #endregion

// #region sign-out
async function signOut(): Promise<void> {
  await fetch('/auth/session', { method: 'DELETE' })
  try {
    await manager.clearCredentialState(new ClearCredentialStateRequest())
  } catch (error) {
    // Signed out all the same.
    console.warn(error)
  }
}
// #endregion

/** What the tests need besides. */
const inTests = {
  requestOf: (json: string) => new GetCredentialRequest([new GetPublicKeyCredentialOption(json)]),
  exceptions: () => [
    new GetCredentialCancellationException(),
    new NoCredentialException(),
    new GetCredentialInterruptedException(),
    new GetCredentialUnsupportedException(),
    new GetCredentialProviderConfigurationException(),
    new GetCredentialCustomException('com.example.LOST'),
    new GetPublicKeyCredentialDomException(domError('SecurityError')),
    new GetCredentialUnknownException(),
  ],
  responses: () => [
    new Answer(new PasswordCredential('elsa', 'correct horse')),
    new Answer(
      new CustomCredential(TYPE_GOOGLE_ID_TOKEN_CREDENTIAL, { idToken: `e30.${btoa('{}')}.` }),
    ),
    new Answer(new CustomCredential('com.example.NEW', {})),
  ],
  /** Asks for the passkey that is here once more. */
  async createAnother(): Promise<void> {
    const requestJson = await post('/registration/options', '{}')
    await manager
      .createCredential(new CreatePublicKeyCredentialRequest(requestJson))
      .catch(handleCreateFailure)
  },
}

const guide = {
  ...inTests,
  log,
  manager,
  post,
  signInByHand,
  signInPrepared,
  handleSignIn,
  handleFailure,
  signInWithOneCall,
  armButton,
  offerInAutofill,
  signInIfAtHand,
  signInWithGoogle,
  createPasskey,
  upgradeQuietly,
  savePassword,
  tellProviders,
  signOut,
}

Object.assign(globalThis, { port: guide })

declare global {
  var port: typeof guide
}
