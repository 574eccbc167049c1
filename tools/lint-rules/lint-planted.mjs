import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import typescript from 'typescript-eslint';

 */
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
