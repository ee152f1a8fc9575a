/**
 * Signing in and registering with a passkey.
 *
 * @module
 */
import type { z } from 'zod'
import {
  addPasskeyRequest,
  authenticationOptionsRequest,
  authenticationResponse,
  automaticPasskeyRequest,
  registrationResponse,
  restoreRequest,
  signUpRequest,
} from '../../protocol/messages.ts'
import { emailSignUpRequest } from '../../protocol/recovery-messages.ts'
import type { RouteName } from '../../protocol/route-table.ts'
import type {
  AuthenticationResponseJSON,
  RegistrationResponseJSON,
} from '../../protocol/webauthn-json.ts'
import { beginAuthentication } from '../ceremonies/authentication-options.ts'
import {
  beginAutomaticPasskey,
  finishAutomaticPasskey,
  isAutomaticAnswer,
} from '../ceremonies/automatic-passkey.ts'
import { finishAuthentication } from '../ceremonies/authentication.ts'
import { provedAddress } from '../emails/sign-up.ts'
import { beginAddPasskey, beginSignUp } from '../ceremonies/registration-options.ts'
import { finishRegistration } from '../ceremonies/registration.ts'
import {
  beginRestoreCredential,
  finishRestoreCredential,
  isRestoreAnswer,
} from '../ceremonies/restore-credential.ts'
import {
  toAccountMessage,
  toPasskeyMessage,
  toRestoreMessage,
  toSessionMessage,
  toSignedInMessage,
} from '../views.ts'
import { demandFresh } from '../freshness.ts'
import { hasMember, holdCeremony, required, shaped } from './operation.ts'
import type { PasskeyPurpose } from '../telemetry/telemetry.ts'
import type { Operation, Reply } from './operation.ts'

/** The operations, by the names of their routes. */
export const CEREMONY_OPERATIONS = {
  authenticationOptions: {
    event: 'authentication.options',
    schema: authenticationOptionsRequest,
    async run({ services, caller, body }) {
      const { ceremony, ceremonyChanged } = holdCeremony(services, caller)
      const { username } = body as z.infer<typeof authenticationOptionsRequest>
      const options = await beginAuthentication(services, ceremony, { username })
      return { status: 200, body: options, ceremony, ceremonyChanged }
    },
  },
  finishAuthentication: {
    event: 'authentication',
    isAct: true,
    schema: authenticationResponse,
    async run({ services, caller, body }) {
      const response = body as AuthenticationResponseJSON
      const { account, session, token } = await finishAuthentication(services, caller, response)
      return {
        status: 200,
        body: toSignedInMessage({ account, session }),
        token,
        accountId: account.id,
        ...(session.credentialId !== undefined && { credentialId: session.credentialId }),
      }
    },
  },
  registrationOptions: {
    event: 'registration.options',
    async run({ services, caller, body }) {
      // A username makes it a sign-up, whoever is signed in; without one it is about the own account.
      if (hasMember(body, 'username')) {
        const names = shaped(signUpRequest, body)
        const { ceremony } = holdCeremony(services, caller)
        return offerSignUp(await beginSignUp(services, ceremony, names))
      }
      // So does a link that proves a mailbox, where accounts are keyed by that.
      if (hasMember(body, 'token')) {
        const { token, displayName } = shaped(emailSignUpRequest, body)
        const username = await provedAddress(services, caller, token)
        const { ceremony } = holdCeremony(services, caller)
        const names = { username, displayName, mailbox: 'proved' as const }
        return offerSignUp(await beginSignUp(services, ceremony, names))
      }
      const live = required(await caller.session())
      if (hasMember(body, 'kind')) {
        shaped(restoreRequest, body)
        return offer('restore', await beginRestoreCredential(services, live))
      }
      if (hasMember(body, 'mediation')) {
        shaped(automaticPasskeyRequest, body)
        return offer('automatic', await beginAutomaticPasskey(services, live))
      }
      shaped(addPasskeyRequest, body)
      await demandFresh(services, live)
      return offer('added', await beginAddPasskey(services, live))
    },
  },
  finishRegistration: {
    event: 'registration',
    isAct: true,
    schema: registrationResponse,
    async run({ services, caller, body }) {
      const response = body as RegistrationResponseJSON
      if (isRestoreAnswer(response)) {
        const restored = await finishRestoreCredential(services, caller, response)
        return {
          status: 201,
          body: toRestoreMessage(restored),
          accountId: restored.account.id,
          credentialId: restored.credential.id,
          purpose: 'restore',
        }
      }
      const automatic = isAutomaticAnswer(response)
      const { account, credential, signedIn } = automatic
        ? { ...(await finishAutomaticPasskey(services, caller, response)), signedIn: undefined }
        : await finishRegistration(services, caller, response)
      return {
        status: 201,
        body: {
          account: toAccountMessage(account),
          passkey: toPasskeyMessage(credential),
          ...(signedIn && { session: toSessionMessage(signedIn.session) }),
        },
        ...(signedIn && { token: signedIn.token }),
        accountId: account.id,
        credentialId: credential.id,
        purpose: automatic ? 'automatic' : signedIn === undefined ? 'added' : 'sign-up',
      }
    },
  },
} satisfies Partial<Record<RouteName, Operation>>

function offer(purpose: PasskeyPurpose, body: unknown): Reply {
  return { status: 200, body, purpose }
}

function offerSignUp({ options, ceremony }: Awaited<ReturnType<typeof beginSignUp>>): Reply {
  return { ...offer('sign-up', options), ceremony, ceremonyChanged: true }
}
