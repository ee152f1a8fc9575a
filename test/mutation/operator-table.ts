/**
 * What each operator is exchanged for.
 *
 * @module
 */
import ts from 'typescript'

const { SyntaxKind: kind } = ts

/** Another operator of the same family, by the token it replaces. */
type Exchange = ReadonlyMap<ts.SyntaxKind, readonly string[]>

/** Boundary and negation. */
export const comparison: Exchange = new Map([
  [kind.LessThanToken, ['<=', '>=']],
  [kind.LessThanEqualsToken, ['<', '>']],
  [kind.GreaterThanToken, ['>=', '<=']],
  [kind.GreaterThanEqualsToken, ['>', '<']],
  [kind.EqualsEqualsEqualsToken, ['!==']],
  [kind.ExclamationEqualsEqualsToken, ['===']],
  [kind.InstanceOfKeyword, []],
  [kind.InKeyword, []],
])

/** `and` for `or`. */
export const logic: Exchange = new Map([
  [kind.AmpersandAmpersandToken, ['||']],
  [kind.BarBarToken, ['&&']],
  [kind.QuestionQuestionToken, ['&&']],
])

/** Numbers and bits. */
export const arithmetic: Exchange = new Map([
  [kind.PlusToken, ['-']],
  [kind.MinusToken, ['+']],
  [kind.AsteriskToken, ['/']],
  [kind.AsteriskAsteriskToken, ['*']],
  [kind.SlashToken, ['*']],
  [kind.PercentToken, ['*']],
  [kind.AmpersandToken, ['|']],
  [kind.BarToken, ['&']],
  [kind.CaretToken, ['&']],
  [kind.LessThanLessThanToken, ['>>']],
  [kind.GreaterThanGreaterThanToken, ['<<']],
])

/** Compound assignments. */
export const assignment: Exchange = new Map([
  [kind.PlusEqualsToken, ['-=']],
  [kind.MinusEqualsToken, ['+=']],
  [kind.AsteriskEqualsToken, ['/=']],
  [kind.AmpersandEqualsToken, ['|=']],
  [kind.BarEqualsToken, ['&=']],
  [kind.QuestionQuestionEqualsToken, ['=']],
])

/** Another method, or none: an empty text leaves the call out. */
export const methods: ReadonlyMap<string, string> = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['startsWith', 'endsWith'],
  ['endsWith', 'startsWith'],
  ['min', 'max'],
  ['max', 'min'],
  ['toLowerCase', 'toUpperCase'],
  ['toUpperCase', 'toLowerCase'],
  ['padStart', 'padEnd'],
  ['findIndex', 'findLastIndex'],
  ['filter', ''],
  ['slice', ''],
  ['subarray', ''],
  ['sort', ''],
  ['reverse', ''],
  ['trim', ''],
  ['replaceAll', ''],
  ['replace', ''],
])
