/**
 * Every command, with its actions, operands and options.
 *
 * @module
 */
import type { CommandSpec, OptionSpec } from './command-spec.ts'
import { DEFAULTS, VARIABLES } from './configuration.ts'

const JSON_OPTION = { type: 'boolean', about: 'the result as JSON, and errors too' } as const
const DATABASE = {
  type: 'string',
  value: 'URL',
  about: `default $LATCHKEY_DATABASE, else ${DEFAULTS.database}`,
} as const satisfies OptionSpec
const SECRET_FILE = {
  type: 'string',
  value: 'FILE',
  about: `default $LATCHKEY_SECRET_FILE, else ${DEFAULTS.secretFile}`,
} as const satisfies OptionSpec
const CONFIG = {
  type: 'string',
  value: 'FILE',
  about: 'JSON, or a module that exports "config"',
} as const satisfies OptionSpec
const SERVER = {
  type: 'string',
  value: 'URL',
  about: 'the origin of a Latchkey server, such as https://example.com',
} as const satisfies OptionSpec
const USER = { type: 'string', value: 'NAME' } as const

/** Names, parted by commas, in rows that a terminal has room for. */
function inRows(names: readonly string[]): string {
  return names.join(', ').replaceAll(/(.{60,100},) /g, '$1\n')
}

/** By name, in the order of the help. */
export const COMMANDS = {
  serve: {
    summary: 'run the server alone',
    about: `Serves the routes of Latchkey and a site around them over HTTP, for a proxy that adds TLS. SIGTERM and
SIGINT end it orderly.`,
    options: {
      config: CONFIG,
      port: { type: 'string', value: 'PORT', about: `default ${DEFAULTS.port}` },
      host: { type: 'string', value: 'HOST', about: `default ${DEFAULTS.host}` },
      json: {
        type: 'boolean',
        about: 'says where it listens as JSON, on the standard output, once it does',
      },
    },
    notes: `From the environment, before the file: LATCHKEY_ORIGIN (the only one it cannot do without; several are
parted by commas), LATCHKEY_DATABASE (default ${DEFAULTS.database}), LATCHKEY_SECRET_FILE
(default ${DEFAULTS.secretFile}), and
${inRows(VARIABLES)}.`,
  },
  doctor: {
    summary: 'look at a deployment and say what is wrong with it',
    about: `Looks at a deployment from outside, at URL, and from inside, by its configuration (--config, or the
LATCHKEY_ variables). Without URL the first origin of the configuration is looked at.`,
    operands: [{ name: 'URL', optional: true }],
    options: {
      config: { ...CONFIG, about: 'as for latchkey serve' },
      'base-path': {
        type: 'string',
        value: 'PATH',
        about: 'where the server has its routes (default: that of the configuration, else /auth)',
      },
      'connect-to': {
        type: 'string',
        value: 'HOST:PORT',
        about: 'where to connect instead, for a server that its name does not lead to yet',
      },
      ca: {
        type: 'string',
        value: 'FILE',
        about: 'PEM of a certificate authority that this machine does not know',
      },
      json: JSON_OPTION,
    },
    notes: 'Exit code 1 when there is a problem; warnings do not count.',
  },
  migrate: {
    summary: 'bring a database to the latest version',
    about: `Makes the tables, or brings them to the latest version. A server does the same when it starts; this is
for those who let it run as a role that may not. It can be killed and run again at any time.`,
    options: { database: DATABASE, json: JSON_OPTION },
  },
  keys: {
    summary: 'rotate the master secret',
    about: 'Rotates the master secret, in steps that lose nobody on the way.',
    actions: {
      list: { about: 'which versions of the secret there are; never the secrets themselves' },
      rotate: {
        about: `takes the next of three steps: a new version is made known, then used, then the old one
goes. Between the steps start every server process again.`,
        options: {
          now: {
            type: 'boolean',
            about: `one new version, and none of the old ones, for a secret that leaked: whoever is in the
middle of a sign-in has to begin anew`,
          },
        },
      },
      'retire-after-restore': {
        about: `after a restore from a backup, or the promotion of a replica that was not synchronous:
replaces the secret and ends every session, so that nothing that was used, ended or deleted
since the backup is good again`,
        options: { database: DATABASE },
      },
    },
    options: { 'secret-file': SECRET_FILE, json: JSON_OPTION },
  },
  audit: {
    summary: 'export or check the audit log',
    about: 'Reads the audit log, and forgets its oldest part.',
    actions: {
      export: {
        about: `every event from place N on (default: from the oldest there is), one a line; with --json one
JSON object a line`,
        options: { from: { type: 'string', value: 'N', about: 'the first place to export' } },
      },
      verify: {
        about: `checks that no event was changed, taken out, put in or moved, and fails if one was; prints
the last place and its hash`,
        options: {
          known: {
            type: 'string',
            value: 'N:HASH',
            about: `what an earlier verify printed and somebody wrote down elsewhere: with it a log that was
rewritten to its end is noticed, too`,
          },
        },
      },
      prune: {
        about: 'forgets events that are older than so many days; the rest can still be verified',
        options: {
          'keep-days': {
            type: 'string',
            value: 'N',
            required: true,
            about: 'a whole number from 1',
          },
        },
      },
    },
    options: { database: DATABASE, json: JSON_OPTION },
  },
  accounts: {
    summary: 'let a locked-out person in',
    about: 'What an operator can do for one account.',
    actions: {
      'enrol-link': {
        about: `prints a link that lets one person, once, give the account a new passkey or password. For
somebody who has lost every way in: make sure of who asks before you hand it over, and hand
it over to nobody else. A link that was made before is void.`,
        operands: [{ name: 'USERNAME' }],
        options: {
          hours: {
            type: 'string',
            value: 'N',
            about: 'how long it is good for, 1 to 72; default 1',
          },
          page: {
            type: 'string',
            value: 'URL',
            about: 'the page for it; default /recover under the first of $LATCHKEY_ORIGIN',
          },
          'secret-file': SECRET_FILE,
        },
      },
    },
    options: { database: DATABASE, json: JSON_OPTION },
  },
  issuers: {
    summary: 'end the sessions of an issuer that is trusted no more',
    about: 'What an operator can do about an issuer of ID tokens.',
    actions: {
      'end-sessions': {
        about: `ends the federated sessions of every account that has an identity of this issuer. ISSUER is
the iss of its tokens, such as https://accounts.google.com. For an issuer that is not to be
trusted any more: take it out of the configuration first (or set enabled: false), or people
just sign in again.`,
        operands: [{ name: 'ISSUER' }],
      },
    },
    options: { database: DATABASE, json: JSON_OPTION },
  },
  import: {
    summary: 'bring people and their passkeys from better-auth or SimpleWebAuthn',
    about: `Brings people and their passkeys over; they go on signing in with them. What is there already stays as
it is, so it can be ended and run again at any time. Passwords stay behind.`,
    actions: {
      'better-auth': {
        about: 'out of the database of better-auth and its passkey plugin, which is only read',
        options: {
          from: {
            type: 'string',
            value: 'URL',
            required: true,
            about: 'sqlite:FILE or postgres://…',
          },
          username: {
            type: 'string',
            value: 'COLUMN',
            about: 'the column of "user" that has usernames; default username',
          },
        },
      },
      simplewebauthn: {
        about: `out of lines of JSON, one passkey a line: { id, publicKey, webauthnUserID, counter, transports,
deviceType, backedUp, user: { id, username } }`,
        options: {
          from: { type: 'string', value: 'FILE', required: true, about: '- for what is piped in' },
          map: {
            type: 'string',
            value: 'FILE',
            about: 'a JSON object from these names to yours: { "user.username": "login" }',
          },
        },
      },
    },
    options: {
      accounts: {
        type: 'string',
        value: 'KIND',
        about: 'what the accounts here are keyed by: username (default) or email',
      },
      'dry-run': {
        type: 'boolean',
        about: 'says what would happen, and writes no person and no passkey',
      },
      database: DATABASE,
      json: JSON_OPTION,
    },
    notes:
      'Each refused row is named with its reason, and ends in exit code 1; the others are brought.',
  },
  passkey: {
    summary: 'sign up and in from a terminal, with passkeys in an encrypted vault',
    about:
      'Signs up and in at a Latchkey server from a terminal, with passkeys in an encrypted vault.',
    actions: {
      list: { about: 'the passkeys in the vault' },
      create: {
        about: 'signs up: a new account with a passkey. Makes a vault that is missing',
        options: {
          server: { ...SERVER, required: true },
          user: { ...USER, required: true, about: 'the username of the new account' },
          'display-name': { ...USER, about: 'the name of the person' },
          origin: {
            type: 'string',
            value: 'ORIGIN',
            about: `the origin to sign for, if it is not the server's own. The server accepts only origins in
its configuration ("origins")`,
          },
        },
      },
      'sign-in': {
        about: 'signs in with a passkey that the server knows',
        options: {
          server: { ...SERVER, required: true },
          user: { ...USER, about: 'the username to sign in to; without it any passkey will do' },
          origin: { type: 'string', value: 'ORIGIN', about: 'as for create' },
          'print-token': {
            type: 'boolean',
            about: "prints the session's token, and nothing else, to the standard output",
          },
        },
      },
      delete: {
        about: 'deletes a passkey, at the server first when --server says where that is',
        operands: [{ name: 'ID' }],
        options: {
          server: SERVER,
          user: { ...USER, about: 'the username to sign in to' },
          origin: { type: 'string', value: 'ORIGIN', about: 'as for create' },
        },
      },
    },
    options: {
      vault: {
        type: 'string',
        value: 'FILE',
        multiple: true,
        required: true,
        about: 'the encrypted vault; may be given more than once',
      },
      'password-file': {
        type: 'string',
        value: 'FILE',
        about: "takes the vault's password from the first line of a file, and asks nobody",
      },
      'base-path': {
        type: 'string',
        value: 'PATH',
        about: 'where the server has its routes (default /auth)',
      },
      json: JSON_OPTION,
    },
  },
  completion: {
    summary: 'print what makes a shell complete this command',
    about: `Prints a script that makes Tab complete commands, options and names of files:

  bash   source <(latchkey completion bash)       in ~/.bashrc
  zsh    source <(latchkey completion zsh)        in ~/.zshrc, behind compinit
  fish   latchkey completion fish | source        in ~/.config/fish/config.fish`,
    operands: [{ name: 'SHELL', choices: ['bash', 'zsh', 'fish'] }],
    options: {},
  },
  help: {
    summary: 'tell how a command is used',
    about: 'The same as latchkey COMMAND --help.',
    operands: [
      { name: 'COMMAND', optional: true, choices: 'commands' },
      { name: 'ACTION', optional: true },
    ],
    options: {},
  },
} as const satisfies Readonly<Record<string, CommandSpec>>

/** The name of a command. */
export type CommandName = keyof typeof COMMANDS

/** Whether there is a command of this name. */
export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name)
}
