/**
 * The first half of a sign-in, done ahead: what is left is to open the account selector.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/PrepareGetCredentialResponse}
 * @module
 */
import { GetCredentialUnknownException } from './get-exceptions.ts'

/** Who gives a handle out, and until when. */
export interface HandleSettings {
  /** Whoever gave it out: nobody else can use it. */
  readonly owner: object
  /** Milliseconds since 1970: from then on it is of no use. Default: never. */
  readonly expires?: number
}

/**
 * Stands for a prepared sign-in. Good for one {@link CredentialManager.getCredential} at the manager that
 * gave it out, and only until its challenge runs out.
 */
export class PendingGetCredentialHandle<Content = unknown> {
  #use: ((user: object, now: number) => Content | false) | undefined

  /** For platforms only. */
  constructor(content: Content, { owner, expires = Infinity }: HandleSettings) {
    this.#use = (user, now) => user === owner && now < expires && content
  }

  /**
   * Uses it: for platforms only.
   *
   * @param now milliseconds since 1970.
   * @throws {@link GetCredentialUnknownException} when it was used before, has expired, or is not
   * `owner`'s.
   */
  take(owner: object, now: number): Content {
    const content = this.#use?.(owner, now)
    this.#use = undefined
    if (content) return content
    throw new GetCredentialUnknownException('the handle is too old, or was used or dropped')
  }
}

/** What a platform knows of a prepared request. Left out where it hides that. */
export interface PrepareResults {
  /** Whether there are credentials of this type. */
  readonly hasCredentialResults?: (type: string) => boolean | undefined
  /** Whether a provider would have to be unlocked first. */
  readonly hasAuthenticationResults?: () => boolean | undefined
  /** Whether another device could be asked. */
  readonly hasRemoteResults?: () => boolean | undefined
}

/** A prepared sign-in, and what is known of it: where the platform hides it, `undefined`, never a guess. */
export class PrepareGetCredentialResponse {
  /** To be handed to {@link CredentialManager.getCredential}. */
  declare readonly pendingGetCredentialHandle: PendingGetCredentialHandle
  /** Whether there is a credential of this type. */
  readonly hasCredentialResults: (type: string) => boolean | undefined = hidden
  /** Whether a locked provider may hold more. */
  readonly hasAuthenticationResults: () => boolean | undefined = hidden
  /** Whether another device may be used. */
  readonly hasRemoteResults: () => boolean | undefined = hidden

  /** For platforms, and for tests that fake the results. */
  constructor(pendingGetCredentialHandle: PendingGetCredentialHandle, results?: PrepareResults) {
    this.pendingGetCredentialHandle = pendingGetCredentialHandle
    Object.assign(this, results)
  }
}

function hidden(): undefined {}
