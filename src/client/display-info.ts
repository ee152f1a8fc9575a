/**
 * How a credential that is being saved is called in the account selector.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/CreateCredentialRequest.DisplayInfo}
 * @module
 */

/** What a {@link DisplayInfo} takes besides the user's name. */
export interface DisplayInfoSettings {
  /** What the person calls herself. */
  readonly userDisplayName?: string | undefined
  /** Which provider is offered first, where the caller may choose that. */
  readonly preferDefaultProvider?: string | undefined
}

/** How a credential that is being saved is called in the account selector. */
export class DisplayInfo {
  declare readonly userId: string
  declare readonly userDisplayName: string | undefined
  declare readonly preferDefaultProvider: string | undefined

  /** @throws {@link TypeError} when `userId` is empty. */
  constructor(
    userId: string,
    { userDisplayName, preferDefaultProvider }: DisplayInfoSettings = {},
  ) {
    if (!userId) throw new TypeError('userId should not be empty')
    this.userId = userId
    this.userDisplayName = userDisplayName
    this.preferDefaultProvider = preferDefaultProvider
  }
}
