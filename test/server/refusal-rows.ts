/**
 * Rows of the refusal table (security.md §2), tried one by one: each asserts the wire code and the reason
 * in the audit log, so that no refusal passes for another (R1, R5).
 */
import { afterEach, expect, it } from 'vitest'
import type { ProblemCode } from '../../src/protocol/problem.ts'
import { openSite } from './site.ts'
import type { Answer, Site, Visitor } from './site.ts'

/** What is wrong, the status, the code, the audit reason, and how to do it. */
export type Row = readonly [
  name: string,
  status: number,
  code: ProblemCode,
  reason: string,
  act: (site: Site) => Promise<Answer>,
]

/** Someone with an account, signed out, in a browser. */
export async function member(site: Site, name = 'alice'): Promise<Visitor> {
  const visitor = site.browser()
  await visitor.signUp(name)
  await visitor.request('DELETE', '/auth/session')
  return visitor
}

/** Someone with an account, freshly signed in, in a browser. */
export async function signedIn(site: Site, name = 'alice'): Promise<Visitor> {
  const visitor = site.browser()
  await visitor.signUp(name)
  return visitor
}

/** Tries each row on a server of its own. */
export function itRefuses(rows: readonly Row[]): void {
  let site: Site
  afterEach(() => site?.latchkey.close())

  it.each(rows)('%s', async (_, status, code, reason, act) => {
    site = openSite()
    const answer = await act(site)
    expect(answer.body).toMatchObject({ status, code })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    const refused = site.log.findLast(({ outcome }) => outcome === 'refused')
    expect(refused).toMatchObject({ code, reason })
    expect(refused?.requestId).toBe((answer.body as { requestId: string }).requestId)
  })
}
