/** What a stranger can learn about names: nothing (security.md R110–R112). */
import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import type { PublicKeyCredentialRequestOptionsJSON } from '../../src/protocol/webauthn-json.ts'
import { databaseFile } from './database.ts'
import { openSite } from './site.ts'
import type { Answer, Site } from './site.ts'

let site: Site
afterEach(() => site.latchkey.close())

const ask = (username: string) =>
  site
    .browser()
    .post<PublicKeyCredentialRequestOptionsJSON>('/auth/authentication/options', { username })

/** Everything but what is random: ids become their lengths. */
function shapeOf({ status, headers, body }: Answer<PublicKeyCredentialRequestOptionsJSON>) {
  const { challenge, allowCredentials = [], ...rest } = body
  const [first] = allowCredentials
  return {
    status,
    names: [...headers.keys()],
    members: Object.keys(body),
    challenge: challenge.length,
    descriptor: Object.keys(first ?? {}),
    types: new Set(allowCredentials.map(({ type }) => type)),
    rest,
  }
}

describe('options for a name', () => {
  it('look the same whether it exists or not (R112)', async () => {
    // What is invented follows from the secret, and a browser that tells no transports is among it: not here.
    site = openSite({ secret: createHash('sha256').update('a secret').digest() })
    await site.browser().signUp('alice')
    const real = await ask('alice')
    const unreal = await ask('nobody')
    expect(shapeOf(unreal)).toEqual(shapeOf(real))
  })

  it('are the same for the same unreal name, however it is written', async () => {
    site = openSite()
    const [first, second, third] = [
      await ask('nobody'),
      await ask('nobody'),
      await ask('ＮＯＢＯＤＹ'),
    ]
    expect(second.body.allowCredentials).toEqual(first.body.allowCredentials)
    expect(third.body.allowCredentials).toEqual(first.body.allowCredentials)
    expect((await ask('nobody else')).body.allowCredentials).not.toEqual(
      first.body.allowCredentials,
    )
    expect(second.body.challenge).not.toBe(first.body.challenge)
  })

  it('never have an empty list', async () => {
    site = openSite()
    for (const name of Array.from({ length: 50 }, (_, index) => `name ${index}`)) {
      expect((await ask(name)).body.allowCredentials?.length).toBeGreaterThan(0)
    }
  })

  it('are decoys, and the same ones, for an account without passkeys', async () => {
    const file = databaseFile()
    site = openSite({ database: file.url })
    await site.browser().signUp('alice')
    file.run("UPDATE accounts SET username = 'bob', username_key = 'bob'")
    file.run('DELETE FROM sessions')
    file.run('DELETE FROM credentials')
    const first = await ask('bob')
    expect(first.body.allowCredentials?.length).toBeGreaterThan(0)
    expect((await ask('bob')).body.allowCredentials).toEqual(first.body.allowCredentials)
    await site.latchkey.close()
    file.remove()
  })

  it('list passkeys in an order that does not follow their age', async () => {
    site = openSite()
    const visitor = site.browser()
    await visitor.signUp('alice')
    for (let count = 0; count < 5; count++) await visitor.addPasskey()
    const ids = (await ask('alice')).body.allowCredentials!.map(({ id }) => id)
    expect(ids).toHaveLength(6)
    expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)))
  })
})
