/**
 * Says in words what a JSON schema says: one row of a table for each member, those inside with a dot.
 */

/** The rows of an object's members: name, type, whether it has to be there, limits. */
export function memberRows(schema, { inside = '' } = {}) {
  const { properties = {}, required = [] } = schema
  // A member without a schema is one that must not be there.
  const allowed = Object.entries(properties).filter(([, one]) => Object.keys(one).length > 0)
  return allowed.flatMap(([name, member]) => {
    const path = `${inside}${name}`
    const row = `| \`${path}\` | ${typeOf(member)} | ${required.includes(name) ? 'yes' : 'no'} | ${limitsOf(member)} |`
    const { items = {} } = member
    const below = memberRows(member, { inside: `${path}.` })
    return [row].concat(below, memberRows(items, { inside: `${path}[].` }))
  })
}

/** The kinds a body or an answer may have: one but where several are told apart by their members. */
export function kindsOf(schema) {
  return schema.anyOf ?? [schema]
}

/** @returns {string} */
export function typeOf(schema) {
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(' or ')
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ type })).join(' or ')
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``
  if (schema.enum !== undefined) return schema.enum.map((one) => `\`${one}\``).join(', ')
  if (schema.format === 'date-time') return 'time, ISO 8601 in UTC'
  if (schema.type === 'array') return `list of ${plural(typeOf(schema.items))}`
  return NAMES[schema.type] ?? 'any'
}

const NAMES = {
  string: 'text',
  integer: 'whole number',
  boolean: '`true` or `false`',
  object: 'object',
  null: '`null`',
}

/** @param {string} type */
function plural(type) {
  return { text: 'texts', object: 'objects' }[type] ?? type
}

/** Limits of the member itself, or of what the list has in it. */
function limitsOf(schema) {
  const { minLength, maxLength, maxItems, pattern, items, anyOf = [] } = schema
  return [
    ...(minLength === undefined
      ? []
      : [`at least ${minLength} character${minLength > 1 ? 's' : ''}`]),
    ...(maxLength === undefined ? [] : [`at most ${maxLength} characters`]),
    ...(maxItems === undefined ? [] : [`at most ${maxItems} of them`]),
    ...(pattern === BASE64URL ? ['base64url'] : []),
    ...(items === undefined ? [] : [limitsOf(items)].filter(Boolean).map((text) => `each ${text}`)),
    ...anyOf.map(limitsOf).filter(Boolean),
  ].join(', ')
}

const BASE64URL = String.raw`^[\w-]*$`
