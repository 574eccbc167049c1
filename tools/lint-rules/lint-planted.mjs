import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import typescript from 'typescript-eslint';

/**
 * Lints code that is not there. Reads `[{ path, code, typed }]` as JSON from standard input and
 * writes the ids of the rules that complained about each, in order. With `typed` the rules that
 * need types run too; the path must then be a file that exists, whose text is replaced.
 *
 * A program of its own because ESLint loads the configuration as an ECMAScript module, which jest
 * cannot.
 */
// Where CI is set, typescript-eslint expects to read every file once, and takes the types of the
// file on the disk instead of the text it is given.
process.env.TSESTREE_SINGLE_RUN = 'false';

const cwd = fileURLToPath(new URL('../..', import.meta.url));
const untyped = {
  files: ['**/*.ts'],
  ...typescript.configs.disableTypeChecked,
};
const linters = {
  typed: new ESLint({ cwd }),
  untyped: new ESLint({ cwd, overrideConfig: [untyped] }),
};

const planted = JSON.parse(await text(process.stdin));
const complaints = [];
for (const { path, code, typed } of planted) {
  const linter = typed ? linters.typed : linters.untyped;
  const [result] = await linter.lintText(code, { filePath: path });
  complaints.push(result.messages.map(({ ruleId, message }) => ruleId ?? message));
}
process.stdout.write(JSON.stringify(complaints));
