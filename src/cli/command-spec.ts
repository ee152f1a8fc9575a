/**
 * What is said about a command: one description drives its arguments, its help and its completion, so that
 * none of them can promise what another does not keep.
 *
 * @module
 */

/** An option, as `--name` or `--name VALUE`. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean'
  /** What the help calls the value. `FILE` completes to names of files. */
  readonly value?: string
  /** May be given more than once. */
  readonly multiple?: true
  /** Has to be given. */
  readonly required?: true
  readonly about: string
}

/** Options by their names. */
export type OptionTable = Readonly<Record<string, OptionSpec>>

/** An argument that is no option. */
export interface OperandSpec {
  readonly name: string
  readonly optional?: true
  /** What it can be, when that is known: words, or `commands` for the names of commands. */
  readonly choices?: readonly string[] | 'commands'
}

/** One of the things that a command can do. */
export interface ActionSpec {
  readonly about: string
  readonly operands?: readonly OperandSpec[]
  /** Options of this action alone, beside those of its command. */
  readonly options?: OptionTable
}

/** A command. */
export interface CommandSpec {
  /** In a line of the list of commands. */
  readonly summary: string
  /** Paragraphs of its help. */
  readonly about: string
  /** The first argument says which; without any the command does one thing. */
  readonly actions?: Readonly<Record<string, ActionSpec>>
  readonly operands?: readonly OperandSpec[]
  readonly options: OptionTable
  /** Paragraphs behind the options. */
  readonly notes?: string
}

type ValueOf<Option> = Option extends { readonly type: 'boolean' }
  ? boolean
  : Option extends { readonly multiple: true }
    ? readonly string[]
    : string

/** What was given for each option: `undefined` for one that was not, if it need not be. */
export type ValuesOf<Options> = {
  readonly [Name in keyof Options]: Options[Name] extends { readonly required: true }
    ? ValueOf<Options[Name]>
    : ValueOf<Options[Name]> | undefined
}

type OwnOptions<Action> = Action extends { readonly options: infer Options } ? Options : unknown

/** What was asked of a command. */
export type Asked<Spec> = Spec extends {
  readonly actions: infer Actions
  readonly options: infer Shared
}
  ? {
      [Name in keyof Actions]: {
        readonly action: Name
        readonly operands: readonly string[]
        readonly values: ValuesOf<Shared & OwnOptions<Actions[Name]>>
      }
    }[keyof Actions]
  : Spec extends { readonly options: infer Options }
    ? {
        readonly action: undefined
        readonly operands: readonly string[]
        readonly values: ValuesOf<Options>
      }
    : never
