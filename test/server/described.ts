/** Holds every answer of a server against what its OpenAPI description says of it. */
import type { RouteName } from '../../src/protocol/route-table.ts'
import { createRouter } from '../../src/server/http/router.ts'
import { ANSWERS } from '../../src/server/openapi/answer-table.ts'
import { refusalCodes } from '../../src/server/openapi/document.ts'
import { problem } from '../../src/server/openapi/problem-schema.ts'

const router = createRouter('/auth')

/** The route of a request, if it is one. */
export function routeOf(method: string, path: string): RouteName | undefined {
  return router.find(path.split(/[?#]/)[0]!)?.place.methods.get(method)
}

/**
 * Throws when an answer is not as it is described: another status, a member too many or too few.
 */
export function expectDescribed(
  { method, path }: { readonly method: string; readonly path: string },
  { status, body }: { readonly status: number; readonly body: unknown },
): void {
  const name = routeOf(method, path)
  const where = `${method} ${path} → ${status}`
  if (status >= 400) {
    const checked = problem.safeParse(body)
    if (!checked.success)
      throw new Error(`${where} is no described refusal: ${checked.error.message}`)
    const { code } = checked.data
    if (name !== undefined && !refusalCodes(name).has(code))
      throw new Error(`${where}: ${code} is not described of ${name}`)
    return
  }
  if (name === undefined || method === 'HEAD') return
  const row = ANSWERS[name]
  if (row.status !== status) throw new Error(`${where}: described is ${row.status}`)
  if (row.body === undefined) {
    if (body !== undefined) throw new Error(`${where}: no body is described`)
    return
  }
  const checked = row.body.safeParse(body)
  if (!checked.success) throw new Error(`${where} is not as described: ${checked.error.message}`)
}
