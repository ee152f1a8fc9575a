/**
 * The account selector on a terminal: arrow keys and Enter; Escape leaves. It needs no colours.
 *
 * Where nobody can press keys (a pipe, a dumb terminal), it shows a numbered list and reads a line.
 *
 * @module
 */
import type { AccountSelector, SelectorView } from '../client/selector/account-selector.ts'
import type { SelectorChoice, SelectorPage } from '../client/selector/page.ts'
import { choiceText, headingText, SELECTOR_WORDS, titleText } from '../client/selector/words.ts'
import type { Terminal } from './ask-password.ts'
import { fitLine, readKeys } from './keys.ts'

const HINT = 'Arrow keys move, Enter picks, Escape leaves.'
const LINE_START = '\u001b[G'

/** Something in the list that can be chosen. */
type Row =
  { readonly kind: 'choice'; readonly choice: SelectorChoice } | { readonly kind: 'more' | 'back' }

/** A line: a row, or a heading over rows. */
type Line = { readonly text: string; readonly row: Row | undefined }

/** Draws the account selector on a terminal. */
export function terminalSelector(terminal: Terminal): AccountSelector {
  return async (view, { signal }) => {
    const { output } = terminal
    if (view.kind === 'empty-notice') {
      output.write(`${SELECTOR_WORDS.emptyNotice}\n`)
      return undefined
    }
    let page = view.pages.first
    while (page !== undefined) {
      const picked = isInteractive(terminal)
        ? await pickByKey(terminal, page, view, signal)
        : await pickByNumber(terminal, page, view, signal)
      if (picked === undefined) return undefined
      if (picked.kind === 'choice') return picked.choice
      page = picked.kind === 'more' ? view.pages.allOptions : view.pages.first
    }
    return undefined
  }
}

function isInteractive({ input, output }: Terminal): boolean {
  return (
    input.isTTY === true &&
    output.isTTY === true &&
    input.setRawMode !== undefined &&
    process.env['TERM'] !== 'dumb'
  )
}

function linesOf({ sections, hasMoreOptions, hasBack }: SelectorPage): readonly Line[] {
  const lines = sections.flatMap(({ heading, choices }): readonly Line[] => [
    ...(heading === undefined ? [] : [{ text: `${headingText(heading)}:`, row: undefined }]),
    ...choices.map((choice) => {
      const { label, detail } = choiceText(choice)
      const text = detail === '' ? label : `${label}  (${detail})`
      return { text, row: { kind: 'choice', choice } } as const
    }),
  ])
  return [
    ...lines,
    ...(hasMoreOptions
      ? [{ text: SELECTOR_WORDS.moreOptions, row: { kind: 'more' } } as const]
      : []),
    ...(hasBack ? [{ text: SELECTOR_WORDS.back, row: { kind: 'back' } } as const] : []),
  ]
}

async function pickByKey(
  { input, output }: Terminal,
  page: SelectorPage,
  { caller }: SelectorView,
  signal: AbortSignal,
): Promise<Row | undefined> {
  const lines = linesOf(page)
  const places = lines.flatMap(({ row }, at) => (row === undefined ? [] : [at]))
  let focus = Math.max(
    places.findIndex((at) => {
      const { row } = lines[at]!
      return row?.kind === 'choice' && row.choice === page.preselected
    }),
    0,
  )
  // A terminal that does not know its size says 0.
  const columns = Math.max((output.columns || 80) - 1, 10)
  // A list that is longer than the screen moves through it: nothing can be drawn above the screen.
  const height = Math.min(lines.length, Math.max((output.rows || 24) - 3, 1))
  let top = 0
  const draw = () => {
    const at = places[focus] ?? 0
    top = Math.min(Math.max(top, at - height + 1), at)
    // The heading of the first row comes with it.
    if (focus === 0) top = 0
    const drawn = lines.slice(top, top + height).map(({ text, row }, offset) => {
      const marker = top + offset === at ? '> ' : '  '
      return fitLine(`${row === undefined ? '' : marker}${text}`, columns)
    })
    output.write(`${[...drawn, fitLine(HINT, columns)].join('\n')}${LINE_START}`)
  }
  const left = Symbol('left')
  try {
    const reading = readKeys<Row | typeof left>(
      input,
      (key) => {
        const last = places.length - 1
        switch (key.name) {
          case 'up':
            focus = focus === 0 ? last : focus - 1
            break
          case 'down':
            focus = focus === last ? 0 : focus + 1
            break
          case 'home':
            focus = 0
            break
          case 'end':
            focus = last
            break
          case 'enter':
            return lines[places[focus]!]!.row
          case 'escape':
          case 'interrupt':
            return left
          default:
            return undefined
        }
        // From the hint back to the first line of the list, and everything anew.
        output.write(`\u001b[${height}A\u001b[J`)
        draw()
        return undefined
      },
      { signal },
    )
    output.write(`${fitLine(titleText(page.title, caller), columns)}\n`)
    draw()
    const picked = await reading
    return picked === left ? undefined : picked
  } finally {
    output.write(`${LINE_START}\u001b[J`)
  }
}

async function pickByNumber(
  { input, output }: Terminal,
  page: SelectorPage,
  { caller }: SelectorView,
  signal: AbortSignal,
): Promise<Row | undefined> {
  const rows: Row[] = []
  output.write(`${fitLine(titleText(page.title, caller), 500)}\n`)
  for (const { text, row } of linesOf(page)) {
    if (row !== undefined) rows.push(row)
    output.write(`${fitLine(row === undefined ? text : `${rows.length}. ${text}`, 500)}\n`)
  }
  output.write('Number, or nothing to leave: ')
  let typed = ''
  await readKeys(
    input,
    (key) => {
      if (key.name === 'text') typed += key.text
      return key.name === 'text' ? undefined : key.name
    },
    { signal, mode: 'line' },
  )
  return rows[Number(typed.trim()) - 1]
}
