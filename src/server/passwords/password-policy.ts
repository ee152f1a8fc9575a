/**
 * Which passwords may be set: long enough, not too long, not common, not one's own name, not known from a
 * breach (security.md R104, R105). Nothing is asked about kinds of characters.
 *
 * @module
 */
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { usernameKey } from '../usernames.ts'
import { isCommon } from './common-passwords.ts'
import { MAX_PASSWORD, normalizePassword, passwordLength } from './password-text.ts'

/** Names that are too short to tell anything may stand in a password. Code points. */
const SHORTEST_NAME = 3

/** How long the breach check may take. Milliseconds. */
const BREACH_PATIENCE = 2000

/**
 * Checks a new password and gives it back normalised. `names` are those of its owner.
 *
 * @throws {@link Refusal} with `invalid_request` and `too_short`, `too_long` or `blocked` (E25).
 */
export async function demandGoodPassword(
  services: Services,
  password: string,
  names: readonly string[],
): Promise<string> {
  const { minimum } = services.settings.passwords
  const normalized = normalizePassword(password)
  const length = passwordLength(normalized)
  if (length < minimum) throw refusal('too_short')
  if (length > MAX_PASSWORD) throw refusal('too_long')
  const { rpId, rpName } = services.settings
  const service = [rpName, rpId, rpId.split('.').at(-2) ?? rpId]
  const folded = usernameKey(normalized)
  if ([...names, ...service].some((name) => holdsName(folded, name))) throw refusal('blocked')
  if (await isCommon(folded)) throw refusal('blocked')
  if (await isBreached(services, normalized)) throw refusal('blocked')
  return normalized
}

function refusal(code: 'too_short' | 'too_long' | 'blocked'): Refusal {
  const errors = [{ pointer: '/password', code }]
  return new Refusal('invalid_request', `password_${code}`, { errors })
}

/** Whether a password is a name or holds one; of a mail address what stands before the at sign. */
function holdsName(folded: string, name: string): boolean {
  const key = usernameKey(name)
  const [local = ''] = key.split('@')
  return [key, local].some(
    (part) => folded === part || (passwordLength(part) >= SHORTEST_NAME && folded.includes(part)),
  )
}

/** The optional check at somebody else's: when it does not answer, the password passes. */
async function isBreached({ settings, log }: Services, password: string): Promise<boolean> {
  const { breachCheck } = settings.passwords
  if (breachCheck === undefined) return false
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), BREACH_PATIENCE)
  })
  try {
    return await Promise.race([breachCheck(password), late])
  } catch {
    log({ level: 'warn', event: 'password.breach_check', outcome: 'failed', reason: 'no_answer' })
    return false
  } finally {
    clearTimeout(timer)
  }
}
