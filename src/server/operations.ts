/**
 * The operations behind the routes, free of any transport: who may call them, what they take, what they
 * give. HTTP and the programming interface both come through {@link perform}.
 *
 * @module
 */
import { ROUTES } from '../protocol/route-table.ts'
import type { RouteName } from '../protocol/route-table.ts'
import { ACCESS_TOKEN_OPERATIONS } from './operations/access-token-operations.ts'
import { ACCOUNT_OPERATIONS } from './operations/account-operations.ts'
import { CEREMONY_OPERATIONS } from './operations/ceremony-operations.ts'
import { demandFresh } from './freshness.ts'
import { required, shaped } from './operations/operation.ts'
import type { Call, Operation, Reply } from './operations/operation.ts'
import { PASSKEY_OPERATIONS } from './operations/passkey-operations.ts'
import { PASSWORD_OPERATIONS } from './operations/password-operations.ts'
import { REAUTHENTICATION_OPERATIONS } from './operations/reauthentication-operations.ts'
import { RECOVERY_OPERATIONS } from './operations/recovery-operations.ts'
import { SERVICE_OPERATIONS } from './operations/service-operations.ts'
import { SESSION_OPERATIONS } from './operations/session-operations.ts'
import { WELL_KNOWN_OPERATIONS } from './operations/well-known-operations.ts'
import { FEDERATION_OPERATIONS } from './operations/federation-operations.ts'
import { RECOVERY_ROUTES, refuseRecovery } from './recovery/limited-session.ts'
import type { Services } from './services.ts'

/** Every operation there is. A route without one does not compile. */
export const OPERATIONS: Readonly<Record<RouteName, Operation>> = {
  ...CEREMONY_OPERATIONS,
  ...PASSWORD_OPERATIONS,
  ...FEDERATION_OPERATIONS,
  ...SESSION_OPERATIONS,
  ...REAUTHENTICATION_OPERATIONS,
  ...ACCESS_TOKEN_OPERATIONS,
  ...ACCOUNT_OPERATIONS,
  ...PASSKEY_OPERATIONS,
  ...RECOVERY_OPERATIONS,
  ...WELL_KNOWN_OPERATIONS,
  ...SERVICE_OPERATIONS,
}

/**
 * Runs an operation: session, shape, freshness, and then the operation itself (security.md R3, R85).
 *
 * @throws {@link Refusal} and {@link StoreError}.
 */
export async function perform(services: Services, name: RouteName, call: Call): Promise<Reply> {
  const { spans } = services
  if (spans === undefined) return performNow(services, name, call)
  return spans(name, () => performNow(services, name, call))
}

async function performNow(services: Services, name: RouteName, call: Call): Promise<Reply> {
  const { authorization } = ROUTES[name]
  const { schema, run } = OPERATIONS[name]
  const live = authorization === 'anonymous' ? undefined : required(await call.caller.session())
  if (live !== undefined && !RECOVERY_ROUTES.has(name)) refuseRecovery(live)
  const body = schema === undefined ? call.body : shaped(schema, call.body)
  if (authorization === 'fresh') await demandFresh(services, required(live))
  return run({ ...call, services, live, body })
}
