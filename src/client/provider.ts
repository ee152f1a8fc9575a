/**
 * Credential providers: who keeps credentials, and what Credential Manager asks them.
 *
 * Two phases, as on Android. First every provider is asked, silently, what it could offer; then the one
 * whose entry the person picked gets the whole request and answers it. A provider shows nothing in the
 * first phase; in the second it may ask for a password or a fingerprint.
 *
 * Names are those of `androidx.credentials.provider`; data travel as plain objects, which stand for
 * Android's bundles.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/provider/CredentialProviderService}
 * @module
 */

/** Who calls, as every provider hears it. */
export interface CallingAppInfo {
  /** The app's own name, such as `com.example.browser`: for a provider's list of trusted callers. */
  readonly id: string
  /** Serialized origin the call is made for. */
  readonly origin: string
  /** Whether the app speaks for an origin that is not its own: a browser for a page. */
  readonly isOriginClaimed: boolean
}

/** One option of a request, as every provider may see it. */
export interface BeginGetCredentialOption {
  /** Names the option within its request. */
  readonly id: string
  readonly type: string
  readonly candidateQueryData: Readonly<Record<string, unknown>>
}

/** The silent question of the first phase. */
export interface BeginGetCredentialRequest {
  readonly options: readonly BeginGetCredentialOption[]
  readonly callingAppInfo: CallingAppInfo
}

/** A credential that a provider could give. */
export interface CredentialEntry {
  /** The provider's own name for it; it comes back when the entry was picked. */
  readonly id: string
  /** The option that it would answer. */
  readonly optionId: string
  readonly type: string
  readonly userName: string
  readonly displayName?: string | undefined
  /** Milliseconds since 1970. Left out when it was never used. */
  readonly lastUsedTime?: number | undefined
  /** Whether it may be given without the person's choice, as far as the provider is concerned. */
  readonly isAutoSelectAllowed?: boolean | undefined
  /** Entries with the same one are one account. Default: the user name. */
  readonly entryGroupId?: string | undefined
  /** Whether the selector may verify the person itself, in one tap. */
  readonly hasBiometricPrompt?: boolean | undefined
}

/** A way to unlock a provider that may hold more. */
export interface AuthenticationAction {
  readonly id: string
  readonly title: string
  /** `empty`: it was unlocked, and there was nothing. Default `locked`. */
  readonly status?: 'locked' | 'empty' | undefined
}

/** Anything else a provider offers, such as opening its window. */
export interface Action {
  readonly id: string
  readonly title: string
  readonly subtitle?: string | undefined
}

/** A way to a credential on another device. */
export interface RemoteEntry {
  readonly id: string
  /** The option that it would answer. */
  readonly optionId: string
}

/** What a provider could offer. Everything left out is nothing. */
export interface BeginGetCredentialResponse {
  readonly credentialEntries?: readonly CredentialEntry[] | undefined
  readonly authenticationActions?: readonly AuthenticationAction[] | undefined
  readonly actions?: readonly Action[] | undefined
  readonly remoteEntry?: RemoteEntry | undefined
}

/** The second phase of a sign-in: the pick, and the whole of the option it answers. */
export interface ProviderGetCredentialRequest {
  readonly entryId: string
  readonly option: {
    readonly type: string
    readonly requestData: Readonly<Record<string, unknown>>
  }
  readonly callingAppInfo: CallingAppInfo
}

/** A credential, or the answer to a new one, as data: `Credential.createFrom` makes its class. */
export interface ProviderAnswer {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}

/** The silent question before a credential is made. */
export interface BeginCreateCredentialRequest {
  readonly type: string
  readonly candidateQueryData: Readonly<Record<string, unknown>>
  /** Made in the background: answer only when the provider would do that. */
  readonly isConditional: boolean
  readonly callingAppInfo: CallingAppInfo
}

/** A place where a provider would keep the new credential. */
export interface CreateEntry {
  readonly id: string
  /** Such as the name of the vault or of the account at the provider. */
  readonly accountName: string
  readonly description?: string | undefined
  /** Milliseconds since 1970. */
  readonly lastUsedTime?: number | undefined
  readonly isAutoSelectAllowed?: boolean | undefined
}

/** Where a provider would keep it. */
export interface BeginCreateCredentialResponse {
  readonly createEntries?: readonly CreateEntry[] | undefined
  /** A way to keep it on another device. */
  readonly remoteEntry?: { readonly id: string } | undefined
}

/** The second phase of a creation. */
export interface ProviderCreateCredentialRequest {
  readonly entryId: string
  readonly type: string
  readonly credentialData: Readonly<Record<string, unknown>>
  readonly isConditional: boolean
  readonly callingAppInfo: CallingAppInfo
}

/** Tells providers that the person signed out, or that the restore key is to go. */
export interface ProviderClearCredentialStateRequest {
  /** `androidx.credentials.TYPE_CLEAR_CREDENTIAL_STATE` or `…TYPE_CLEAR_RESTORE_CREDENTIAL`. */
  readonly requestType: string
  readonly callingAppInfo: CallingAppInfo
}

/** Tells providers what a server knows of its passkeys. */
export interface ProviderSignalCredentialStateRequest {
  /** One of the three signal types, such as `androidx.credentials.SIGNAL_UNKNOWN_…`. */
  readonly type: string
  readonly requestJson: string
  readonly callingAppInfo: CallingAppInfo
}

/** How long a provider may take. */
export interface ProviderCallOptions {
  /** Fires when nobody waits for the answer any more. */
  readonly signal: AbortSignal
}

/**
 * A keeper of credentials.
 *
 * Its methods may fail as they like: with an exception of the client's families the caller gets that
 * very one, and anything else becomes the family's "unknown". Only in the first phase does a failure
 * stay unseen: the provider has nothing to offer then.
 */
export interface CredentialProvider {
  /** Tells it from the others; the same each time. */
  readonly id: string
  /** How the person knows it. */
  readonly label: string
  /** Whether it belongs to the system: some options are for such a one only. Default `false`. */
  readonly isSystemProvider?: boolean

  /** What it could offer. Silent: it shows nothing. */
  beginGetCredential(
    request: BeginGetCredentialRequest,
    options: ProviderCallOptions,
  ): Promise<BeginGetCredentialResponse>

  /** Gives the entry that was picked. `undefined`: there is none after all. */
  getCredential(
    request: ProviderGetCredentialRequest,
    options: ProviderCallOptions,
  ): Promise<ProviderAnswer | undefined>

  /** Unlocks, with the person's help, and answers the silent question anew. */
  authenticate?(
    actionId: string,
    request: BeginGetCredentialRequest,
    options: ProviderCallOptions,
  ): Promise<BeginGetCredentialResponse>

  /** Does one of its other actions. What it gives, if anything, answers the request. */
  act?(
    actionId: string,
    request: BeginGetCredentialRequest,
    options: ProviderCallOptions,
  ): Promise<ProviderAnswer | undefined>

  /** Where it would keep a new credential. Silent. Without it, the provider keeps none. */
  beginCreateCredential?(
    request: BeginCreateCredentialRequest,
    options: ProviderCallOptions,
  ): Promise<BeginCreateCredentialResponse>

  /** Makes and keeps a credential. */
  createCredential?(
    request: ProviderCreateCredentialRequest,
    options: ProviderCallOptions,
  ): Promise<ProviderAnswer>

  /** Forgets who is signed in. Touches no passkey and no password. */
  clearCredentialState?(
    request: ProviderClearCredentialStateRequest,
    options: ProviderCallOptions,
  ): Promise<void>

  /** Brings what it keeps in line with what the server knows. */
  signalCredentialState?(
    request: ProviderSignalCredentialStateRequest,
    options: ProviderCallOptions,
  ): Promise<void>
}
