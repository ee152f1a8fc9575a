/**
 * Access tokens, and the keys that prove them.
 *
 * @module
 */
import type { RouteName } from '../../protocol/route-table.ts'
import { required } from './operation.ts'
import type { Operation } from './operation.ts'

/** The operations, by the names of their routes. */
export const ACCESS_TOKEN_OPERATIONS = {
  makeAccessToken: {
    event: 'session.token',
    async run({ services, live }) {
      const { makeAccessToken } = await import('../access-tokens/access-token.ts')
      const body = await makeAccessToken(services, required(live))
      return { status: 200, body, accountId: required(live).account.id }
    },
  },
  readKeys: {
    event: 'request',
    async run({ services: { settings } }) {
      const { demandAccessTokens } = await import('../access-tokens/access-token.ts')
      demandAccessTokens(settings)
      const { publicKeys } = await import('../access-tokens/signing-keys.ts')
      const headers = {
        'cache-control': 'public, max-age=300',
        'cross-origin-resource-policy': 'cross-origin',
      }
      return { status: 200, body: { keys: publicKeys(settings) }, headers }
    },
  },
} satisfies Partial<Record<RouteName, Operation>>
