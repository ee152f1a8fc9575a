/**
 * The files under `/.well-known/`.
 *
 * @module
 */
import type { RouteName } from '../../protocol/route-table.ts'
import { Refusal } from '../refusal.ts'
import type { Settings } from '../config.ts'
import {
  appleAssociationFile,
  assetLinksFile,
  passkeyEndpointsFile,
  relatedOriginsFile,
} from '../well-known.ts'
import type { Operation, Reply } from './operation.ts'

/** Whoever reads them may keep them for an hour, and no longer than a mistake in them may last. */
const HEADERS = {
  'cache-control': 'public, max-age=3600',
  'cross-origin-resource-policy': 'cross-origin',
}

function file(document: (settings: Settings) => unknown): Operation {
  return {
    event: 'request',
    async run({ services }): Promise<Reply> {
      const body = document(services.settings)
      if (body === undefined) throw new Refusal('not_found', 'not_configured')
      return { status: 200, body, headers: HEADERS }
    },
  }
}

/** The operations, by the names of their routes. */
export const WELL_KNOWN_OPERATIONS = {
  relatedOrigins: file(relatedOriginsFile),
  passkeyEndpoints: file(passkeyEndpointsFile),
  assetLinks: file(assetLinksFile),
  appleAssociation: file(appleAssociationFile),
  changePassword: {
    event: 'request',
    async run({ services }) {
      const { changePasswordUrl: location } = services.settings
      if (location === undefined) throw new Refusal('not_found', 'not_configured')
      return { status: 302, headers: { location } }
    },
  },
} satisfies Partial<Record<RouteName, Operation>>
