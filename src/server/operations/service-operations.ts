/**
 * Whether the server is well, for whoever watches it.
 *
 * @module
 */
import type { RouteName } from '../../protocol/routes.ts'
import { Refusal } from '../refusal.ts'
import type { Operation } from './operation.ts'

/** The operations, by the names of their routes. */
export const SERVICE_OPERATIONS = {
  openApi: {
    event: 'request',
    async run({ services: { settings } }) {
      // Half of it is schemas of answers, which nothing else needs.
      const { describeServer } = await import('../openapi/document.ts')
      const headers = { 'cache-control': 'public, max-age=3600' }
      return { status: 200, body: describeServer(settings), headers }
    },
  },
  health: {
    event: 'request',
    run: async () => ({ status: 200, body: { status: 'ok' } }),
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
