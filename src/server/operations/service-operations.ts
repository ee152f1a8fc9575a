/**
 * Whether the server is well, for whoever watches it.
 *
 * @module
 */
import { equalBytes } from '../../bytes/equal.ts'
import type { RouteName } from '../../protocol/route-table.ts'
import type { Settings } from '../config.ts'
import { Refusal } from '../refusal.ts'
import { EXPOSITION_TYPE } from '../telemetry/registry.ts'
import type { Operation } from './operation.ts'

/** The operations, by the names of their routes. */
export const SERVICE_OPERATIONS = {
  openApi: {
    event: 'request',
    async run({ services: { settings } }) {
      // Half of it is schemas of answers, which nothing else needs.
      const { describeServer } = await import('../openapi/document.ts')
      const headers = {
        'cache-control': 'public, max-age=3600',
        'content-type': 'application/json',
      }
      return { status: 200, text: describeServer(settings), headers }
    },
  },
  health: {
    event: 'request',
    run: async () => ({ status: 200, body: { status: 'ok' } }),
  },
  metrics: {
    event: 'request',
    async run({ services: { settings, telemetry }, caller }) {
      const { metrics } = settings
      // Whoever has no token is not told that there is anything.
      if (metrics === undefined || telemetry === undefined || !mayRead(metrics, caller.bearer)) {
        throw new Refusal('not_found', 'metrics_closed')
      }
      return {
        status: 200,
        text: telemetry.expose(),
        headers: { 'content-type': EXPOSITION_TYPE },
      }
    },
  },
  readiness: {
    event: 'request',
    async run({ services }) {
      if (services.challengeClock.astray) throw new Refusal('unavailable', 'clock_astray')
      await services.store.ping()
      return { status: 200, body: { status: 'ready' } }
    },
  },
} satisfies Partial<Record<RouteName, Operation>>

function mayRead({ token }: NonNullable<Settings['metrics']>, bearer: string | undefined): boolean {
  if (token === undefined) return true
  return bearer !== undefined && equalBytes(Buffer.from(token), Buffer.from(bearer))
}
