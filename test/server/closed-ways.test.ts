/** A way in that is closed here is none: it does not make the last one expendable (E23, R92, R109, R127). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PasskeysMessage } from '../../src/protocol/messages.ts'
import type { LatchkeyConfig } from '../../src/server/config.ts'
import { ENGINES, openSiteOn } from './engines.ts'
import type { EngineSite } from './engines.ts'
import { openSite } from './site.ts'
import type { Site } from './site.ts'

const PASSWORD = 'a sentence that nobody else has'

describe.each(ENGINES)('with a passkey and a password on %s', (engine) => {
  let first: EngineSite
  let second: Site | undefined
  beforeEach(async () => {
    first = await openSiteOn(engine)
  })
  afterEach(async () => {
    await second?.latchkey.close()
    second = undefined
    await first.close()
  })

  /** Deletes the passkey at a server that is configured anew, over the same database. */
  async function deleteWith(change: Partial<LatchkeyConfig>): Promise<number> {
    const owner = first.browser()
    await owner.signUp('ana')
    const { status } = await owner.request('PUT', '/auth/password', {
      body: { password: PASSWORD },
    })
    expect(status).toBe(204)
    second = openSite({ database: first.database.url, ...change })
    const back = second.browser()
    back.authenticator = owner.authenticator
    await back.signIn()
    const { body } = await back.request<PasskeysMessage>('GET', '/auth/passkeys')
    const [passkey] = body.passkeys
    return (await back.request('DELETE', `/auth/passkeys/${passkey!.id}`)).status
  }

  it('the passkey may go while passwords open accounts', async () => {
    expect(await deleteWith({})).toBe(204)
  })

  it('and stays where they are switched off', async () => {
    expect(await deleteWith({ passwords: 'off' })).toBe(409)
  })
})
