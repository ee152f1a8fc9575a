/**
 * The schemas of answers. Each is typed as the message that the operations give, and tests hold every
 * answer they get against it, so that neither says what the other does not.
 *
 * @module
 */
import { z } from 'zod'
import type {
  AccessTokenMessage,
  AccountDetailsMessage,
  RestoreRegisteredMessage,
  SessionsMessage,
  SignalsMessage,
} from '../../protocol/account-messages.ts'
import type {
  FederatedOptionsMessage,
  IdentitiesMessage,
  IdentityMessage,
} from '../../protocol/federation-messages.ts'
import type {
  AccountMessage,
  PasskeyMessage,
  PasskeysMessage,
  RegisteredMessage,
  SessionMessage,
  SignedInMessage,
} from '../../protocol/messages.ts'
import type { PasswordSignedInMessage } from '../../protocol/password-messages.ts'
import type {
  EmailMessage,
  RecoveryCodesLeftMessage,
  RecoveryCodesMessage,
} from '../../protocol/recovery-messages.ts'

const text = z.string()
const base64url = z.string().regex(/^[\w-]*$/)
const instant = z.iso.datetime()
const words = z.array(text)
const method = z.enum(['passkey', 'restore', 'password', 'federated', 'recovery'])

const account: z.ZodType<AccountMessage> = z.strictObject({
  id: base64url,
  username: text,
  displayName: text,
})

const SESSION = {
  id: base64url,
  method,
  methods: z.array(method),
  assurance: z.enum(['aal1', 'aal2']),
  createdAt: instant,
  expiresAt: instant,
  verifiedAt: instant.nullable(),
}

const session: z.ZodType<SessionMessage> = z.strictObject(SESSION)

/** Who is signed in. */
export const signedIn: z.ZodType<SignedInMessage> = z.strictObject({ account, session })

/** The same after a password. */
export const passwordSignedIn: z.ZodType<PasswordSignedInMessage> = z.strictObject({
  account,
  session,
  conditionalCreate: z.literal(true).exactOptional(),
})

/** A passkey in the list of its owner. */
export const passkey: z.ZodType<PasskeyMessage> = z.strictObject({
  id: base64url,
  name: text,
  provider: z.strictObject({ name: text.nullable(), icon: text }),
  synced: z.boolean(),
  credentialId: base64url,
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  lastUsedDevice: text.nullable(),
})

/** The list. */
export const passkeys: z.ZodType<PasskeysMessage> = z.strictObject({ passkeys: z.array(passkey) })

/** What a registration made: a passkey, or a restore credential that is listed nowhere. */
export const registered: z.ZodType<RegisteredMessage | RestoreRegisteredMessage> = z.union([
  z.strictObject({ account, passkey, session: session.exactOptional() }),
  z.strictObject({ account, restoreCredential: z.strictObject({ createdAt: instant }) }),
])

/** The sessions of an account. */
export const sessions: z.ZodType<SessionsMessage> = z.strictObject({
  sessions: z.array(
    z.strictObject({
      ...SESSION,
      lastUsedAt: instant,
      device: text.nullable(),
      current: z.boolean(),
    }),
  ),
})

/** The own account. */
export const accountDetails: z.ZodType<AccountDetailsMessage> = z.strictObject({
  account: z.strictObject({ id: base64url, username: text, displayName: text, createdAt: instant }),
  automaticPasskeys: z.boolean(),
  signIn: z.strictObject({ passkeys: z.int(), password: z.boolean(), identities: z.int() }),
})

/** What WebAuthn's signal methods take. */
const handleSignals = z.strictObject({
  allAcceptedCredentials: z
    .strictObject({ rpId: text, userId: base64url, allAcceptedCredentialIds: z.array(base64url) })
    .exactOptional(),
  currentUserDetails: z.strictObject({
    rpId: text,
    userId: base64url,
    name: text,
    displayName: text,
  }),
})

/** The same, and for imported passkeys once more for each other user handle. */
export const signals: z.ZodType<SignalsMessage> = handleSignals.extend({
  imported: z.array(handleSignals).exactOptional(),
})

/** What a federated sign-in begins with. */
export const federatedOptions: z.ZodType<FederatedOptionsMessage> = z.strictObject({
  nonce: text,
  issuers: z.array(z.strictObject({ name: text, issuer: text, clientId: text })),
})

/** A linked identity. */
export const identity: z.ZodType<IdentityMessage> = z.strictObject({
  id: base64url,
  issuer: text.nullable(),
  email: text.nullable(),
  linkedAt: instant,
  lastUsedAt: instant.nullable(),
})

/** The list of them. */
export const identities: z.ZodType<IdentitiesMessage> = z.strictObject({
  identities: z.array(identity),
})

/** The address of an account. */
export const email: z.ZodType<EmailMessage> = z.strictObject({
  address: text.nullable(),
  verifiedAt: instant.nullable(),
})

/** New recovery codes. */
export const recoveryCodes: z.ZodType<RecoveryCodesMessage> = z.strictObject({ codes: words })

/** How many are left. */
export const recoveryCodesLeft: z.ZodType<RecoveryCodesLeftMessage> = z.strictObject({
  left: z.int(),
})

const descriptor = z.strictObject({
  id: base64url,
  type: z.literal('public-key'),
  transports: words.optional(),
})
const userVerification = z.enum(['required', 'preferred', 'discouraged'])

/** `PublicKeyCredentialRequestOptionsJSON`, as WebAuthn Level 3 defines it. */
export const requestOptions = z.strictObject({
  challenge: base64url,
  timeout: z.int(),
  rpId: text,
  allowCredentials: z.array(descriptor).optional(),
  userVerification,
  hints: words.optional(),
  extensions: z.looseObject({}).optional(),
})

/** `PublicKeyCredentialCreationOptionsJSON`, as WebAuthn Level 3 defines it. */
export const creationOptions = z.strictObject({
  rp: z.strictObject({ id: text, name: text }),
  user: z.strictObject({ id: base64url, name: text, displayName: text }),
  challenge: base64url,
  pubKeyCredParams: z.array(z.strictObject({ type: z.literal('public-key'), alg: z.int() })),
  timeout: z.int(),
  excludeCredentials: z.array(descriptor).optional(),
  authenticatorSelection: z
    .strictObject({
      authenticatorAttachment: text.optional(),
      residentKey: text.optional(),
      requireResidentKey: z.boolean().optional(),
      userVerification: userVerification.optional(),
    })
    .optional(),
  hints: words.optional(),
  attestation: text.optional(),
  attestationFormats: words.optional(),
  extensions: z.looseObject({}).optional(),
})

/** A token for another service. */
export const accessToken: z.ZodType<AccessTokenMessage> = z.strictObject({
  accessToken: text,
  tokenType: z.literal('Bearer'),
  expiresIn: z.int(),
})

/** The keys that prove such tokens, RFC 7517. */
export const keys = z.strictObject({
  keys: z.array(
    z.strictObject({ kty: text, crv: text, x: base64url, kid: text, alg: text, use: text }),
  ),
})

/** What the two routes for machines say. */
export const status = z.strictObject({ status: text })
