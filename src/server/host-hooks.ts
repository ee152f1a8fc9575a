/**
 * The host application's own functions: one that hears of what was done, one that is asked before somebody
 * gets an account.
 *
 * Hearing never changes an answer and never delays one; being asked does both, for a moment at most.
 *
 * @module
 */
import type { EventName } from './audit.ts'
import { Errands } from './errands.ts'
import { Refusal } from './refusal.ts'
import type { Services } from './services.ts'

/** Something that was done, after its commit. */
export interface HookEvent {
  /** What the audit log calls it. */
  readonly event: EventName
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly requestId: string
  readonly accountId?: string
  /** Row id of the passkey, as the passkey routes show it. */
  readonly credentialId?: string
}

/** Hears of what this process did. What it throws is noted and changes nothing. */
export type EventHook = (event: HookEvent) => void | Promise<void>

/** Somebody who wants an account. That the name is free has not been looked up yet. */
export interface SignUpRequest {
  readonly username: string
  readonly displayName: string
  readonly method: 'passkey' | 'password' | 'federated'
}

/** Says whether they may have one. */
export type SignUpHook = (request: SignUpRequest) => SignUpAnswer | Promise<SignUpAnswer>

/** What it says. */
export type SignUpAnswer = 'allow' | 'refuse'

/** Milliseconds that the host may take to hear of an event before the next one is told. */
const EVENT_TIMEOUT = 5000
/** Milliseconds that whoever signs up waits for the host's answer. */
const ANSWER_TIMEOUT = 2000

/** Tells the host. Never throws, never waits. */
export type Tell = (event: Omit<HookEvent, 'at'>) => void

/** Opens the way to the host's hook for events, which are told one after the other. */
export function openEventHook(
  hook: EventHook,
  { log, now }: Pick<Services, 'log' | 'now'>,
): { readonly tell: Tell; readonly drain: () => Promise<void> } {
  const failed = (reason: string) =>
    log({ level: 'warn', event: 'hook', outcome: 'failed', reason })
  const calls = new Errands(() => failed('event_hook_failed'))
  return {
    tell(event) {
      const told = { ...event, at: now() }
      if (!calls.add(() => inTime(async () => hook(told), EVENT_TIMEOUT))) failed('too_many')
    },
    drain: () => calls.drain(),
  }
}

/**
 * Asks the host whether somebody may have an account; nothing has been written by then.
 *
 * @throws {@link Refusal} with `registration_failed` when the host says no, and `unavailable` when it does
 * not say anything in two seconds, or something else.
 */
export async function demandSignUpAllowed(
  services: Pick<Services, 'settings' | 'log'>,
  request: SignUpRequest,
): Promise<void> {
  if (await isSignUpAllowed(services, request)) return
  throw new Refusal('registration_failed', 'refused_by_host', { publicReason: 'not_allowed' })
}

/**
 * What the host says.
 *
 * @throws {@link Refusal} with `unavailable` when it does not say anything in two seconds, or something else.
 */
export async function isSignUpAllowed(
  { settings, log }: Pick<Services, 'settings' | 'log'>,
  request: SignUpRequest,
): Promise<boolean> {
  const hook = settings.hooks.beforeSignUp
  if (hook === undefined) return true
  let answer: unknown
  try {
    answer = await inTime(async () => hook(request), ANSWER_TIMEOUT)
  } catch {
    // Not what it threw: that may repeat what somebody typed.
    answer = undefined
  }
  if (answer === 'allow' || answer === 'refuse') return answer === 'allow'
  log({ level: 'warn', event: 'hook', outcome: 'failed', reason: 'sign_up_hook_failed' })
  throw new Refusal('unavailable', 'sign_up_hook_failed')
}

async function inTime<Result>(work: () => Promise<Result>, limit: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too slow')), limit)
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}
