/**
 * Completion for bash, 3.2 (which macOS has) and later.
 *
 * @module
 */
import type { CompletionWords, Word } from './words.ts'

/** The script. */
export function bashCompletion({
  commands,
  places,
  fileOptions,
  valueOptions,
}: CompletionWords): string {
  const cases = places.map(({ words, options, operands }) => {
    const key = words.length === 1 ? `"${words[0]!} "` : `"${words.join(' ')}"`
    return `    ${key}) options="${list(options)}"; operands="${list(operands)}" ;;`
  })
  return `# Completion of latchkey for bash: source <(latchkey completion bash)
_latchkey() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local command='' action='' count=0 options='' operands='' word index line
  # --option=value comes in three words.
  if [[ $current == '=' ]]; then current=''
  elif [[ $previous == '=' ]]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  for (( index = 1; index < COMP_CWORD; index++ )); do
    word="\${COMP_WORDS[index]}"
    case "$word" in
      ${[...fileOptions, ...valueOptions].join('|')})
        [[ \${COMP_WORDS[index+1]} == '=' ]] && (( index++ ))
        (( index++ )) ;;
      -*|=) ;;
      *)
        (( count++ ))
        if (( count == 1 )); then command="$word"; elif (( count == 2 )); then action="$word"; fi ;;
    esac
  done
  case "$command $action" in
    " ") operands="${list(commands)}"; options="--help --version" ;;
${cases.join('\n')}
  esac
  COMPREPLY=()
  case "$previous" in
    ${fileOptions.join('|')})
      compopt -o filenames 2>/dev/null
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current")
      return ;;
    ${valueOptions.join('|')}) return ;;
  esac
  [[ $current == -* ]] && operands="$options"
  while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -W "$operands" -- "$current")
}
complete -F _latchkey latchkey`
}

function list(words: readonly Word[]): string {
  return words.map(({ word }) => word).join(' ')
}
