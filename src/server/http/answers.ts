/**
 * Answers: JSON or problem+json, each with the headers that every answer has (security.md R2, R81).
 *
 * @module
 */
import { PROBLEM_MEDIA_TYPE, PROBLEMS } from '../../protocol/problem.ts'
import type { Problem, ProblemCode } from '../../protocol/problem.ts'
import type { RouteName } from '../../protocol/route-table.ts'
import type { Settings } from '../config.ts'
import type { Refusal } from '../refusal.ts'
import type { AnswerHeaders, HttpAnswer } from './exchange.ts'

/** Seconds after which an overloaded or failing server may be asked again, if nobody knows better. */
const RETRY_AFTER = 2

/** The headers of every answer, to be added to. */
export function baseHeaders({ tls }: Settings): AnswerHeaders {
  return {
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'publickey-credentials-get=(self), publickey-credentials-create=(self)',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    ...(tls && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
  }
}

/** An answer with a body, or without one when it is `undefined`. */
export function jsonAnswer(
  headers: AnswerHeaders,
  {
    status,
    body,
    text,
  }: { readonly status: number; readonly body?: unknown; readonly text?: string },
): HttpAnswer {
  if (text !== undefined) return { status, headers, body: text }
  if (body === undefined) return { status, headers, body }
  headers['content-type'] = 'application/json'
  return { status, headers, body: JSON.stringify(body) }
}

/** The answer that a refusal becomes. */
export function problemAnswer(
  headers: AnswerHeaders,
  refusal: Refusal,
  {
    requestId,
    route,
    allow,
  }: {
    readonly requestId: string
    readonly route: RouteName | undefined
    readonly allow?: string | undefined
  },
): HttpAnswer {
  const { code, details } = refusal
  const status = statusOf(refusal.code, route)
  headers['content-type'] = PROBLEM_MEDIA_TYPE
  if (allow !== undefined) headers.allow = allow
  // A scheme that no browser asks its user about.
  if (status === 401) headers['www-authenticate'] = 'Latchkey'
  if (status === 503 || status === 429) {
    headers['retry-after'] = String(details.retryAfter ?? RETRY_AFTER)
  }
  // What is left of the body will not be read.
  if (status === 413) headers.connection = 'close'
  const problem: Problem = {
    type: `urn:latchkey:problem:${code}`,
    title: PROBLEMS[code].title,
    status,
    code,
    requestId,
    ...(code === 'invalid_request' && details.errors && { errors: details.errors }),
    ...(code === 'registration_failed' && details.publicReason && { reason: details.publicReason }),
    ...(code === 'reauthentication_required' && details.methods && { methods: details.methods }),
  }
  return { status, headers, body: JSON.stringify(problem) }
}

/** E11–E13 are a 401 where someone signs in and a 400 where a passkey is registered. */
export function statusOf(code: ProblemCode, route: RouteName | undefined): number {
  const statuses: readonly number[] = PROBLEMS[code].statuses
  const registering = route === 'finishRegistration'
  return (registering ? statuses[1] : undefined) ?? statuses[0]!
}
