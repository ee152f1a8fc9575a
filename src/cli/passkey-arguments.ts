/**
 * The arguments of `latchkey passkey`.
 *
 * @module
 */
import { readArguments } from './arguments.ts'
import { UsageError } from './usage.ts'

/** What is to be done. */
export interface PasskeyArguments {
  readonly action: 'list' | 'create' | 'sign-in' | 'delete'
  /** One at least. */
  readonly vaults: readonly string[]
  readonly server: string | undefined
  readonly origin: string | undefined
  readonly basePath: string
  readonly user: string | undefined
  readonly displayName: string | undefined
  readonly passwordFile: string | undefined
  readonly printToken: boolean
  readonly json: boolean
  /** Of the passkey to delete. */
  readonly id: string | undefined
}

/**
 * Reads them.
 *
 * @throws {@link UsageError}
 */
export function readPasskeyArguments(args: readonly string[]): PasskeyArguments {
  const { action, operands, values } = readArguments('passkey', args)
  const said: Partial<Readonly<Record<string, string | boolean | readonly string[]>>> = values
  const text = (name: string) => {
    const value = said[name]
    return typeof value === 'string' ? value : undefined
  }
  const server = text('server')
  return {
    action,
    vaults: values.vault,
    server: server === undefined ? undefined : originOf(server, '--server'),
    origin: text('origin'),
    basePath: values['base-path'] ?? '/auth',
    user: text('user'),
    displayName: text('display-name'),
    passwordFile: values['password-file'],
    printToken: said['print-token'] === true,
    json: values.json === true,
    id: operands[0],
  }
}

function originOf(text: string, name: string): string {
  const url = URL.parse(text)
  if (url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/') return url.origin
  throw new UsageError(`${name} has to be an origin such as https://example.com`)
}
