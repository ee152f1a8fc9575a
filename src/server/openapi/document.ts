/**
 * The OpenAPI 3.1 description of this server, made from the tables it runs by: the routes, the schemas that
 * check each body, the refusals there are. What it says of a request is what is checked; what it says of an
 * answer is checked by the tests against every answer they get.
 *
 * @see {@link https://spec.openapis.org/oas/v3.1.1.html} OpenAPI 3.1
 * @module
 */
import { z } from 'zod'
import type { ProblemCode } from '../../protocol/problem.ts'
import { ROUTES } from '../../protocol/route-table.ts'
import { CEREMONY_HEADER, CLIENT_HEADER, SESSION_HEADER } from '../../protocol/routes.ts'
import type { RouteName } from '../../protocol/route-table.ts'
import type { Route } from '../../protocol/routes.ts'
import { VERSION } from '../../protocol/version.ts'
import type { Settings } from '../config.ts'
import { statusOf } from '../http/answers.ts'
import { cookieNames } from '../http/cookies.ts'
import { pathOf } from '../http/router.ts'
import { RECOVERY_ROUTES } from '../recovery/limited-session.ts'
import { ANSWERS } from './answer-table.ts'
import { bodySchema } from './bodies.ts'
import { problem } from './problem-schema.ts'
import { OWN_REFUSALS } from './refusal-table.ts'

/** A JSON value of the document. */
type Json = Readonly<Record<string, unknown>>

const documents = new WeakMap<Settings, string>()

/** The document of a server as JSON, made and written once: it is long, and anyone may ask for it. */
export function describeServer(settings: Settings): string {
  const made = documents.get(settings) ?? JSON.stringify(openApiDocument(settings))
  documents.set(settings, made)
  return made
}

/** Makes the document. It depends on the configuration only in paths and the names of cookies. */
export function openApiDocument(settings: Settings): Json {
  const paths: Record<string, Record<string, Json>> = {}
  for (const name of Object.keys(ROUTES) as RouteName[]) {
    const path = pathOf(name, settings.basePath).replaceAll(/:(\w+)/g, '{$1}')
    paths[path] ??= {}
    paths[path][ROUTES[name].method.toLowerCase()] = operation(name)
  }
  return {
    openapi: '3.1.1',
    info: {
      title: settings.rpName,
      version: VERSION,
      description: 'Sign-in with passkeys, passwords and federated accounts, by Latchkey.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [...settings.webOrigins].slice(0, 1).map((url) => ({ url })),
    paths,
    components: {
      schemas: { Problem: schemaOf(problem, 'output') },
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: cookieNames(settings).session },
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: `For clients without cookies: the token of the answer header ${SESSION_HEADER}.`,
        },
      },
    },
  }
}

function operation(name: RouteName): Json {
  const route: Route = ROUTES[name]
  const body = bodySchema(name)
  return {
    operationId: name,
    summary: ANSWERS[name].summary,
    tags: [ANSWERS[name].tag],
    ...(route.authorization !== 'anonymous' && { security: [{ cookie: [] }, { bearer: [] }] }),
    parameters: [...pathParameters(route), ...nativeHeaders(route)],
    ...(body !== undefined && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemaOf(body, 'input') } },
      },
    }),
    responses: { ...answers(name), ...refusals(name) },
  }
}

function answers(name: RouteName): Json {
  const { status, description, body, gives } = ANSWERS[name]
  const content = body && { 'application/json': { schema: schemaOf(body, 'output') } }
  const headers = gives && { [GIVEN[gives].header]: GIVEN[gives].schema }
  return { [status]: { description, ...(content && { content }), ...(headers && { headers }) } }
}

const string = { type: 'string' }

/** What native clients get in a header, and browsers in a cookie. */
const GIVEN = {
  token: {
    header: SESSION_HEADER,
    schema: { schema: string, description: 'The session token, for native clients only.' },
  },
  ceremony: {
    header: CEREMONY_HEADER,
    schema: { schema: string, description: 'The ceremony secret, for native clients only.' },
  },
} as const

/** Codes that a route can refuse with: for what it is, and for what it does. */
export function refusalCodes(name: RouteName): ReadonlySet<ProblemCode> {
  const { authorization, body, method, limit }: Route = ROUTES[name]
  // Two sessions in one request make any of them invalid; a body may be too much where none is wanted, too.
  const always = [
    'misdirected_request',
    'body_too_large',
    'unsupported_media_type',
    'invalid_request',
    'unavailable',
    'internal_error',
  ] as const
  const codes = new Set<ProblemCode>(always)
  if (body === 'json') codes.add('malformed_json')
  if (method !== 'GET') codes.add('cross_site_request')
  if (limit !== 'none') codes.add('rate_limited')
  if (authorization !== 'anonymous') codes.add('session_required')
  // A session that may only enrol is refused in the same words as one that is not fresh.
  const isLimited = authorization !== 'anonymous' && !RECOVERY_ROUTES.has(name)
  if (authorization === 'fresh' || isLimited) codes.add('reauthentication_required')
  for (const code of OWN_REFUSALS[name]) codes.add(code)
  return codes
}

function refusals(name: RouteName): Json {
  const codes = refusalCodes(name)
  const byStatus = new Map<number, string[]>()
  for (const code of codes) {
    const status = statusOf(code, name)
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  const content = {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
  }
  const rows = [...byStatus].map(([status, list]): [string, Json] => [
    String(status),
    { description: list.join(', '), content },
  ])
  return {
    ...Object.fromEntries(rows.toSorted(([a], [b]) => a.localeCompare(b))),
    '4XX': { description: 'A refusal; `code` says which.', content },
  }
}

function pathParameters({ path }: Route): readonly Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: string,
  }))
}

function nativeHeaders({ base, method }: Route): readonly Json[] {
  if (base !== 'auth' || method === 'GET') return []
  return [
    {
      name: CLIENT_HEADER,
      in: 'header',
      description: 'Says that the client keeps no cookies.',
      schema: { type: 'string', enum: ['native'] },
    },
    {
      name: CEREMONY_HEADER,
      in: 'header',
      description: 'With it: what the options call answered in the header of the same name.',
      schema: { type: 'string' },
    },
  ]
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
