/**
 * Parsers of third parties' credentials, by type.
 *
 * @module
 */
import { type Credential, CustomCredential } from './credential.ts'

type Parsers = Readonly<Record<string, (data: unknown) => unknown>>

/**
 * Makes one function out of the parsers of many types. It gives what the parser of a credential's type
 * makes of its data (and throws what that throws), and `undefined` for a type that nobody registered.
 *
 * @example
 * ```ts
 * const parse = customCredentialParsers({
 *   [TYPE_GOOGLE_ID_TOKEN_CREDENTIAL]: GoogleIdTokenCredential.createFrom,
 * })
 * const google = parse(credential)
 * ```
 */
export function customCredentialParsers<Registered extends Parsers>(
  parsers: Registered,
): (credential: Credential) => ReturnType<Registered[keyof Registered]> | undefined {
  const byType = new Map(Object.entries(parsers))
  return (credential) => {
    if (!(credential instanceof CustomCredential)) return undefined
    const parsed = byType.get(credential.type)?.(credential.data)
    return parsed as ReturnType<Registered[keyof Registered]> | undefined
  }
}
