/**
 * Notices: an account's owner hears of every change to the ways into it, by mail and through the host's own
 * hook (security.md R55, R106, R131).
 *
 * Telling never delays the change, and never fails it: it begins when the change is committed.
 *
 * @module
 */
import type { LogEntry } from './audit.ts'
import { Errands } from './errands.ts'
import type { Postbox } from './mail/postbox.ts'
import { type Act, rowOf, type Tables } from './store/act.ts'
import { knownAddresses } from './store/acts/email-acts.ts'
import type { Store } from './store/store.ts'

/** What happened to an account. */
export type NoticeKind =
  | 'passkey_added'
  | 'passkey_removed'
  | 'password_changed'
  | 'password_removed'
  | 'identity_linked'
  | 'identity_unlinked'
  | 'recovery_used'
  | 'recovery_codes_made'
  | 'email_changed'
  | 'email_change_undone'
  | 'sessions_ended'
  | 'account_deleted'

/** Something that the owner of an account is to be told. */
export interface Notice {
  readonly kind: NoticeKind
  readonly accountId: string
  /** Milliseconds since the epoch. */
  readonly at: number
  /** For the hook. Internal ids and plain words, never secrets. */
  readonly details?: Readonly<Record<string, string>>
  /** Whom to tell, when the account itself is gone. Default: every address known of it. */
  readonly to?: Addressees
}

/** The name of an account and where its owner can be reached. */
export interface Addressees {
  readonly username: string
  readonly addresses: readonly string[]
}

/** Tells the owner of an account. Never throws, never waits. */
export type Notify = (notice: Notice) => void

/** The host's own way of telling, such as a push message. What it throws is noted and changes nothing. */
export type NoticeHook = (notice: Notice) => void | Promise<void>

/** How notices go out. */
export interface NoticeWays {
  readonly store: Store
  readonly postbox: Postbox | undefined
  readonly hook: NoticeHook | undefined
  /** Whether an account's username is its address. */
  readonly keyedByEmail: boolean
  readonly log: (entry: Omit<LogEntry, 'time'>) => void
}

/** Notices on their way. */
export interface Notices {
  readonly notify: Notify
  /** Resolves once every notice has been handed to the mails and to the hook. */
  drain(): Promise<void>
}

/** Milliseconds that the host's hook may take before the next notice goes out. */
const HOOK_TIMEOUT = 5000

/** Opens the ways by which people are told. */
export function openNotices({ store, postbox, hook, keyedByEmail, log }: NoticeWays): Notices {
  const failed = (reason: string) =>
    log({ level: 'warn', event: 'notice', outcome: 'failed', reason })
  // Two lines: a hook that hangs does not keep mails back.
  const mails = new Errands(() => failed('not_mailed'))
  const calls = new Errands(() => failed('hook_failed'))

  async function mail(notice: Notice, to: Postbox): Promise<void> {
    // The former owner of an address gets it with the link that takes the change back.
    if (notice.kind === 'email_changed') return
    const { kind, accountId, at } = notice
    const { username, addresses } =
      notice.to ??
      (await store.read((tables) => addressees(tables, { accountId, now: at, keyedByEmail })))
    const values = { username, time: mailTime(at) }
    for (const address of addresses) to.send({ kind, to: address, values })
  }

  return {
    notify(notice) {
      if (postbox !== undefined && !mails.add(() => mail(notice, postbox))) failed('too_many')
      if (hook === undefined) return
      const { to: _, ...told } = notice
      if (!calls.add(() => inTime(hook, told))) failed('too_many')
    },
    async drain() {
      await Promise.all([mails.drain(), calls.drain()])
    },
  }
}

/** Who is to be told about an account; nobody, when it is gone or has no address. */
export function* addressees(
  tables: Tables,
  {
    accountId,
    now,
    keyedByEmail,
  }: { readonly accountId: string; readonly now: number; readonly keyedByEmail: boolean },
): Act<Addressees> {
  const account = yield* rowOf(
    tables.db.selectFrom('accounts').select('username').where('id', '=', accountId),
  )
  if (account === undefined) return { username: '', addresses: [] }
  const { username } = account
  const known = yield* knownAddresses(tables, accountId, now)
  const addresses = keyedByEmail ? [...new Set([username, ...known])] : known
  return { username, addresses }
}

/** A time as people of any country read it the same way. */
export function mailTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

async function inTime(hook: NoticeHook, notice: Notice): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too slow')), HOOK_TIMEOUT)
  })
  try {
    await Promise.race([hook(notice), late])
  } finally {
    clearTimeout(timer)
  }
}
