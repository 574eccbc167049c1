import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createSigningKey, loadSigningKey, type SigningKey } from '@accounting/development-tokens';

/** What is generated once for a data folder, and never leaves it. */
export interface StackSecrets {
  readonly signingKey: SigningKey;
  /** The password of a database role: the same at every start. */
  passwordOf(role: string): string;
}

interface SecretsFile {
  readonly signingKeyPem: string;
  readonly passwords: Record<string, string>;
}

/** Where the secrets of a data folder are. */
export const secretsFile = (folder: string): string => path.join(folder, 'secrets.json');

const load = (file: string): SecretsFile => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SecretsFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { signingKeyPem: createSigningKey().privateKeyPem, passwords: {} };
  }
};

const save = (file: string, content: SecretsFile): void => {
  const draft = `${file}.new`;
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
};

/**
 * Reads the secrets of a data folder, generating what is missing. Only the owner may read the file.
 */
export const loadSecrets = (folder: string): StackSecrets => {
  const file = secretsFile(folder);
  const content = load(file);
  save(file, content);
  return {
    signingKey: loadSigningKey(content.signingKeyPem),
    passwordOf: (role) => {
      const known = content.passwords[role];
      if (known !== undefined) return known;
      const password = randomBytes(24).toString('base64url');
      content.passwords[role] = password;
      save(file, content);
      return password;
    },
  };
};
