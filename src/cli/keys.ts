/**
 * Keys from a terminal: bytes in, names of keys out.
 *
 * @module
 */
import type { Readable } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'

/** A terminal to read from: `process.stdin`, or the like. */
export interface TerminalInput extends NodeJS.ReadableStream {
  readonly isTTY?: boolean
  setRawMode?(mode: boolean): unknown
}

/** Something to write to: `process.stderr`, or the like. */
export interface TerminalOutput {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
  write(text: string): unknown
}

/** One press. Anything else that was typed is `text`. */
export type Key =
  | { readonly name: 'up' | 'down' | 'enter' | 'escape' | 'interrupt' | 'erase' | 'home' | 'end' }
  | { readonly name: 'text'; readonly text: string }

const SEQUENCES: readonly (readonly [string, Exclude<Key['name'], 'text'>])[] = [
  ['\u001b[A', 'up'],
  ['\u001bOA', 'up'],
  ['\u001b[B', 'down'],
  ['\u001bOB', 'down'],
  ['\u001b[H', 'home'],
  ['\u001b[F', 'end'],
  ['\r', 'enter'],
  ['\n', 'enter'],
  ['\u007f', 'erase'],
  ['\b', 'erase'],
  // Ctrl-C, and the end of input: both mean to leave.
  ['\u0003', 'interrupt'],
  ['\u0004', 'interrupt'],
]

const ESCAPE = '\u001b'
// oxlint-disable-next-line no-control-regex
const OTHER_SEQUENCE = /^\u001b(?:\[[\d;]*[ -/]*[@-~]|O.)/

/** Milliseconds after which an escape character alone is the key, not the begin of another. */
const ESCAPE_DELAY = 50

/**
 * Takes the first key off what was typed; `undefined` when that is none, or may still become one.
 */
export function takeKey(typed: string): { readonly key?: Key; readonly rest: string } | undefined {
  if (typed === '') return undefined
  for (const [sequence, name] of SEQUENCES) {
    if (typed.startsWith(sequence)) return { key: { name }, rest: typed.slice(sequence.length) }
  }
  if (typed.startsWith(ESCAPE)) {
    const other = OTHER_SEQUENCE.exec(typed)
    // A key that nothing here is bound to.
    if (other !== null) return { rest: typed.slice(other[0].length) }
    // oxlint-disable-next-line no-control-regex
    if (/^\u001b(\[[\d;]*|O)?$/.test(typed)) return undefined
    return { key: { name: 'escape' }, rest: typed.slice(1) }
  }
  const [character] = typed
  return { key: { name: 'text', text: character! }, rest: typed.slice(character!.length) }
}

/** How keys are read. */
export interface ReadKeysOptions {
  readonly signal?: AbortSignal | undefined
  /** `line`: the terminal shows what is typed, and passes it on at Enter. Default `raw`. */
  readonly mode?: 'raw' | 'line'
}

/**
 * Reads keys until `onKey` gives something other than `undefined`, and resolves with that. The terminal
 * is in raw mode from before this returns until then. What was typed ahead is left for the next reader.
 *
 * Rejects with the signal's reason. When the input ends, `onKey` hears `interrupt`.
 */
export function readKeys<Result>(
  input: TerminalInput,
  onKey: (key: Key) => Result | undefined,
  { signal, mode = 'raw' }: ReadKeysOptions = {},
): Promise<Result> {
  return new Promise((resolve, reject) => {
    let typed = ''
    let timer: ReturnType<typeof setTimeout> | undefined
    const decoder = new TextDecoder()

    const leave = () => {
      clearTimeout(timer)
      input.off('data', onData)
      input.off('end', onEnd)
      signal?.removeEventListener('abort', onAbort)
      if (mode === 'raw') input.setRawMode?.(false)
      input.pause()
      if (typed !== '') input.unshift(Buffer.from(typed))
    }
    const press = (key: Key): boolean => {
      const result = onKey(key)
      if (result === undefined) return false
      leave()
      resolve(result)
      return true
    }
    const onData = (chunk: Buffer | string) => {
      clearTimeout(timer)
      typed += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
      for (let taken = takeKey(typed); taken !== undefined; taken = takeKey(typed)) {
        typed = taken.rest
        if (taken.key !== undefined && press(taken.key)) return
      }
      if (typed === '') return
      timer = setTimeout(() => {
        typed = ''
        press({ name: 'escape' })
      }, ESCAPE_DELAY)
    }
    const onEnd = () => press({ name: 'interrupt' })
    const onAbort = () => {
      leave()
      // oxlint-disable-next-line prefer-promise-reject-errors
      reject(signal?.reason)
    }

    if (signal?.aborted) {
      onAbort()
      return
    }
    signal?.addEventListener('abort', onAbort)
    if (mode === 'raw') input.setRawMode?.(true)
    input.on('data', onData)
    input.on('end', onEnd)
    input.resume()
    // Ended before: it will not say so again.
    if ((input as Partial<Readable>).readableEnded === true) onEnd()
  })
}

// oxlint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/**
 * Text of strangers, made fit for one line of a terminal: without control characters, marks that turn
 * the direction of text, or more than `columns` columns.
 */
export function fitLine(text: string, columns: number): string {
  const plain = stripVTControlCharacters(text).replaceAll(UNSEEN, '')
  let width = 0
  let fitting = ''
  for (const character of plain) {
    // Wide characters take two columns; better too short than broken.
    width += character.codePointAt(0)! >= 0x1100 ? 2 : 1
    if (width > columns) return `${Array.from(fitting).slice(0, -1).join('')}…`
    fitting += character
  }
  return fitting
}
