/**
 * What a shell has to know to complete the command: the table, flattened.
 *
 * @module
 */
import { COMMANDS } from '../command-table.ts'
import type { CommandSpec, OperandSpec, OptionTable } from '../command-spec.ts'

/** A word, and what it is for. */
export interface Word {
  readonly word: string
  readonly about: string
}

/** What may stand in one place. */
export interface Place {
  /** The command, and the action if there is one: `audit verify`. */
  readonly words: readonly string[]
  readonly options: readonly Word[]
  /** What may stand as the first argument that is no option. */
  readonly operands: readonly Word[]
}

/** Everything, for one script. */
export interface CompletionWords {
  readonly commands: readonly Word[]
  readonly places: readonly Place[]
  /** Options that take a name of a file. */
  readonly fileOptions: readonly string[]
  /** Options that take something else. */
  readonly valueOptions: readonly string[]
}

const HELP: OptionTable = { help: { type: 'boolean', about: 'tells how it is used' } }

/** Reads the table. */
export function completionWords(): CompletionWords {
  const specs = Object.entries<CommandSpec>(COMMANDS)
  const commands = specs.map(([word, { summary }]) => ({ word, about: summary }))
  const places = specs.flatMap(([name, spec]): readonly Place[] => {
    const actions = Object.entries(spec.actions ?? {})
    const own = actions.map(([action, { options, operands }]) => ({
      words: [name, action],
      options: optionWords({ ...options, ...spec.options }),
      operands: choices(operands, commands),
    }))
    const words = actions.map(([word, { about }]) => ({ word, about: firstLine(about) }))
    const operands = words.length > 0 ? words : choices(spec.operands, commands)
    return [{ words: [name], options: optionWords(spec.options), operands }, ...own]
  })
  const tables = specs.flatMap(([, { options, actions = {} }]) =>
    [{ options }, ...Object.values(actions)].map((one) => one.options ?? {}),
  )
  const valued = tables
    .flatMap((options) => Object.entries(options))
    .filter(([, { type }]) => type === 'string')
  const named = (isFile: boolean) => [
    ...new Set(
      valued.filter(([, { value }]) => (value === 'FILE') === isFile).map(([name]) => `--${name}`),
    ),
  ]
  const valueOptions = named(false)
  // What is a file for one command and something else for another is not completed.
  const fileOptions = named(true).filter((option) => !valueOptions.includes(option))
  return { commands, places, fileOptions, valueOptions }
}

function optionWords(options: OptionTable): readonly Word[] {
  return Object.entries({ ...options, ...HELP }).map(([name, { about }]) => ({
    word: `--${name}`,
    about: firstLine(about),
  }))
}

function choices(
  operands: readonly OperandSpec[] | undefined,
  commands: readonly Word[],
): readonly Word[] {
  const known = operands?.[0]?.choices ?? []
  return known === 'commands' ? commands : known.map((word) => ({ word, about: '' }))
}

function firstLine(text: string): string {
  return text.split('\n')[0]!
}
