/**
 * The schema of each route's body: the one that checks it. Routes that tell several kinds apart by their
 * members are written down here.
 *
 * @module
 */
import { z } from 'zod'
import { passwordProofRequest, reauthenticationResponse } from '../../protocol/account-messages.ts'
import {
  addPasskeyRequest,
  automaticPasskeyRequest,
  restoreRequest,
  signUpRequest,
} from '../../protocol/messages.ts'
import {
  emailPasswordSignUpRequest,
  passwordSignUpRequest,
} from '../../protocol/password-messages.ts'
import { emailSignUpRequest } from '../../protocol/recovery-messages.ts'
import type { RouteName } from '../../protocol/route-table.ts'
import { OPERATIONS } from '../operations.ts'

const SEVERAL: Partial<Record<RouteName, z.ZodType>> = {
  registrationOptions: z.union([
    signUpRequest,
    emailSignUpRequest,
    addPasskeyRequest,
    automaticPasskeyRequest,
    restoreRequest,
  ]),
  registerWithPassword: z.union([passwordSignUpRequest, emailPasswordSignUpRequest]),
  finishReauthentication: z.union([reauthenticationResponse, passwordProofRequest]),
}

/** What a route takes; `undefined` when it takes nothing. */
export function bodySchema(name: RouteName): z.ZodType | undefined {
  return SEVERAL[name] ?? OPERATIONS[name].schema
}
