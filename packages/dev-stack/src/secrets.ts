import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createSigningKey, loadSigningKey, type SigningKey } from '@accounting/development-tokens';

/** What is generated once for a data folder, and never leaves it. */
export interface StackSecrets {
  /** Signs tokens where a service runs alone, without compliance. */
  readonly signingKey: SigningKey;
  /** The password of a database role: the same at every start. */
  passwordOf(role: string): string;
  /** The key with which a service says who it is; its `kid` is the service's name. */
  serviceKeyOf(service: string): SigningKey;
  /** 32 random bytes in base64url under a name: the same at every start. */
  secretOf(name: string): string;
}

interface SecretsFile {
  readonly signingKeyPem: string;
  readonly passwords: Record<string, string>;
  readonly serviceKeyPems: Record<string, string>;
  readonly secrets: Record<string, string>;
}

/** Where the secrets of a data folder are. */
export const secretsFile = (folder: string): string => path.join(folder, 'secrets.json');

const nothingYet = (): Omit<SecretsFile, 'signingKeyPem'> => ({
  passwords: {},
  serviceKeyPems: {},
  secrets: {},
});

const load = (file: string): SecretsFile => {
  try {
    // Files of earlier versions have fewer members.
    return { ...nothingYet(), ...(JSON.parse(readFileSync(file, 'utf8')) as SecretsFile) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { ...nothingYet(), signingKeyPem: createSigningKey().privateKeyPem };
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
  const kept = (all: Record<string, string>, name: string, make: () => string): string => {
    const known = all[name];
    if (known !== undefined) return known;
    const made = make();
    all[name] = made;
    save(file, content);
    return made;
  };
  return {
    signingKey: loadSigningKey(content.signingKeyPem),
    passwordOf: (role) =>
      kept(content.passwords, role, () => randomBytes(24).toString('base64url')),
    serviceKeyOf: (service) => {
      const make = (): string => createSigningKey().privateKeyPem;
      const privateKeyPem = kept(content.serviceKeyPems, service, make);
      return { keyId: service, privateKeyPem };
    },
    secretOf: (name) => kept(content.secrets, name, () => randomBytes(32).toString('base64url')),
  };
};
