/**
 * Proving once more who is there.
 *
 * @module
 */
import type { z } from 'zod'
import {
  passwordProofRequest,
  reauthenticationOptionsRequest,
  reauthenticationResponse,
} from '../../protocol/account-messages.ts'
import type { RouteName } from '../../protocol/route-table.ts'
import { beginReauthentication, reauthenticateWithPasskey } from '../ceremonies/reauthentication.ts'
import { reauthenticateWithPassword } from '../ceremonies/reauthentication-password.ts'
import type { SignedIn } from '../ceremonies/authentication.ts'
import type { Purpose } from '../purpose.ts'
import type { AuthenticationResponseJSON } from '../../protocol/webauthn-json.ts'
import { toSignedInMessage } from '../views.ts'
import { hasMember, required, shaped } from './operation.ts'
import type { Operation, Reply } from './operation.ts'

/** The operations, by the names of their routes. */
export const REAUTHENTICATION_OPERATIONS = {
  reauthenticationOptions: {
    event: 'reauthentication.options',
    schema: reauthenticationOptionsRequest,
    async run({ services, live, body }) {
      const { purpose } = body as z.infer<typeof reauthenticationOptionsRequest>
      const options = await beginReauthentication(services, required(live), toPurpose(purpose))
      return { status: 200, body: options }
    },
  },
  finishReauthentication: {
    event: 'reauthentication',
    isAct: true,
    async run({ services, caller, live: given, body }) {
      const live = required(given)
      if (hasMember(body, 'password')) {
        const { password, purpose } = shaped(passwordProofRequest, body)
        const tried = { live, password, purpose: toPurpose(purpose) }
        return signedInReply(await reauthenticateWithPassword(services, caller, tried))
      }
      const { purpose, ...response } = shaped(reauthenticationResponse, body)
      const answer = {
        live,
        response: response as AuthenticationResponseJSON,
        purpose: toPurpose(purpose),
      }
      return signedInReply(await reauthenticateWithPasskey(services, caller, answer))
    },
  },
} satisfies Partial<Record<RouteName, Operation>>

function signedInReply({ account, session, token }: SignedIn): Reply {
  return {
    status: 200,
    body: toSignedInMessage({ account, session }),
    token,
    accountId: account.id,
    ...(session.credentialId !== undefined && { credentialId: session.credentialId }),
  }
}

/** A text is an action without parameters. */
function toPurpose(
  purpose: z.infer<typeof reauthenticationOptionsRequest>['purpose'],
): Purpose | undefined {
  return typeof purpose === 'string' ? { action: purpose } : purpose
}
