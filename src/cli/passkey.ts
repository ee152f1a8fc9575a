/**
 * `latchkey passkey`: signing up and in from a terminal, with passkeys in a vault of one's own.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { CreatePublicKeyCredentialRequest } from '../client/create-request.ts'
import { CredentialManager } from '../client/credential-manager.ts'
import { PublicKeyCredential } from '../client/credential.ts'
import { GetCredentialRequest, GetPublicKeyCredentialOption } from '../client/get-request.ts'
import { providerPlatform } from '../client/providers/platform.ts'
import { SignalUnknownCredentialRequest } from '../client/signal-request.ts'
import type { PasskeysMessage, RegisteredMessage, SignedInMessage } from '../protocol/messages.ts'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '../protocol/webauthn-json.ts'
import type { PasskeyItem } from '../vault/contents.ts'
import { VaultError } from '../vault/errors.ts'
import { changingItems } from '../vault/signals.ts'
import { fileStorage } from '../vault/file-storage.ts'
import { vaultProvider } from '../vault/vault-provider.ts'
import { Vault, type VaultSettings } from '../vault/vault.ts'
import { askPassword, type Terminal } from './ask-password.ts'
import { fitLine } from './keys.ts'
import { NativeClient, ServerError } from './native-client.ts'
import { readPasskeyArguments, type PasskeyArguments } from './passkey-arguments.ts'
import { terminalSelector } from './terminal-selector.ts'
import { Cancelled, UsageError } from './usage.ts'

/** What the command runs in. */
export interface PasskeyWorld extends Terminal {
  /** Takes results; `output` takes questions and remarks. */
  readonly print: (line: string) => void
  /** For new vaults; tests take less work. Default: the vault's own. */
  readonly kdf?: VaultSettings['kdf']
}

interface OpenableVault {
  readonly path: string
  readonly label: string
  readonly vault: Vault
}

interface Session {
  readonly world: PasskeyWorld
  readonly args: PasskeyArguments
  readonly vaults: readonly OpenableVault[]
  /** Asks for a vault's password, or has it from a file. */
  readonly password: (label: string, attempt: number) => Promise<string | undefined>
}

/**
 * Runs `latchkey passkey` with its arguments.
 *
 * @throws {@link UsageError}, {@link Cancelled}, `VaultError`, {@link ServerError}, or an exception of
 * Credential Manager.
 */
export async function passkeyCommand(args: readonly string[], world: PasskeyWorld): Promise<void> {
  const read = readPasskeyArguments(args)
  const session: Session = {
    world,
    args: read,
    password: await passwordSource(read, world),
    vaults: read.vaults.map((path) => ({
      path,
      label: basename(path),
      vault: new Vault({
        storage: fileStorage(path),
        ...(world.kdf !== undefined && { kdf: world.kdf }),
      }),
    })),
  }
  try {
    if (read.passwordFile !== undefined) await openAll(session)
    await ACTIONS[read.action](session)
  } finally {
    for (const { vault } of session.vaults) vault.lock()
  }
}

const ACTIONS: Readonly<Record<PasskeyArguments['action'], (session: Session) => Promise<void>>> = {
  list,
  create,
  'sign-in': async (session) => {
    const { args, world } = session
    const client = clientOf(args)
    const { account } = await signIn(session, client)
    const token = args.printToken ? client.session : undefined
    if (args.json) return world.print(JSON.stringify({ account, token }))
    world.output.write(`Signed in as ${fitLine(account.username, 200)}.\n`)
    if (token !== undefined) world.print(token)
  },
  delete: remove,
}

async function list(session: Session): Promise<void> {
  const { world, args } = session
  const all: {
    vault: string
    id: string
    rpId: string
    userName: string
    lastUsedAt: string | null
  }[] = []
  for (const one of session.vaults) {
    await open(session, one)
    for (const { credential, lastUsedAt } of passkeysOf(one.vault)) {
      const { id, rpId, userName } = credential
      const used = lastUsedAt === undefined ? null : new Date(lastUsedAt).toISOString()
      all.push({ vault: one.path, id, rpId, userName, lastUsedAt: used })
    }
  }
  if (args.json) {
    world.print(JSON.stringify(all))
    return
  }
  for (const { id, rpId, userName, lastUsedAt } of all) {
    const used = lastUsedAt === null ? 'never used' : `last used ${lastUsedAt.slice(0, 10)}`
    world.print(fitLine(`${rpId}  ${userName}  ${used}  ${id}`, 500))
  }
  if (all.length === 0) world.output.write('There are no passkeys.\n')
}

async function create(session: Session): Promise<void> {
  const { world, args, vaults } = session
  const [first] = vaults
  if (first !== undefined && !(await first.vault.exists())) await makeVault(session, first)
  const client = clientOf(args)
  const { user: username, displayName } = args
  const requestJson = await client.post(
    '/registration/options',
    JSON.stringify({ username, displayName }),
  )
  const request = new CreatePublicKeyCredentialRequest(requestJson, { isAutoSelectAllowed: true })
  const manager = managerOf(session)
  const { registrationResponseJson } = await manager.createCredential(request)
  try {
    const text = await client.post('/registration', registrationResponseJson)
    const { account, passkey } = JSON.parse(text) as RegisteredMessage
    await rememberServerId(session, registrationResponseJson, passkey.id)
    if (args.json) return world.print(JSON.stringify({ account, passkey }))
    world.output.write(`Created a passkey for ${fitLine(account.username, 200)}.\n`)
  } catch (error) {
    // The server knows nothing of it: it must not be offered.
    const { rp } = JSON.parse(requestJson) as { readonly rp: { readonly id: string } }
    const { id } = JSON.parse(registrationResponseJson) as { readonly id: string }
    await manager.signalCredentialState(
      new SignalUnknownCredentialRequest({ rpId: rp.id, credentialId: id }),
    )
    throw error
  }
}

async function rememberServerId(
  { vaults }: Session,
  responseJson: string,
  serverId: string,
): Promise<void> {
  const { id } = JSON.parse(responseJson) as RegistrationResponseJSON
  const keeper = vaults.find(
    ({ vault }) =>
      !vault.isLocked && passkeysOf(vault).some(({ credential }) => credential.id === id),
  )
  await keeper?.vault.update(
    changingItems((item) =>
      item.kind === 'passkey' && item.credential.id === id ? { ...item, serverId } : item,
    ),
  )
}

async function signIn(
  session: Session,
  client: NativeClient,
  only?: string,
): Promise<SignedInMessage> {
  const { user: username } = session.args
  const text = await client.post('/authentication/options', JSON.stringify({ username }))
  const options = JSON.parse(text) as PublicKeyCredentialRequestOptionsJSON
  const option = new GetPublicKeyCredentialOption(
    only === undefined
      ? options
      : { ...options, allowCredentials: [{ type: 'public-key', id: only }] },
  )
  const manager = managerOf(session)
  const { credential } = await manager.getCredential(new GetCredentialRequest([option]))
  if (!(credential instanceof PublicKeyCredential))
    throw new TypeError('only passkeys were asked for')
  try {
    const answer = await client.post('/authentication', credential.authenticationResponseJson)
    return JSON.parse(answer) as SignedInMessage
  } catch (error) {
    if (error instanceof ServerError && error.code === 'credential_unknown' && options.rpId) {
      const { id } = JSON.parse(credential.authenticationResponseJson) as AuthenticationResponseJSON
      await manager.signalCredentialState(
        new SignalUnknownCredentialRequest({ rpId: options.rpId, credentialId: id }),
      )
    }
    throw error
  }
}

/** At the server first: a passkey that is gone here alone would still sign in from a copy of the vault. */
async function remove(session: Session): Promise<void> {
  const { world, args, vaults } = session
  const id = args.id!
  for (const one of vaults) {
    await open(session, one)
    const item = passkeysOf(one.vault).find(({ credential }) => credential.id === id)
    if (item === undefined) continue
    if (args.server !== undefined) {
      const client = clientOf(args)
      await signIn(session, client, id)
      const serverId = await serverIdOf(client, item)
      await client.delete(`/passkeys/${encodeURIComponent(serverId)}`)
    }
    await one.vault.remove(id)
    const isLocal = args.server === undefined
    if (args.json) {
      const from = isLocal ? ['vault'] : ['server', 'vault']
      return world.print(JSON.stringify({ deleted: id, from }))
    }
    const where = isLocal ? 'the vault; the server still accepts it' : 'both'
    world.output.write(`Deleted from ${where}.\n`)
    return
  }
  throw new VaultError('item_unknown', 'there is no passkey with this ID')
}

/** The server's own name for a passkey of whoever is signed in: it tells nobody credential ids. */
async function serverIdOf(client: NativeClient, { serverId }: PasskeyItem): Promise<string> {
  if (serverId !== undefined) return serverId
  const { passkeys } = JSON.parse(await client.get('/passkeys')) as PasskeysMessage
  const [only, ...others] = passkeys
  if (only !== undefined && others.length === 0) return only.id
  throw new UsageError('this vault was not told how the server calls it: delete it at the server')
}

function passkeysOf(vault: Vault): readonly PasskeyItem[] {
  return vault.contents.items.filter((item): item is PasskeyItem => item.kind === 'passkey')
}

function clientOf({ server, basePath }: PasskeyArguments): NativeClient {
  return new NativeClient({ server: server!, basePath })
}

function managerOf({ world, args, vaults, password }: Session): CredentialManager {
  return CredentialManager.create({
    platform: providerPlatform({
      selector: terminalSelector(world),
      caller: { id: 'latchkey-cli', origin: args.origin ?? args.server! },
      providers: vaults.map(({ path, label, vault }) =>
        vaultProvider({
          vault,
          id: resolve(path),
          label,
          askPassword: (question) => password(question.label, question.attempt),
        }),
      ),
    }),
  })
}

async function open({ password }: Session, { vault, label }: OpenableVault): Promise<void> {
  for (let attempt = 1; vault.isLocked; attempt += 1) {
    const given = await password(label, attempt)
    if (given === undefined) throw new Cancelled('no password')
    try {
      await vault.unlock(given)
    } catch (error) {
      const wrong = error instanceof VaultError && error.code === 'wrong_password'
      if (!wrong || attempt === 3) throw error
    }
  }
}

/** Where nobody is asked, nobody can pick what to unlock. */
async function openAll(session: Session): Promise<void> {
  for (const one of session.vaults) if (await one.vault.exists()) await open(session, one)
}

async function makeVault(
  { world, args, password }: Session,
  { vault, label }: OpenableVault,
): Promise<void> {
  world.output.write(`${fitLine(label, 200)} is a new vault. Choose a password for it.\n`)
  const chosen = await password(label, 1)
  if (chosen === undefined || chosen === '') throw new Cancelled('no password')
  if (args.passwordFile === undefined) {
    const again = await askPassword(world, 'The same once more: ')
    if (again !== chosen) throw new UsageError('the two passwords differ')
  }
  await vault.create(chosen)
}

async function passwordSource(
  { passwordFile, json }: PasskeyArguments,
  world: PasskeyWorld,
): Promise<Session['password']> {
  if (passwordFile !== undefined) {
    const [line = ''] = (await readFile(passwordFile, 'utf8')).split(/\r?\n/)
    return () => Promise.resolve(line)
  }
  return (label, attempt) => {
    if (attempt > 1) world.output.write('That is not its password.\n')
    if (world.input.isTTY !== true && !json) {
      const remark = `Nobody can be asked for the password of ${fitLine(label, 200)} here: --password-file FILE.\n`
      world.output.write(remark)
    }
    return askPassword(world, `Password of ${label}: `)
  }
}
