/**
 * What an import reads: people and their passkeys, as another server stored them. Nothing of it is believed
 * yet.
 *
 * @module
 */

/** A passkey as it was stored; members that are not there are `undefined`. */
export interface SourcePasskey {
  readonly credentialId: unknown
  readonly publicKey: unknown
  /** `undefined` where the other server did not keep it. */
  readonly userHandle: unknown
  readonly counter: unknown
  readonly transports: unknown
  readonly deviceType: unknown
  readonly backedUp: unknown
  readonly aaguid: unknown
  readonly name: unknown
  readonly createdAt: unknown
}

/** A person as they were stored. */
export interface SourcePerson {
  /** Where they stand, for whoever has to look: `user 17`, `line 3`. */
  readonly place: string
  readonly id: unknown
  readonly username: unknown
  readonly displayName: unknown
  readonly email: unknown
  readonly emailVerified: unknown
  readonly createdAt: unknown
  readonly passkeys: readonly SourcePasskey[]
  /** Whether they have a password there, which stays behind. */
  readonly hasPassword: boolean
}

/** A place that holds nothing that could be read as a person. */
export interface UnreadablePlace {
  readonly place: string
  readonly unreadable: string
}

/** Everything that is brought, in pieces of bounded size. */
export type Source = AsyncIterable<readonly (SourcePerson | UnreadablePlace)[]>
