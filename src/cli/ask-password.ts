/**
 * Asking for a password on a terminal, which does not show it.
 *
 * @module
 */
import { fitLine, readKeys, type TerminalInput, type TerminalOutput } from './keys.ts'

/** Where to ask. */
export interface Terminal {
  readonly input: TerminalInput
  readonly output: TerminalOutput
}

/** Asks; `undefined` when the person backs out, or nobody can be asked. */
export async function askPassword(
  { input, output }: Terminal,
  prompt: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<string | undefined> {
  if (input.isTTY !== true) return undefined
  let typed = ''
  const left = Symbol('left')
  try {
    // Before the question, so that nothing typed in answer to it is ever shown.
    const reading = readKeys<string | typeof left>(
      input,
      (key) => {
        switch (key.name) {
          case 'enter':
            return typed
          case 'escape':
          case 'interrupt':
            return left
          case 'erase':
            typed = Array.from(typed).slice(0, -1).join('')
            return undefined
          case 'text':
            typed += key.text
            return undefined
          default:
            return undefined
        }
      },
      { signal },
    )
    output.write(fitLine(prompt, 500))
    const answer = await reading
    return answer === left ? undefined : answer
  } finally {
    output.write('\n')
  }
}
