/**
 * The constants of a module, which can be made again later: a mutant in a value that was made when
 * the module was evaluated could otherwise only be tried by evaluating everything again.
 *
 * @module
 */
import ts from 'typescript'

/** Whether a name looks like one: `MAX_LENGTH`. */
export function isConstantName(name: string): boolean {
  return /^[A-Z][A-Z0-9_]+$/.test(name)
}

/** Names of the constants that a module makes, or imports from another module of the verifier. */
export function constantsOf(source: ts.SourceFile): ReadonlySet<string> {
  const names = source.statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement)) return namesMade(statement)
    return ts.isImportDeclaration(statement) ? namesImported(statement) : []
  })
  return new Set(names.filter(isConstantName))
}

function namesMade({ declarationList }: ts.VariableStatement): readonly string[] {
  const [first, ...rest] = declarationList.declarations
  if (first?.initializer === undefined || rest.length > 0) return []
  return [first.name.getText()]
}

function namesImported({ importClause, moduleSpecifier }: ts.ImportDeclaration): readonly string[] {
  const from = moduleSpecifier.getText()
  const isOurs = from.includes('./') && !/bytes|protocol|aaguid-table/.test(from)
  const bindings = importClause?.namedBindings
  if (!isOurs || importClause?.isTypeOnly === true || bindings === undefined) return []
  if (!ts.isNamedImports(bindings)) return []
  return bindings.elements.map(({ name }) => name.text)
}
