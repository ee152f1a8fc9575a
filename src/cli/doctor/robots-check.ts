/**
 * `/robots.txt`: whether those who fetch the files under `/.well-known/` for Android may have them.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9309} RFC 9309, Robots Exclusion Protocol
 * @module
 */
import { ok, problem } from './finding.ts'
import type { Finding } from './finding.ts'
import { isAnswer } from './probe.ts'
import type { Answer, Silence } from './probe.ts'

const FILE = '/.well-known/assetlinks.json'

/** What is told to Google's fetchers by name, or else to everybody. */
const NAMES: readonly RegExp[] = [/^googleassociationservice\b/i, /^googlebot$/i, /^\*$/]

/** Looks at the file; what keeps others out is no matter. */
export function robotsFile(answer: Answer | Silence): readonly Finding[] {
  if (!isAnswer(answer) || answer.status !== 200) return []
  const rules = rulesFor(groupsOf(answer.text))
  // The longest path decides, and of two as long the one that allows.
  const [last] = rules
    .filter(({ path }) => path !== '' && leadsTo(path, FILE))
    .toSorted((a, b) => b.path.length - a.path.length || Number(b.allows) - Number(a.allows))
  if (last?.allows !== false) return [ok('robots', 'robots.txt lets the well-known files be read')]
  const what = `robots.txt forbids /.well-known/ (Disallow: ${last.path})`
  const why = 'those who fetch assetlinks.json for Android keep to it'
  return [problem('robots', what, { why, fix: 'in robots.txt: Allow: /.well-known/' })]
}

interface Rule {
  readonly allows: boolean
  readonly path: string
}

interface Group {
  readonly agents: string[]
  readonly rules: Rule[]
}

/** Agents that follow each other share the rules behind them. */
function groupsOf(text: string): readonly Group[] {
  const groups: Group[] = []
  for (const line of text.split(/\r\n?|\n/)) {
    const [, name = '', value = ''] = /^\s*([a-z-]+)\s*:\s*([^#]*?)\s*(?:#.*)?$/i.exec(line) ?? []
    const group = groups.at(-1)
    if (/^user-agent$/i.test(name)) {
      if (group?.rules.length === 0) group.agents.push(value)
      else groups.push({ agents: [value], rules: [] })
    } else if (/^(?:dis)?allow$/i.test(name)) {
      group?.rules.push({ allows: /^allow$/i.test(name), path: value })
    }
  }
  return groups
}

function rulesFor(groups: readonly Group[]): readonly Rule[] {
  for (const name of NAMES) {
    const own = groups.filter(({ agents }) => agents.some((agent) => name.test(agent)))
    if (own.length > 0) return own.flatMap(({ rules }) => rules)
  }
  return []
}

/** `*` stands for anything, `$` for the end. */
function leadsTo(pattern: string, path: string): boolean {
  const isWhole = pattern.endsWith('$')
  const [first = '', ...others] = pattern.replace(/\$$/, '').split('*')
  if (!path.startsWith(first)) return false
  let at = first.length
  for (const [index, part] of others.entries()) {
    const isLast = isWhole && index === others.length - 1
    const found = isLast ? path.length - part.length : path.indexOf(part, at)
    if (found < at || !path.startsWith(part, found)) return false
    at = found + part.length
  }
  return !isWhole || at === path.length
}
