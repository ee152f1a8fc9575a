/**
 * Looking at what came, before it is drawn.
 *
 * @module
 */
import { NoAnswerError } from './auth-calls.ts'

/**
 * A list of the server's, when there is all in every row that is drawn: another program may have answered in
 * the server's place, with an object of its own.
 *
 * @throws NoAnswerError otherwise.
 */
export function checked<Row>(
  list: readonly Row[],
  isRow: (row: unknown) => boolean,
): readonly Row[] {
  if (Array.isArray(list) && list.every((row) => isRow(row))) return list
  throw new NoAnswerError('no_answer', 'there is no such list in the answer')
}

/** Whether all of it is text. */
export const isText = (...values: readonly unknown[]): boolean =>
  values.every((value) => typeof value === 'string')

/** The same, where there may be none. */
export const isTextOrNull = (...values: readonly unknown[]): boolean =>
  values.every((value) => value === null || typeof value === 'string')
