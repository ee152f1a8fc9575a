/**
 * Reading the arguments of a command by what the table says of it.
 *
 * @module
 */
import { parseArgs } from 'node:util'
import type { ParseArgsOptionsConfig } from 'node:util'
import { COMMANDS } from './command-table.ts'
import type { CommandName } from './command-table.ts'
import type { Asked, CommandSpec, OperandSpec, OptionTable } from './command-spec.ts'
import { didYouMean } from './did-you-mean.ts'
import { UsageError } from './usage.ts'

/**
 * Reads what is asked of a command.
 *
 * @throws {@link UsageError} for what the table does not say.
 */
export function readArguments<Name extends CommandName>(
  name: Name,
  args: readonly string[],
): Asked<(typeof COMMANDS)[Name]> {
  const spec: CommandSpec = COMMANDS[name]
  const actions = Object.entries(spec.actions ?? {})
  const every: OptionTable = Object.assign(
    {},
    spec.options,
    ...actions.map(([, { options }]) => options),
  )
  const { values, positionals } = parse(args, every)
  if (spec.actions === undefined) {
    checkOperands(positionals, spec.operands ?? [])
    checkRequired(values, spec.options)
    return { action: undefined, operands: positionals, values } as never
  }
  const [said = '', ...operands] = positionals
  const names = actions.map(([action]) => action)
  const action = Object.hasOwn(spec.actions, said) ? spec.actions[said] : undefined
  if (action === undefined) {
    throw new UsageError(`say what to do: ${names.join(', ')}${didYouMean(said, names)}`)
  }
  const own: OptionTable = { ...spec.options, ...action.options }
  const stray = Object.keys(values).find((option) => !Object.hasOwn(own, option))
  if (stray !== undefined) throw new UsageError(`latchkey ${name} ${said} takes no --${stray}`)
  checkOperands(operands, action.operands ?? [])
  checkRequired(values, own)
  return { action: said, operands, values } as never
}

function parse(args: readonly string[], options: OptionTable) {
  const config: ParseArgsOptionsConfig = Object.fromEntries(
    Object.entries(options).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
  )
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: config })
  } catch (error) {
    const [sentence = 'wrong arguments'] = (error instanceof Error ? error.message : '').split('. ')
    const [, unknown] = /^Unknown option '(--?[^']+)'/.exec(sentence) ?? []
    if (unknown === undefined) throw new UsageError(sentence, { cause: error })
    const names = Object.keys(options).map((name) => `--${name}`)
    // Ids may begin so.
    const hint = unknown.startsWith('--')
      ? didYouMean(unknown, names)
      : '; what is no option and begins with - stands behind --'
    throw new UsageError(`there is no option ${unknown}${hint}`, { cause: error })
  }
}

function checkOperands(given: readonly string[], expected: readonly OperandSpec[]): void {
  const missing = expected.slice(given.length).find(({ optional }) => optional !== true)
  if (missing !== undefined) {
    const choices = Array.isArray(missing.choices) ? `: ${missing.choices.join(', ')}` : ''
    throw new UsageError(`${missing.name} is missing${choices}`)
  }
  const stray = given[expected.length]
  if (stray !== undefined) throw new UsageError(`what is ${JSON.stringify(stray)}?`)
  for (const [index, { name, choices }] of expected.entries()) {
    const word = given[index]
    if (word === undefined || !Array.isArray(choices) || choices.includes(word)) continue
    throw new UsageError(
      `${name} has to be one of: ${choices.join(', ')}${didYouMean(word, choices)}`,
    )
  }
}

function checkRequired(values: Readonly<Record<string, unknown>>, options: OptionTable): void {
  const missing = Object.entries(options).find(
    ([name, { required }]) => required === true && values[name] === undefined,
  )
  if (missing !== undefined) throw new UsageError(`--${missing[0]} is missing`)
}
