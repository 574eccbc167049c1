import { posix } from 'node:path';
import ts from 'typescript';
import type { Check, Finding, Repository } from './repository';
import { packageFoldersIn } from './repository';

interface Exported {
  readonly name: string;
  readonly path: string;
  readonly line: number;
  readonly isDocumented: boolean;
}

const parse = (path: string, text: string): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

const declaredNames = (statement: ts.Statement): string[] => {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const { name } = statement as ts.Statement & { readonly name?: ts.Node };
  return name === undefined ? [] : [name.getText()];
};

const hasDocComment = (source: ts.SourceFile, statement: ts.Statement): boolean =>
  (ts.getLeadingCommentRanges(source.text, statement.getFullStart()) ?? []).some(({ pos }) =>
    source.text.startsWith('/**', pos),
  );

const targetOf = (from: string, specifier: ts.Expression | undefined): string | undefined => {
  if (specifier === undefined || !ts.isStringLiteral(specifier)) return undefined;
  return specifier.text.startsWith('.')
    ? posix.normalize(posix.join(posix.dirname(from), specifier.text))
    : undefined;
};

const reexported = (
  repository: Repository,
  path: string,
  statement: ts.ExportDeclaration,
): Exported[] => {
  const target = targetOf(path, statement.moduleSpecifier);
  if (target === undefined || target.includes('/generated/')) return [];
  const exported = [`${target}.ts`, `${target}/index.ts`].flatMap((candidate) =>
    exportsOf(repository, candidate),
  );
  const clause = statement.exportClause;
  if (clause === undefined || !ts.isNamedExports(clause)) return exported;
  const names = clause.elements.map(({ name, propertyName }) => (propertyName ?? name).getText());
  return exported.filter(({ name }) => names.includes(name));
};

/** What a file exports, followed through its re-exports to the declarations. */
const exportsOf = (repository: Repository, path: string): Exported[] => {
  const file = repository.get(path);
  if (file === undefined) return [];
  const source = parse(path, file.text);
  return source.statements.flatMap((statement): Exported[] => {
    if (ts.isExportDeclaration(statement)) return reexported(repository, path, statement);
    if (!isExported(statement)) return [];
    const line = source.getLineAndCharacterOfPosition(statement.getStart()).line + 1;
    const isDocumented = hasDocComment(source, statement);
    return declaredNames(statement).map((name) => ({ name, path, line, isDocumented }));
  });
};

const undocumented = (repository: Repository, folder: string): Finding[] => {
  const exported = exportsOf(repository, `${folder}/src/index.ts`);
  // A type and a value of one name are one thing; so are the overloads of a function.
  const documented = new Set(
    exported.filter(({ isDocumented }) => isDocumented).map(({ path, name }) => `${path} ${name}`),
  );
  return exported
    .filter(({ path, name }) => !documented.has(`${path} ${name}`))
    .map(({ path, line, name }) => ({ path, line, message: `${name} has no doc comment` }));
};

/** Strangers call what a package exports, so each name says what it means and when it fails. */
export const docComments: Check = (repository) =>
  packageFoldersIn(repository).flatMap((folder) => undocumented(repository, folder));
