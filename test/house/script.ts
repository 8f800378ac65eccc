import ts from 'typescript'

/** One import, re-export, `import()` or `import('…').Type` of a file. */
export interface Import {
  specifier: string
  /** True when nothing is loaded at run time: `import type`, `export type`, `import('…').Type`. */
  is_type_only: boolean
  names: string[]
  line: number
}

/** A place in a file: what stands there and on which line (1 is the first). */
export interface Finding {
  what: string
  line: number
}

/** The parsed script of a .ts or .js file, or one `<script>` of a .svelte file, with lines counted in the whole file. */
export interface Script {
  nodes: ts.Node[]
  lineOf(node: ts.Node): number
}

const SVELTE_SCRIPT = /(<script\b[^>]*>)([\s\S]*?)<\/script>/g

/** Every script of a file. */
export function parseScripts(path: string, text: string): Script[] {
  if (!path.endsWith('.svelte')) return [parse(text, 0)]
  return [...text.matchAll(SVELTE_SCRIPT)].map((match) => {
    const before = text.slice(0, match.index + (match[1] ?? '').length)
    return parse(match[2] ?? '', before.split('\n').length - 1)
  })
}

function parse(text: string, linesBefore: number): Script {
  const source = ts.createSourceFile('script.ts', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS)
  const nodes: ts.Node[] = []
  const visit = (node: ts.Node): void => {
    nodes.push(node)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return { nodes, lineOf: (node) => source.getLineAndCharacterOfPosition(node.getStart()).line + 1 + linesBefore }
}

/** Everything that a script imports. */
export function importsOf({ nodes, lineOf }: Script): Import[] {
  return nodes.flatMap((node) => {
    const found = importOf(node)
    return found === null ? [] : [{ ...found, line: lineOf(node) }]
  })
}

function importOf(node: ts.Node): Omit<Import, 'line'> | null {
  if (ts.isImportDeclaration(node)) {
    // `import { type A }` still loads the module, so only a whole `import type` counts.
    const is_type_only = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    return { specifier: textOf(node.moduleSpecifier), is_type_only, names: namesOf(node) }
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    return { specifier: textOf(node.moduleSpecifier), is_type_only: node.isTypeOnly, names: [] }
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return { specifier: textOf(node.argument.literal), is_type_only: true, names: [] }
  }
  if (ts.isCallExpression(node) && isLoad(node.expression) && node.arguments[0] !== undefined) {
    return { specifier: textOf(node.arguments[0]), is_type_only: false, names: [] }
  }
  return null
}

const isLoad = (callee: ts.Expression): boolean =>
  callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')

const textOf = (node: ts.Node): string => (ts.isStringLiteralLike(node) ? node.text : node.getText())

function namesOf(node: ts.ImportDeclaration): string[] {
  const bindings = node.importClause?.namedBindings
  if (bindings === undefined || !ts.isNamedImports(bindings)) return []
  return bindings.elements.map((element) => (element.propertyName ?? element.name).text)
}

/** Reads of the clock, the environment and the arguments, which belong to the entry point alone. */
export function entryReadsOf({ nodes, lineOf }: Script): Finding[] {
  return nodes.flatMap((node) => {
    const what = entryReadOf(node)
    return what === null ? [] : [{ what, line: lineOf(node) }]
  })
}

const ENTRY_PROPERTIES = new Set(['process.env', 'process.argv', 'import.meta.env', 'Date.now'])
const CLOCK_CALLS = new Set(['DateTime.now', 'DateTime.local', 'DateTime.utc', 'Date'])

function entryReadOf(node: ts.Node): string | null {
  if (ts.isPropertyAccessExpression(node)) return ENTRY_PROPERTIES.has(node.getText()) ? node.getText() : null
  if (ts.isElementAccessExpression(node)) return node.expression.getText() === 'process' ? node.getText() : null
  if (ts.isNewExpression(node)) {
    return node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0 ? 'new Date()' : null
  }
  if (ts.isCallExpression(node)) {
    return node.arguments.length === 0 && CLOCK_CALLS.has(node.expression.getText()) ? node.getText() : null
  }
  if (!ts.isImportDeclaration(node)) return null
  const specifier = textOf(node.moduleSpecifier)
  if (specifier.startsWith('$env/')) return specifier
  const taken = namesOf(node).filter((name) => name === 'env' || name === 'argv')
  return specifier === 'node:process' && taken.length > 0 ? `${taken.join(', ')} of ${specifier}` : null
}

const SQL_FORMS = [
  /\bselect\b[\s\S]+\bfrom\b/i,
  /\binsert\s+into\b/i,
  /\bdelete\s+from\b/i,
  /\bcreate\s+(or\s+replace\s+)?(temp(orary)?\s+)?(table|view|macro)\b/i,
]

/** Strings and templates that hold SQL. */
export function sqlOf({ nodes, lineOf }: Script): Finding[] {
  return nodes
    .filter((node) => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node))
    .filter((node) => SQL_FORMS.some((form) => form.test(node.getText())))
    .map((node) => ({ what: node.getText().slice(0, 60), line: lineOf(node) }))
}
