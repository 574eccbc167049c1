import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Place } from './started-command';

/** Those of the secrets that stand in a log of the stack, and parts of tokens nobody listed. */
export const secretsIn = ({ folder }: Place, secrets: readonly string[]): readonly string[] => {
  const logs = path.join(folder, 'logs');
  const text = readdirSync(logs)
    .map((name) => readFileSync(path.join(logs, name), 'utf8'))
    .join('\n');
  if (text.length < 10_000) throw new Error(`Hardly anything was logged in ${logs}.`);
  const tokens = text.match(/eyJ[\w-]{20,}\.[\w-]{20,}/g) ?? [];
  return [...secrets.filter((secret) => text.includes(secret)), ...tokens];
};
