/** People with an address, codes and a passkey, for the tests of recovery. */
import type { EmailMessage, RecoveryCodesMessage } from '../../src/protocol/recovery-messages.ts'
import type { SignedInMessage } from '../../src/protocol/messages.ts'
import type { MailServer, ReceivedMail } from './mail-server.ts'
import { expectStatus } from './site.ts'
import type { Answer, Site, Visitor } from './site.ts'

/** Gives whoever is signed in an address. */
export async function confirmAddress(
  visitor: Visitor,
  mail: MailServer,
  address: string,
): Promise<EmailMessage> {
  const had = mail.countLinksTo(address)
  expectStatus(204, await visitor.request('PUT', '/auth/email', { body: { address } }))
  const { token } = await mail.linkTo(address, had + 1)
  return expectStatus(200, await visitor.post<EmailMessage>('/auth/email/confirmation', { token }))
}

/** Makes codes for whoever is signed in. */
export async function makeCodes(visitor: Visitor): Promise<readonly string[]> {
  const answer = await visitor.request<RecoveryCodesMessage>('POST', '/auth/recovery/codes')
  return expectStatus(201, answer).codes
}

/** Someone with a passkey, an address and codes, signed out. */
export async function someone(
  site: Site,
  mail: MailServer,
  username = 'alice',
): Promise<{
  readonly visitor: Visitor
  readonly address: string
  readonly codes: readonly string[]
}> {
  const visitor = site.browser()
  await visitor.signUp(username)
  const address = `${username}@mail.example`
  await confirmAddress(visitor, mail, address)
  const codes = await makeCodes(visitor)
  await mail.mailTo(address, 2)
  return { visitor, address, codes }
}

/** Asks for a link, and reads the mail. */
export async function askForLink(
  visitor: Visitor,
  mail: MailServer,
  { username, address }: { readonly username: string; readonly address: string },
): Promise<ReceivedMail & { readonly token: string }> {
  const had = mail.countLinksTo(address)
  expectStatus(204, await visitor.post('/auth/recovery/options', { username }))
  return mail.linkTo(address, had + 1)
}

/** Tries to get back in. */
export function recover(
  visitor: Visitor,
  proof: { readonly token?: string; readonly code?: string },
): Promise<Answer<SignedInMessage>> {
  return visitor.post<SignedInMessage>('/auth/recovery', proof)
}
