/**
 * Writes a module with all its mutants in it at once, each behind a switch, so that nothing has to be
 * compiled again to go from one to the next.
 *
 * @module
 */
import ts from 'typescript'
import { constantsOf } from './constants.ts'
import { mutationsOf } from './mutators.ts'

/** One way in which the program is broken. */
export interface Mutant {
  readonly id: number
  /** Path inside the repository, with slashes. */
  readonly file: string
  readonly line: number
  readonly operator: string
  readonly original: string
  readonly replacement: string
}

/** A module with its mutants. */
export interface Instrumented {
  readonly code: string
  readonly mutants: readonly Mutant[]
}

const HEADER =
  'const { is: __is, tick: __tick, onReset: __onReset, lazy: __lazy } = globalThis.latchkeyMutation; '

/** Writes the mutants of a module into it; their ids count from `firstId`. */
export function instrument(file: string, text: string, firstId: number): Instrumented {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const mutants: Mutant[] = []
  const constants = constantsOf(source)

  function emit(node: ts.Node): string {
    if (ts.isImportSpecifier(node) && constants.has(node.name.text)) {
      return `${node.getText()}, ${node.name.text}$`
    }
    if (ts.isImportDeclaration(node)) return emitChildren(node)
    if (isInert(node)) return node.getText()
    if (ts.isVariableStatement(node) && constants.has(nameOf(node))) return emitConstant(node)
    if (ts.isIdentifier(node) && constants.has(node.text)) return emitReference(node)
    const inside = withLoopGuard(node, emitChildren(node))
    const mutations = isMutable(node) ? mutationsOf(node) : []
    const ids = mutations.map(({ operator, replacement }) => {
      const id = firstId + mutants.length
      const { line } = source.getLineAndCharacterOfPosition(node.getStart())
      mutants.push({ id, file, line: line + 1, operator, original: node.getText(), replacement })
      return { id, replacement }
    })
    if (isStatement(node)) {
      const start = ids.map((one) => `if (__is(${one.id})) { ${one.replacement} } else `).join('')
      return ts.isBlock(node) || ts.isExpressionStatement(node) || ids.length > 0
        ? `{ ${start}{ ${inside} } }`
        : inside
    }
    if (ids.length === 0) return inside
    return `(${ids.map((one) => `__is(${one.id}) ? (${one.replacement}) : `).join('')}(${inside}))`
  }

  /** The value is made again when it is asked for, so that a test can meet the mutants in it. */
  function emitConstant(node: ts.VariableStatement): string {
    const name = nameOf(node)
    const value = emit(node.declarationList.declarations[0]!.initializer!)
    const word = node.modifiers === undefined ? '' : 'export '
    return `${word}const ${name}$ = __lazy(() => (${value}));
      ${word}const ${name} = ${name}$();`
  }

  function emitReference(node: ts.Identifier): string {
    const { parent } = node
    if (ts.isShorthandPropertyAssignment(parent)) return `${node.text}: ${node.text}$()`
    const isKey = 'name' in parent && parent.name === node
    return isKey ? node.text : `${node.text}$()`
  }

  function emitChildren(node: ts.Node): string {
    let out = ''
    let at = node.getStart()
    ts.forEachChild(node, (child) => {
      out += text.slice(at, child.getStart()) + emit(child)
      at = child.end
    })
    return out + text.slice(at, node.end)
  }

  const body = emitChildren(source)
  const resets = memories(source).map((name) => `__onReset(() => { ${name} = undefined });`)
  return { code: `${HEADER}${body}\n${resets.join('\n')}\n`, mutants }
}

function isStatement(node: ts.Node): boolean {
  return (
    ts.isBlock(node) ||
    ts.isThrowStatement(node) ||
    ts.isReturnStatement(node) ||
    ts.isExpressionStatement(node)
  )
}

/** A mutant may turn a loop into an endless one. */
function withLoopGuard(node: ts.Node, code: string): string {
  const { parent } = node
  const isBody =
    (ts.isForStatement(parent) || ts.isForOfStatement(parent) || ts.isWhileStatement(parent)) &&
    parent.statement === node
  return isBody ? `{ __tick(); ${code} }` : code
}

/** Types, imports and declarations without code. */
function isInert(node: ts.Node): boolean {
  return (
    ts.isTypeNode(node) ||
    ts.isExportDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    (ts.canHaveModifiers(node) &&
      ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true)
  )
}

function nameOf({ declarationList }: ts.VariableStatement): string {
  return declarationList.declarations[0]!.name.getText()
}

function isMutable(node: ts.Node): boolean {
  const { parent } = node
  const isName = 'name' in parent && parent.name === node && !ts.isIdentifier(node)
  if (ts.isImportDeclaration(parent)) return false
  // `-8` is broken as a whole; broken again inside its sign it would be the same mutants twice.
  if (ts.isNumericLiteral(node) && isMinus(parent)) return false
  return !isName && !isInsideChain(node) && !isMessage(node)
}

function isMinus(node: ts.Node): boolean {
  return ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken
}

/** Parentheses inside `a?.b.c` would end the chain early. */
function isInsideChain(node: ts.Node): boolean {
  const { parent } = node
  return ts.isOptionalChain(node) && ts.isOptionalChain(parent) && parent.expression === node
}

/**
 * Whether a node only goes into the message or the cause of an error: whatever stands in a `throw` or in a
 * function that makes an error, but for the code itself.
 */
function isMessage(node: ts.Node): boolean {
  let child = node
  for (let at = node.parent; !ts.isSourceFile(at); child = at, at = at.parent) {
    const isArgument =
      (ts.isNewExpression(at) || ts.isCallExpression(at)) && at.arguments?.includes(child as never)
    if (isArgument === true && makesError(at as ts.NewExpression | ts.CallExpression)) {
      return !isCode(at as ts.NewExpression | ts.CallExpression, child)
    }
    if (ts.isStatement(at)) return false
  }
  return false
}

function makesError(call: ts.NewExpression | ts.CallExpression): boolean {
  if (ts.isNewExpression(call)) return call.expression.getText().endsWith('Error')
  return ts.isThrowStatement(call.parent)
}

function isCode(call: ts.NewExpression | ts.CallExpression, argument: ts.Node): boolean {
  if (!ts.isNewExpression(call) || call.arguments?.[0] !== argument) return false
  return !/^(?:Type|Range|Syntax)?Error$/.test(call.expression.getText())
}

/** Variables of a module that start empty and are filled once. */
function memories(source: ts.SourceFile): readonly string[] {
  return source.statements
    .filter((one) => ts.isVariableStatement(one))
    .filter(({ declarationList: { flags } }) => (flags & ts.NodeFlags.Let) !== 0)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .filter(({ initializer }) => initializer === undefined)
    .map(({ name }) => name.getText())
}
