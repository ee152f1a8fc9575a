/**
 * What TypeDoc does not do by itself for the documentation site (`npm run docs`): each page of `docs/` is
 * called by its heading, stands at its place in its group, and is found under its file's name; code in a
 * heading can be linked to; names of the language lead to its own reference; an exported function without a
 * word about it is a warning, as for everything else.
 */
import { basename } from 'node:path'
import { Application, Converter, KindRouter, ReflectionKind } from 'typedoc'
import { GROUPS } from './documentation-groups.mjs'

const ELSEWHERE = new Map([
  ...['TypeError', 'RangeError'].map((name) => [
    name,
    `https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/${name}`,
  ]),
  ['css', 'https://lit.dev/docs/components/styles/'],
])

/** The file a page comes from. */
const files = new WeakMap()

class Router extends KindRouter {
  getIdealBaseName(reflection) {
    const file = files.get(reflection)
    return file === undefined ? super.getIdealBaseName(reflection) : `guides/${file}`
  }
}

/** Code in a heading becomes plain words: TypeDoc gives a heading no anchor for code, and no place in its list. */
function asHeading(part, index, parts) {
  const before = parts[index - 1]?.text ?? ''
  if (part.kind !== 'code' || !/^#+ [^\n]*$/m.test(before.slice(before.lastIndexOf('\n') + 1)))
    return part
  return { kind: 'text', text: part.text.replaceAll('`', '').replaceAll('<', '&lt;') }
}

/** TypeDoc calls this. */
export function load(app) {
  app.renderer.defineRouter('latchkey', Router)
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, page) => {
    const file = basename(page.name, '.md')
    const group = Object.keys(GROUPS).find((name) => GROUPS[name].includes(file))
    if (group === undefined) {
      throw new Error(`docs/${file}.md is in no group of scripts/documentation-groups.mjs`)
    }
    files.set(page, file)
    page.frontmatter.group = group
    page.content = page.content.map(asHeading)
    const [, heading] = /^# (.+)$/m.exec(page.content.map(({ text }) => text).join(''))
    page.name = heading
  })
  // Behind everything else that sorts: pages stand in the order in which they are read.
  app.converter.on(
    Converter.EVENT_RESOLVE_END,
    ({ project }) => {
      for (const { title, children } of project.groups ?? []) {
        const order = GROUPS[title]
        const place = (page) => order.indexOf(files.get(page))
        if (order !== undefined) children.sort((one, other) => place(one) - place(other))
      }
    },
    -1_000_000,
  )
  app.converter.addUnknownSymbolResolver(({ moduleSource, symbolReference }) =>
    moduleSource === undefined ? ELSEWHERE.get(symbolReference?.path?.[0]?.path) : undefined,
  )
  app.on(Application.EVENT_VALIDATE_PROJECT, (project) => {
    for (const door of project.children ?? []) {
      for (const { kind, name, signatures = [] } of door.children ?? []) {
        if (kind !== ReflectionKind.Function || signatures.some(({ comment }) => comment)) continue
        app.logger.validationWarning(`${door.name} has nothing to say about ${name}`)
      }
    }
  })
}
