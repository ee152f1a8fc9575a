/**
 * Help, made from the table.
 *
 * @module
 */
import { COMMANDS, isCommand } from './command-table.ts'
import type { CommandName } from './command-table.ts'
import type { ActionSpec, CommandSpec, OperandSpec, OptionTable } from './command-spec.ts'
import { didYouMean } from './did-you-mean.ts'
import { UsageError } from './usage.ts'

/** Columns of a terminal that everybody has, or nearly. */
const WIDTH = 90

const HELP = { help: { type: 'boolean', about: 'this' } } as const

/** The list of commands. */
export function overview(): string {
  const rows = Object.entries(COMMANDS).map(([name, { summary }]) => [name, summary] as const)
  return `Usage: latchkey COMMAND

${columns(rows)}

latchkey COMMAND --help tells more; latchkey --version tells the version.`
}

/**
 * The help of a command, or of one of its actions; the list of commands when nothing is named.
 *
 * @throws {@link UsageError} when there is no such command or action.
 */
export function helpText(name?: string, actionName?: string): string {
  if (name === undefined) return overview()
  if (!isCommand(name)) throw unknownCommand(name)
  const spec: CommandSpec = COMMANDS[name]
  const { actions = {} } = spec
  if (actionName === undefined) return commandHelp(name, spec)
  const action = Object.hasOwn(actions, actionName) ? actions[actionName] : undefined
  if (action !== undefined) return actionHelp(name, actionName, { spec, action })
  const hint = didYouMean(actionName, Object.keys(actions))
  throw new UsageError(`there is no latchkey ${name} ${actionName}${hint}`)
}

/** Of a command that was mistyped. */
export function unknownCommand(name: string): UsageError {
  const hint = didYouMean(name, Object.keys(COMMANDS))
  return new UsageError(`there is no command ${JSON.stringify(name)}${hint}`)
}

function commandHelp(name: CommandName, spec: CommandSpec): string {
  const actions = Object.entries(spec.actions ?? {})
  const lines =
    actions.length === 0
      ? [usageLine(name, { operands: spec.operands, options: spec.options })]
      : actions.map(([action, { operands, options }]) =>
          usageLine(`${name} ${action}`, { operands, options: { ...spec.options, ...options } }),
        )
  const own = Object.assign({}, ...actions.map(([, { options }]) => options)) as OptionTable
  return [
    usage(lines),
    spec.about,
    ...(actions.length === 0
      ? []
      : [columns(actions.map(([action, { about }]) => [action, about] as const))]),
    optionList({ ...own, ...spec.options, ...HELP }),
    ...(spec.notes === undefined ? [] : [spec.notes]),
  ].join('\n\n')
}

function actionHelp(
  name: CommandName,
  actionName: string,
  { spec, action }: { readonly spec: CommandSpec; readonly action: ActionSpec },
): string {
  const options = { ...action.options, ...spec.options }
  return [
    usage([usageLine(`${name} ${actionName}`, { operands: action.operands, options })]),
    `${action.about[0]!.toUpperCase()}${action.about.slice(1).replace(/\.$/, '')}.`,
    optionList({ ...options, ...HELP }),
  ].join('\n\n')
}

function usage(lines: readonly string[]): string {
  const [only = '', ...others] = lines
  return others.length === 0
    ? `Usage: ${only.trimStart()}`
    : ['Usage:', ...lines.map((one) => `  ${one}`)].join('\n')
}

function usageLine(
  words: string,
  {
    operands = [],
    options,
  }: { readonly operands: readonly OperandSpec[] | undefined; readonly options: OptionTable },
): string {
  const parts = [
    ...Object.entries(options)
      .toSorted(([, a], [, b]) => Number(b.required ?? false) - Number(a.required ?? false))
      .map(([name, { value, required }]) => {
        const text = `--${name}${value === undefined ? '' : ` ${value}`}`
        return required === true ? text : `[${text}]`
      }),
    ...operands.map(({ name, optional }) => (optional === true ? `[${name}]` : name)),
  ]
  const rows = [`latchkey ${words}`]
  for (const part of parts) {
    const row = rows.at(-1)!
    if (row.length + part.length < WIDTH) rows[rows.length - 1] = `${row} ${part}`
    else rows.push(`      ${part}`)
  }
  return rows.join('\n')
}

function optionList(options: OptionTable): string {
  return columns(
    Object.entries(options).map(([name, { value, about }]) => {
      const head = name === 'help' ? '-h, --help' : `--${name}`
      return [value === undefined ? head : `${head} ${value}`, about] as const
    }),
  )
}

/** Two columns; what has several lines stays in its own. */
function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([head]) => head.length)) + 4
  return rows
    .map(
      ([head, text]) => `  ${head}`.padEnd(width) + text.replaceAll('\n', `\n${' '.repeat(width)}`),
    )
    .join('\n')
}
