/**
 * Signing in and up with a password, and the password of whoever is signed in.
 *
 * @module
 */
import type { z } from 'zod'
import {
  emailPasswordSignUpRequest,
  passwordSignInRequest,
  passwordSignUpRequest,
  setPasswordRequest,
} from '../../protocol/password-messages.ts'
import type { PasswordSignedInMessage } from '../../protocol/password-messages.ts'
import type { RouteName } from '../../protocol/route-table.ts'
import { provedAddress } from '../emails/sign-up.ts'
import { removeOwnPassword, setOwnPassword } from '../passwords/own-password.ts'
import { signInWithPassword, signUpWithPassword } from '../passwords/password-sign-in.ts'
import type { SignedInWithPassword } from '../passwords/password-sign-in.ts'
import { toSignedInMessage } from '../views.ts'
import { hasMember, required, shaped } from './operation.ts'
import type { Operation, Reply } from './operation.ts'

function signedInReply(signedIn: SignedInWithPassword): Reply {
  const body: PasswordSignedInMessage = {
    ...toSignedInMessage(signedIn),
    ...(signedIn.automaticPasskey && { conditionalCreate: true }),
  }
  const granted = signedIn.automaticPasskey
  return { status: 200, body, token: signedIn.token, accountId: signedIn.account.id, granted }
}

/** The operations, by the names of their routes. */
export const PASSWORD_OPERATIONS = {
  registerWithPassword: {
    event: 'password.registration',
    isAct: true,
    async run({ services, caller, body }) {
      // A link that proves a mailbox stands for the name, where accounts are keyed by that.
      if (!hasMember(body, 'token')) {
        const names = shaped(passwordSignUpRequest, body)
        return signedInReply(await signUpWithPassword(services, caller, names))
      }
      const { token, ...rest } = shaped(emailPasswordSignUpRequest, body)
      const username = await provedAddress(services, caller, token)
      const names = { ...rest, username, mailbox: 'proved' as const }
      return signedInReply(await signUpWithPassword(services, caller, names))
    },
  },
  authenticateWithPassword: {
    event: 'password.authentication',
    isAct: true,
    schema: passwordSignInRequest,
    async run({ services, caller, body }) {
      const given = body as z.infer<typeof passwordSignInRequest>
      return signedInReply(await signInWithPassword(services, caller, given))
    },
  },
  setPassword: {
    event: 'password.set',
    isAct: true,
    schema: setPasswordRequest,
    async run({ services, caller, live, body }) {
      const { password } = body as z.infer<typeof setPasswordRequest>
      const { account } = required(live)
      const token = await setOwnPassword(services, caller, required(live), password)
      return { status: 204, accountId: account.id, ...(token !== undefined && { token }) }
    },
  },
  removePassword: {
    event: 'password.remove',
    isAct: true,
    async run({ services, caller, live }) {
      const { account } = required(live)
      await removeOwnPassword(services, caller, required(live))
      return { status: 204, accountId: account.id }
    },
  },
} satisfies Partial<Record<RouteName, Operation>>
