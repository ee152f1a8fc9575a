/**
 * Completion for zsh.
 *
 * @module
 */
import type { CompletionWords, Word } from './words.ts'

/** The script. It may be sourced, or stand in a folder of `fpath` as `_latchkey`. */
export function zshCompletion({
  commands,
  places,
  fileOptions,
  valueOptions,
}: CompletionWords): string {
  const cases = places.map(({ words, options, operands }) => {
    const key = words.length === 1 ? `'${words[0]!} '` : `'${words.join(' ')}'`
    return `    ${key}) options=(${list(options)}); operands=(${list(operands)}) ;;`
  })
  return `#compdef latchkey
# Completion of latchkey for zsh: source <(latchkey completion zsh)
_latchkey() {
  local command='' action='' word
  local -i count=0 index
  local -a options operands
  for (( index = 2; index < CURRENT; index++ )); do
    word=$words[index]
    case $word in
      ${[...fileOptions, ...valueOptions].join('|')}) (( index++ )) ;;
      -*) ;;
      *)
        (( ++count ))
        if (( count == 1 )); then command=$word; elif (( count == 2 )); then action=$word; fi ;;
    esac
  done
  case "$command $action" in
    ' ') operands=(${list(commands)}); options=('--help' '--version') ;;
${cases.join('\n')}
  esac
  if [[ $words[CURRENT] == (${fileOptions.join('|')})=* ]]; then compset -P '*='; _files; return; fi
  if [[ $words[CURRENT] == (${valueOptions.join('|')})=* ]]; then return 1; fi
  case $words[CURRENT-1] in
    ${fileOptions.join('|')}) _files; return ;;
    ${valueOptions.join('|')}) return 1 ;;
  esac
  if [[ $words[CURRENT] == -* ]]; then _describe option options
  else _describe argument operands
  fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _latchkey "$@"; else compdef _latchkey latchkey; fi`
}

function list(words: readonly Word[]): string {
  return words
    .map(
      ({ word, about }) =>
        `${word.replaceAll(':', String.raw`\:`)}${about === '' ? '' : `:${about}`}`,
    )
    .map((text) => `'${text.replaceAll("'", `'\\''`)}'`)
    .join(' ')
}
