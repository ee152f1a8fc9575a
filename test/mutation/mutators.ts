/**
 * What can be broken in one node of a program: the operators of mutation testing.
 *
 * Only syntax is looked at. Texts that nothing but a log ever sees (the messages of errors) stay as they are,
 * because the codes are the contract.
 *
 * @module
 */
import ts from 'typescript'
import { arithmetic, assignment, comparison, logic, methods } from './operator-table.ts'

/** Something to write in the place of a node. */
export interface Mutation {
  /** The kind of change, such as `comparison`. */
  readonly operator: string
  /** Source text; of a statement when the node is one, of an expression when not. */
  readonly replacement: string
}

/** All ways in which a node can be broken. */
export function mutationsOf(node: ts.Node): readonly Mutation[] {
  const found = [...ofStatement(node), ...ofCondition(node), ...ofExpression(node)]
  const source = node.getText()
  const seen = new Set([source])
  return found.filter(({ replacement }) => {
    if (seen.has(replacement)) return false
    seen.add(replacement)
    return true
  })
}

function ofStatement(node: ts.Node): readonly Mutation[] {
  if (ts.isThrowStatement(node)) return [{ operator: 'throw removed', replacement: '' }]
  if (ts.isReturnStatement(node) && !isLastReturn(node)) {
    return [{ operator: 'return removed', replacement: '' }]
  }
  if (ts.isExpressionStatement(node)) return [{ operator: 'statement removed', replacement: '' }]
  if (ts.isBlock(node) && node.statements.length > 1 && !ts.isTryStatement(node.parent)) {
    return [{ operator: 'block emptied', replacement: '' }]
  }
  return []
}

/** A bare `return` at the end of a function says nothing. */
function isLastReturn(node: ts.ReturnStatement): boolean {
  if (node.expression !== undefined || !ts.isBlock(node.parent)) return false
  return ts.isFunctionLike(node.parent.parent) && node.parent.statements.at(-1) === node
}

function ofCondition(node: ts.Node): readonly Mutation[] {
  const { parent } = node
  const isLoop = ts.isForStatement(parent) || ts.isWhileStatement(parent)
  if (isLoop && (ts.isForStatement(parent) ? parent.condition : parent.expression) === node) {
    return [{ operator: 'condition', replacement: 'false' }]
  }
  if (ts.isBinaryExpression(parent) && isLogic(parent.operatorToken.kind)) {
    if (node === parent.operatorToken || !isBooleanText(node)) return []
    // The other constant would decide the whole, which is broken on its own.
    const isAnd = parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
    return [{ operator: 'condition', replacement: isAnd ? 'true' : 'false' }]
  }
  const decides =
    (ts.isIfStatement(parent) && parent.expression === node) ||
    (ts.isConditionalExpression(parent) && parent.condition === node) ||
    (ts.isBinaryExpression(node) && isBoolean(node.operatorToken.kind))
  if (!decides) return []
  return ['true', 'false'].map((replacement) => ({ operator: 'condition', replacement }))
}

function isBoolean(kind: ts.SyntaxKind): boolean {
  return comparison.has(kind) || isLogic(kind)
}

function isLogic(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken
}

/** Whether an operand is a truth value by its looks; the right side of `a && { b }` is none. */
function isBooleanText(node: ts.Node): boolean {
  return !ts.isObjectLiteralExpression(node) && !ts.isParenthesizedExpression(node)
}

function ofExpression(node: ts.Node): readonly Mutation[] {
  if (ts.isBinaryExpression(node)) return ofBinary(node)
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return ofUnary(node)
  if (ts.isNumericLiteral(node) || ts.isBigIntLiteral(node)) return ofNumber(node)
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
    const replacement = node.getText().length > 2 ? "''" : "'mutated'"
    return [{ operator: 'text', replacement }]
  }
  if (ts.isRegularExpressionLiteral(node)) return ofPattern(node.getText())
  if (node.kind === ts.SyntaxKind.TrueKeyword)
    return [{ operator: 'boolean', replacement: 'false' }]
  if (node.kind === ts.SyntaxKind.FalseKeyword)
    return [{ operator: 'boolean', replacement: 'true' }]
  if (ts.isArrayLiteralExpression(node) && node.elements.length > 0) {
    return [{ operator: 'array emptied', replacement: '[]' }]
  }
  if (ts.isObjectLiteralExpression(node) && node.properties.length > 0) {
    return [{ operator: 'object emptied', replacement: '{}' }]
  }
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) {
    return [{ operator: 'function emptied', replacement: '() => undefined' }]
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    return [...ofMethod(node, node.expression), ...ofChain(node)]
  }
  return ofChain(node)
}

function ofBinary(node: ts.BinaryExpression): readonly Mutation[] {
  const { kind } = node.operatorToken
  const left = node.left.getText()
  const right = node.right.getText()
  if (kind === ts.SyntaxKind.PlusToken && (isText(node.left) || isText(node.right))) return []
  const table = [
    ['comparison', comparison.get(kind)],
    ['logic', logic.get(kind)],
    ['arithmetic', arithmetic.get(kind)],
    ['assignment', assignment.get(kind)],
  ] as const
  return table.flatMap(([operator, others]) =>
    (others ?? []).map((other) => ({ operator, replacement: `${left} ${other} ${right}` })),
  )
}

function isText(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)
}

function ofUnary(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): readonly Mutation[] {
  const operand = node.operand.getText()
  const prefix = ts.isPrefixUnaryExpression(node)
  switch (node.operator) {
    case ts.SyntaxKind.ExclamationToken:
      return [{ operator: 'negation', replacement: operand }]
    case ts.SyntaxKind.MinusToken:
      return ts.isNumericLiteral(node.operand) ? ofNumber(node) : [minus(operand)]
    case ts.SyntaxKind.PlusPlusToken:
      return [{ operator: 'step', replacement: prefix ? `--${operand}` : `${operand}--` }]
    case ts.SyntaxKind.MinusMinusToken:
      return [{ operator: 'step', replacement: prefix ? `++${operand}` : `${operand}++` }]
    default:
      return []
  }
}

function minus(operand: string): Mutation {
  return { operator: 'arithmetic', replacement: `+${operand}` }
}

function ofNumber(node: ts.Node): readonly Mutation[] {
  const text = node.getText()
  const one = text.endsWith('n') && !text.startsWith('-') ? '1n' : '1'
  return [`${text} + ${one}`, `${text} - ${one}`].map((replacement) => ({
    operator: 'off by one',
    replacement,
  }))
}

function ofPattern(text: string): readonly Mutation[] {
  const end = text.lastIndexOf('/')
  const [body, flags] = [text.slice(1, end), text.slice(end + 1)]
  const others = [
    body.replace(/^\^/, ''),
    body.replace(/\$$/, ''),
    body.replace(/\[(?!\^)/, '[^'),
    body.replace(/[*+](?=\$?$|\))/, ''),
    body.replace(/\{(\d+)(,\d*)?\}/, '{$1}'),
    body.replace(/\\([dws])/, (_, letter: string) => `\\${letter.toUpperCase()}`),
  ]
  return others
    .filter((other) => other !== body && other !== '')
    .map((other) => ({ operator: 'pattern', replacement: `/${other}/${flags}` }))
}

function ofMethod(
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
): readonly Mutation[] {
  const other = methods.get(callee.name.text)
  if (other === undefined) return []
  const object = callee.expression.getText()
  const dot = callee.questionDotToken === undefined ? '.' : '?.'
  const args = node.arguments.map((argument) => argument.getText()).join(', ')
  const replacement = other === '' ? object : `${object}${dot}${other}(${args})`
  return [{ operator: 'method', replacement }]
}

function ofChain(node: ts.Node): readonly Mutation[] {
  const access =
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node)
  if (!access || node.questionDotToken === undefined) return []
  const object = node.expression.getText()
  const rest = node.getText().slice(object.length).replace(/^\?\./, '')
  const dot = ts.isPropertyAccessExpression(node) ? '.' : ''
  return [{ operator: 'optional chain', replacement: `${object}${dot}${rest}` }]
}
