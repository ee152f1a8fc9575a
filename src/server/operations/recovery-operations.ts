/**
 * E-mail addresses, recovery codes, and getting back in.
 *
 * @module
 */
import type { z } from 'zod'
import {
  emailRequest,
  mailTokenRequest,
  recoveryOptionsRequest,
  recoveryRequest,
} from '../../protocol/recovery-messages.ts'
import type {
  EmailMessage,
  RecoveryCodesLeftMessage,
  RecoveryCodesMessage,
} from '../../protocol/recovery-messages.ts'
import type { RouteName } from '../../protocol/route-table.ts'
import { askForEmail, emailOf, removeEmail } from '../emails/change.ts'
import { confirmEmail, undoEmail } from '../emails/confirm.ts'
import { askForSignUp } from '../emails/sign-up.ts'
import { askForRecovery } from '../recovery/ask.ts'
import { makeRecoveryCodes, recoveryCodesLeft } from '../recovery/codes.ts'
import { recover } from '../recovery/recover.ts'
import type { EmailRecord } from '../store/acts/email-acts.ts'
import { isoTime, toSignedInMessage } from '../views.ts'
import { required } from './operation.ts'
import type { Operation } from './operation.ts'

function toEmailMessage(email: EmailRecord | undefined): EmailMessage {
  if (email === undefined) return { address: null, verifiedAt: null }
  return { address: email.address, verifiedAt: isoTime(email.verifiedAt) }
}

/** The operations, by the names of their routes. */
export const RECOVERY_OPERATIONS = {
  readEmail: {
    event: 'email.read',
    async run({ services, live }) {
      const { account } = required(live)
      const keyedByEmail = services.settings.accounts === 'email'
      const email = await services.store.read((tables) =>
        emailOf(tables, account, { keyedByEmail }),
      )
      return { status: 200, body: toEmailMessage(email) }
    },
  },
  changeEmail: {
    event: 'email.change',
    isAct: true,
    schema: emailRequest,
    async run({ services, caller, live, body }) {
      const { address } = body as z.infer<typeof emailRequest>
      return askForEmail(services, caller, { live: required(live), address })
    },
  },
  removeEmail: {
    event: 'email.remove',
    isAct: true,
    async run({ services, caller, live }) {
      await removeEmail(services, caller, required(live))
      return { status: 204, accountId: required(live).account.id }
    },
  },
  confirmEmail: {
    event: 'email.confirm',
    isAct: true,
    schema: mailTokenRequest,
    async run({ services, caller, live, body }) {
      const { token } = body as z.infer<typeof mailTokenRequest>
      const email = await confirmEmail(services, caller, { live: required(live), token })
      const accountId = required(live).account.id
      return { status: 200, body: toEmailMessage(email), accountId }
    },
  },
  undoEmail: {
    event: 'email.undo',
    isAct: true,
    schema: mailTokenRequest,
    async run({ services, caller, body }) {
      const { token } = body as z.infer<typeof mailTokenRequest>
      await undoEmail(services, caller, token)
      return { status: 204 }
    },
  },
  proveEmail: {
    event: 'email.proof',
    schema: emailRequest,
    async run({ services, caller, body }) {
      const { address } = body as z.infer<typeof emailRequest>
      return askForSignUp(services, caller, address)
    },
  },
  makeRecoveryCodes: {
    event: 'recovery.codes',
    isAct: true,
    async run({ services, caller, live }) {
      const codes = await makeRecoveryCodes(services, caller, required(live))
      const body: RecoveryCodesMessage = { codes }
      return { status: 201, body, accountId: required(live).account.id }
    },
  },
  countRecoveryCodes: {
    event: 'recovery.codes.read',
    async run({ services, live }) {
      const body: RecoveryCodesLeftMessage = {
        left: await recoveryCodesLeft(services, required(live)),
      }
      return { status: 200, body }
    },
  },
  recoveryOptions: {
    event: 'recovery.options',
    schema: recoveryOptionsRequest,
    async run({ services, caller, body }) {
      const { username } = body as z.infer<typeof recoveryOptionsRequest>
      return askForRecovery(services, caller, username)
    },
  },
  finishRecovery: {
    event: 'recovery',
    isAct: true,
    schema: recoveryRequest,
    async run({ services, caller, body }) {
      const given = body as z.infer<typeof recoveryRequest>
      const { account, session, token } = await recover(services, caller, given)
      const message = toSignedInMessage({ account, session })
      return { status: 200, body: message, token, accountId: account.id }
    },
  },
} satisfies Partial<Record<RouteName, Operation>>
