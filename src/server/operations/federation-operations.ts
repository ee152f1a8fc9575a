/**
 * Signing in with an ID token, and the identities of whoever is signed in.
 *
 * @module
 */
import type { z } from 'zod'
import {
  federatedOptionsRequest,
  federatedRequest,
  linkIdentityRequest,
} from '../../protocol/federation-messages.ts'
import type { FederatedOptionsMessage } from '../../protocol/federation-messages.ts'
import type { RouteName } from '../../protocol/route-table.ts'
import { addIdentity, identitiesOf, removeIdentity } from '../federation/identities.ts'
import { makeNonce } from '../federation/nonce.ts'
import { signInFederated } from '../federation/sign-in.ts'
import { toSignedInMessage } from '../views.ts'
import { holdCeremony, required } from './operation.ts'
import type { Operation } from './operation.ts'

/** The operations, by the names of their routes. */
export const FEDERATION_OPERATIONS = {
  federatedOptions: {
    event: 'federated.options',
    schema: federatedOptionsRequest,
    async run({ services, caller }) {
      const { ceremony, ceremonyChanged } = holdCeremony(services, caller)
      const enabled = [...services.settings.issuers.values()].filter((issuer) => issuer.enabled)
      const body: FederatedOptionsMessage = {
        nonce: makeNonce(services, ceremony),
        issuers: enabled.map(({ name, issuer, clientIds }) => ({
          name,
          issuer,
          clientId: clientIds[0]!,
        })),
      }
      return { status: 200, body, ceremony, ceremonyChanged }
    },
  },
  finishFederated: {
    event: 'federated',
    isAct: true,
    schema: federatedRequest,
    async run({ services, caller, body, id: issuer = '' }) {
      const { idToken } = body as z.infer<typeof federatedRequest>
      const signedIn = await signInFederated(services, caller, { issuer, idToken })
      const { account, token, adopted } = signedIn
      if (adopted) {
        const [accountId, at] = [account.id, services.now()]
        services.notify({ kind: 'identity_linked', accountId, at, details: { issuer } })
      }
      return { status: 200, body: toSignedInMessage(signedIn), token, accountId: account.id }
    },
  },
  listIdentities: {
    event: 'identity.list',
    async run({ services, live }) {
      return { status: 200, body: { identities: await identitiesOf(services, required(live)) } }
    },
  },
  linkIdentity: {
    event: 'identity.link',
    isAct: true,
    schema: linkIdentityRequest,
    async run({ services, caller, live, body }) {
      const presented = body as z.infer<typeof linkIdentityRequest>
      const owner = { ...caller, live: required(live) }
      const identity = await addIdentity(services, owner, presented)
      return { status: 201, body: identity, accountId: owner.live.account.id }
    },
  },
  unlinkIdentity: {
    event: 'identity.unlink',
    isAct: true,
    async run({ services, caller, live, id = '' }) {
      const owner = { ...caller, live: required(live) }
      await removeIdentity(services, owner, id)
      return { status: 204, accountId: owner.live.account.id }
    },
  },
} satisfies Partial<Record<RouteName, Operation>>
