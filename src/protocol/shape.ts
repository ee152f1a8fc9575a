/**
 * Checks a parsed body against a schema and says, member by member, what is wrong with it.
 *
 * @module
 */
import type { z } from 'zod'
import type { InvalidMember, InvalidMemberCode } from './problem.ts'

/** A body of the right shape, or what is wrong with it. */
export type ShapeResult<Value> =
  { readonly value: Value } | { readonly errors: readonly InvalidMember[] }

/** At most so many members are named: an answer must not grow with the request. */
const MAX_ERRORS = 8

const OWN_CODES: readonly string[] = [
  'missing',
  'not_allowed',
  'not_base64url',
  'not_well_formed',
  'forbidden_character',
  'too_long',
  'too_short',
] satisfies InvalidMemberCode[]

/** Checks `body`; the value holds only members the schema names. */
export function checkShape<Value>(schema: z.ZodType<Value>, body: unknown): ShapeResult<Value> {
  const result = schema.safeParse(body)
  if (result.success) return { value: result.data }
  const errors = result.error.issues.slice(0, MAX_ERRORS).map((issue) => ({
    pointer: pointerTo(issue.path),
    code: codeOf(issue, body),
  }))
  return { errors }
}

/** RFC 6901. Paths name members of our schemas only, so nothing of the request is echoed. */
function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function codeOf(issue: z.core.$ZodIssue, body: unknown): InvalidMemberCode {
  if (OWN_CODES.includes(issue.message)) return issue.message as InvalidMemberCode
  if (isMissing(issue.path, body)) return 'missing'
  if (issue.code === 'invalid_type') return 'wrong_type'
  if (issue.code === 'too_big') return 'too_long'
  if (issue.code === 'too_small') return 'too_short'
  return 'not_allowed'
}

function isMissing(path: readonly PropertyKey[], body: unknown): boolean {
  let value = body
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return true
    value = (value as Record<PropertyKey, unknown>)[step]
  }
  return value === undefined
}
