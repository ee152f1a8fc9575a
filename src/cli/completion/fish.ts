/**
 * Completion for fish.
 *
 * @module
 */
import type { CompletionWords, Place, Word } from './words.ts'

/** The script. */
export function fishCompletion({
  commands,
  places,
  fileOptions,
  valueOptions,
}: CompletionWords): string {
  const actionsOf = (command: string) =>
    places
      .filter(({ words }) => words.length === 2 && words[0] === command)
      .map(({ words }) => words[1]!)
  const lines = places.flatMap((place) => {
    const condition = conditionOf(place, actionsOf(place.words[0]!))
    return [
      ...place.operands.map((one) => `complete -c latchkey -n ${condition} -f ${argument(one)}`),
      ...place.options.map((one) => {
        const value = fileOptions.includes(one.word)
          ? ' -r -F'
          : valueOptions.includes(one.word)
            ? ' -x'
            : ''
        return `complete -c latchkey -n ${condition} -l ${one.word.slice(2)}${value} ${described(one)}`
      }),
    ]
  })
  return `# Completion of latchkey for fish: latchkey completion fish | source
complete -c latchkey -f
complete -c latchkey -n __fish_use_subcommand -l help -d 'tells how it is used'
complete -c latchkey -n __fish_use_subcommand -l version -d 'tells the version'
${commands.map((one) => `complete -c latchkey -n __fish_use_subcommand ${argument(one)}`).join('\n')}
${lines.join('\n')}`
}

function conditionOf({ words: [command, action] }: Place, actions: readonly string[]): string {
  const seen = `__fish_seen_subcommand_from ${command!}`
  if (action !== undefined) return quoted(`${seen}; and __fish_seen_subcommand_from ${action}`)
  if (actions.length === 0) return quoted(seen)
  return quoted(`${seen}; and not __fish_seen_subcommand_from ${actions.join(' ')}`)
}

function argument(word: Word): string {
  return `-a ${quoted(word.word)} ${described(word)}`.trimEnd()
}

function described({ about }: Word): string {
  return about === '' ? '' : `-d ${quoted(about)}`
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`
}
