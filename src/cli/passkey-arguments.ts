/**
 * The arguments of `latchkey passkey`.
 *
 * @module
 */
import { parseArguments, UsageError } from './usage.ts'

/** Shown for `--help`, and after a mistake. */
export const PASSKEY_USAGE = `Usage:
  latchkey passkey list    --vault FILE
  latchkey passkey create  --vault FILE --server URL --user NAME [--display-name NAME]
  latchkey passkey sign-in --vault FILE --server URL [--user NAME] [--print-token]
  latchkey passkey delete  --vault FILE [--server URL] ID

  --vault FILE          the encrypted vault; may be given more than once. "create" makes a missing one
  --server URL          the origin of a Latchkey server, such as https://example.com
  --origin ORIGIN       the origin to sign for, if it is not the server's own. The server accepts only
                        origins in its configuration ("origins")
  --base-path PATH      where the server has its routes (default /auth)
  --user NAME           the username: of the new account, or of the one to sign in to
  --display-name NAME   the name of the person, for a new account
  --password-file FILE  takes the vault's password from the first line of a file, and asks nobody
  --print-token         prints the session's token, and nothing else, to the standard output
  --json                prints the list as JSON`

/** What is to be done. */
export interface PasskeyArguments {
  readonly action: 'list' | 'create' | 'sign-in' | 'delete'
  readonly vaults: readonly [string, ...string[]]
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

const ACTIONS = ['list', 'create', 'sign-in', 'delete'] as const

/**
 * Reads them; `undefined` when help was asked for.
 *
 * @throws {@link UsageError}
 */
export function readPasskeyArguments(args: readonly string[]): PasskeyArguments | undefined {
  const { values, positionals } = parse(args)
  if (values.help === true) return undefined
  const action = ACTIONS.find((one) => one === positionals[0])
  if (action === undefined) throw new UsageError(`say what to do: ${ACTIONS.join(', ')}`)
  const [first, ...more] = values.vault ?? []
  if (first === undefined) throw new UsageError('--vault is missing')
  const needsServer = action === 'create' || action === 'sign-in'
  if (needsServer && values.server === undefined) throw new UsageError('--server is missing')
  if (action === 'create' && values.user === undefined) throw new UsageError('--user is missing')
  if (action === 'delete' && positionals[1] === undefined) {
    throw new UsageError('say which passkey: its ID, as "list" prints it')
  }
  if (positionals.length > (action === 'delete' ? 2 : 1)) {
    throw new UsageError(`what is ${JSON.stringify(positionals.at(-1))}?`)
  }
  return {
    action,
    vaults: [first, ...more],
    server: values.server === undefined ? undefined : originOf(values.server, '--server'),
    origin: values.origin,
    basePath: values['base-path'] ?? '/auth',
    user: values.user,
    displayName: values['display-name'],
    passwordFile: values['password-file'],
    printToken: values['print-token'] === true,
    json: values.json === true,
    id: positionals[1],
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  return parseArguments({
    args: [...args],
    allowPositionals: true,
    options: {
      vault: { type: 'string', multiple: true },
      server: text,
      origin: text,
      'base-path': text,
      user: text,
      'display-name': text,
      'password-file': text,
      'print-token': flag,
      json: flag,
      help: { type: 'boolean', short: 'h' },
    },
  })
}

function originOf(text: string, name: string): string {
  const url = URL.parse(text)
  if (url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/') return url.origin
  throw new UsageError(`${name} has to be an origin such as https://example.com`)
}
