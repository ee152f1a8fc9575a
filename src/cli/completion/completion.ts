/**
 * `latchkey completion`: what makes a shell complete the command.
 *
 * @module
 */
import { readArguments } from '../arguments.ts'
import type { Output } from '../output.ts'
import { bashCompletion } from './bash.ts'
import { fishCompletion } from './fish.ts'
import { completionWords } from './words.ts'
import { zshCompletion } from './zsh.ts'

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }

/** Prints the script of a shell. */
export async function completionCommand(args: readonly string[], { print }: Output): Promise<void> {
  const [shell] = readArguments('completion', args).operands
  print(SCRIPTS[shell as keyof typeof SCRIPTS](completionWords()))
}
