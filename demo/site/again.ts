/**
 * Two refusals that are no failures: both ask the person once more, and then go on.
 *
 * @module
 */
import type { CredentialManager } from 'latchkey/client'
import { ServerProblem } from './auth-server.ts'
import { say } from './message.ts'
import { signIn } from './sign-in.ts'

/**
 * Runs a ceremony; when its challenge went stale meanwhile, runs it once more. That happens when the
 * person took longer than a challenge lives, or began something else in another tab.
 */
export async function withFreshChallenge<Result>(ceremony: () => Promise<Result>): Promise<Result> {
  try {
    return await ceremony()
  } catch (error) {
    if (!isRefusal(error, 'challenge_expired') && !isRefusal(error, 'challenge_invalid'))
      throw error
    say({ tone: 'quiet', text: 'The request had grown old. Please confirm once more.' })
    return ceremony()
  }
}

/** Does something the server only lets a person do who has just proved who they are. */
export async function withFreshProof<Result>(
  manager: CredentialManager,
  who: { readonly username: string; readonly signal: AbortSignal },
  act: () => Promise<Result>,
): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    if (!isRefusal(error, 'reauthentication_required')) throw error
    say({ tone: 'quiet', text: 'First confirm that it is you, with a passkey of this account.' })
    await withFreshChallenge(() => signIn(manager, who))
    return act()
  }
}

function isRefusal(error: unknown, code: string): boolean {
  return error instanceof ServerProblem && error.code === code
}
