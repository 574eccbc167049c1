import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { StackError } from '../stack-error';

/** The token in the latest message to an address, as its owner would read it. */
export const newestToken = (folder: string, address: string): string => {
  const letters = readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => path.join(folder, name))
    .sort((one, other) => Number(modifiedAt(other) - modifiedAt(one)))
    .map((file) => readFileSync(file, 'utf8'));
  const letter = letters.find((text) => text.split('\r\n', 1)[0]?.endsWith(`<${address}>`));
  const token = letter === undefined ? undefined : /^[\w-]{40,}$/m.exec(letter)?.[0];
  if (token === undefined) {
    throw new StackError(`There is no message to ${address} in ${folder}.`);
  }
  return token;
};

const modifiedAt = (file: string): bigint => statSync(file, { bigint: true }).mtimeNs;
