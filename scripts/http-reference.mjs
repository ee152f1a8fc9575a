/**
 * Writes docs/http.md: every route, as a running server describes itself at `GET /auth/openapi.json`, with
 * who may call it from the table of routes and the refusals from theirs.
 *
 * With `--check` nothing is written, and a page that is not up to date fails.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { PROBLEMS } from '../src/protocol/problem.ts'
import { ROUTES } from '../src/protocol/route-table.ts'
import { createLatchkey } from '../src/server/index.ts'
import { kindsOf, memberRows, typeOf } from './schema-words.mjs'

const OUT = join(import.meta.dirname, '..', 'docs', 'http.md')
const ORIGIN = 'http://localhost:8080'

const WHO = {
  anonymous: 'anyone',
  session: 'whoever is signed in',
  fresh: 'whoever is signed in, with fresh proof',
}

const TITLES = {
  passkeys: 'Passkeys',
  passwords: 'Passwords',
  federation: 'Federated accounts',
  session: 'Sessions',
  account: 'The account',
  recovery: 'Recovery',
  service: 'The service itself',
}

/** What a server with nothing but the defaults says of itself. */
async function description() {
  const latchkey = createLatchkey({
    rpId: 'localhost',
    origins: [ORIGIN],
    database: 'sqlite::memory:',
    secret: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url'),
    log: () => {},
  })
  try {
    const answer = await latchkey.fetch(new Request(`${ORIGIN}/auth/openapi.json`))
    return await answer.json()
  } finally {
    await latchkey.close()
  }
}

/** Every operation with its path and method, in the order of the table of routes. */
function operationsOf({ paths }) {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) =>
      Object.assign(operation, { route: `${method.toUpperCase()} ${path}` }),
    ),
  )
}

/** Answers that were shown already, by their schema: the second time they are named only. */
const shown = new Map()

function section(operation) {
  const { route, summary, operationId, requestBody, responses, parameters } = operation
  const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => `\`${name}\``)
  return [
    `### \`${route}\``,
    `${summary}. For ${WHO[ROUTES[operationId].authorization]}.`,
    ...(inPath.length > 0 ? [`In the path: ${inPath.join(', ')}.`] : []),
    ...(requestBody === undefined ? [] : bodyOf(requestBody.content['application/json'].schema)),
    ...Object.entries(responses)
      .filter(([status]) => /^[23]\d\d$/.test(status))
      .flatMap(([status, response]) => answerOf(route, status, response)),
    `Refuses with ${refusalsOf(responses)}.`,
  ]
}

function bodyOf(schema) {
  const kinds = kindsOf(schema)
  return kinds.flatMap((kind, index) => [
    index === 0 ? 'Takes:' : 'Or:',
    table(kind) ?? 'An object without members: `{}`.',
  ])
}

function answerOf(route, status, { description: words, content, headers = {} }) {
  const given = Object.entries(headers).map(
    ([name, header]) => `\`${name}\`: ${header.description}`,
  )
  const head = [`Answers ${status}: ${words}`, ...given].join(' ')
  const schema = content?.['application/json'].schema
  if (schema === undefined) return [head]
  const key = JSON.stringify(schema)
  const before = shown.get(key)
  if (before !== undefined) return [`${head} The members are those of \`${before}\`.`]
  const tables = kindsOf(schema).map(table)
  if (tables.includes(undefined)) return [`${head} The body is one ${typeOf(schema)}.`]
  shown.set(key, route)
  return [head, tables.join('\n\nOr:\n\n')]
}

function table(schema) {
  const rows = memberRows(schema)
  if (rows.length === 0) return undefined
  const head = '| Member | Type | Required | Limits |\n| --- | --- | --- | --- |'
  return `${head}\n${rows.join('\n')}`
}

function refusalsOf(responses) {
  const byStatus = Object.entries(responses).filter(([status]) => /^[45]\d\d$/.test(status))
  return byStatus
    .map(([status, response]) => {
      const codes = response.description.split(', ').map((code) => `\`${code}\``)
      return `${status} ${codes.join(', ')}`
    })
    .join('; ')
}

function page(operations) {
  const sections = Object.entries(TITLES).flatMap(([tag, title]) =>
    [`## ${title}`].concat(operations.filter(({ tags }) => tags.includes(tag)).flatMap(section)),
  )
  const problems = Object.entries(PROBLEMS).map(
    ([code, { statuses, title }]) => `| \`${code}\` | ${statuses.join(', ')} | ${title} |`,
  )
  return [
    '# The routes, one by one',
    'What each route takes and answers, as the server itself describes it at `GET /auth/openapi.json`. This page is made by `npm run http` from the tables the server runs by. How the routes play together is told in [server.md](server.md).',
    'Members inside others are named with a dot, those of a list with `[]`. A limit is one of the schema; names, addresses and passwords have rules of their own besides ([passwords.md](passwords.md)), and `invalid_request` names the member that breaks one. _Fresh proof_ is told in [sessions.md](sessions.md#fresh-proof). An app that keeps no cookies sends and gets the headers that are named here ([server.md](server.md#apps)).',
    'Under each route stand the codes it refuses with. What each means is in [the table at the end](#refusals), and when it comes in [server.md](server.md#refusals).',
    ...sections,
    '## Refusals',
    '`application/problem+json`; the first status unless the ceremony says otherwise.',
    `| Code | Status | In words |\n| --- | --- | --- |\n${problems.join('\n')}`,
    '',
  ].join('\n\n')
}

const operations = operationsOf(await description())
const missing = Object.keys(ROUTES).filter(
  (name) => !operations.some(({ operationId, tags }) => operationId === name && tags[0] in TITLES),
)
if (missing.length > 0) {
  process.stderr.write(`not on the page: ${missing.join(', ')}\n`)
  process.exit(1)
}
const text = await format(page(operations), { ...(await resolveConfig(OUT)), parser: 'markdown' })
if (process.argv.includes('--check')) {
  const current = existsSync(OUT) ? readFileSync(OUT, 'utf8') : ''
  if (current !== text) {
    process.stderr.write('docs/http.md is not up to date: run npm run http\n')
    process.exit(1)
  }
} else {
  writeFileSync(OUT, text)
}
process.stdout.write(`${operations.length} routes, ${Object.keys(PROBLEMS).length} refusals\n`)
