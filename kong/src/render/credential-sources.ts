import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { readCredentials, type GatewayCredentials } from './credentials';
import { jsonIn } from './failures';
import { requestTimeoutMs } from './gateway-admin';
import {
  serviceAuthorizationHeader,
  signServiceToken,
  type RendererIdentity,
} from './service-token';

/** Where credentials come from. */
export interface CredentialSource {
  /**
   * The credentials, or `undefined` when they are what the last answer said. Throws when they
   * cannot be had or are not understood; the message holds nothing of a key.
   */
  read(signal: AbortSignal): Promise<GatewayCredentials | undefined>;
}

const credentialsPath = '/internal/v1/gateway-credentials';

/**
 * Compliance, at its own address (never through the gateway). Asks with the ETag of the last answer
 * that was understood, so that nothing is sent while nothing changes.
 */
export const complianceCredentials = (
  complianceUrl: URL,
  identity: RendererIdentity,
): CredentialSource => {
  const url = new URL(credentialsPath, complianceUrl);
  let etag: string | undefined;
  return {
    read: async (signal) => {
      const response = await fetch(url, {
        headers: {
          accept: 'application/json',
          [serviceAuthorizationHeader]: `Bearer ${signServiceToken(identity)}`,
          ...(etag !== undefined && { 'if-none-match': etag }),
        },
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
      });
      if (!response.ok) {
        await response.body?.cancel();
        if (response.status === 304) return undefined;
        throw new Error(`compliance answered ${response.status} at ${credentialsPath}`);
      }
      const credentials = readCredentials(jsonIn(await response.text()));
      etag = response.headers.get('etag') ?? undefined;
      return credentials;
    },
  };
};

type FileKey = Readonly<Record<string, unknown>>;

/** A key may lie in a file of its own, as secrets are mounted: `publicKeyFile`, `secretFile`. */
const withKeyFiles = async (key: FileKey, folder: string): Promise<FileKey> => {
  const { publicKeyFile, secretFile, ...rest } = key;
  const textOf = async (name: unknown): Promise<string> =>
    (await readFile(resolve(folder, String(name)), 'utf8')).trim();
  return {
    ...rest,
    ...(publicKeyFile !== undefined && { publicKeyPem: await textOf(publicKeyFile) }),
    ...(secretFile !== undefined && { secret: await textOf(secretFile) }),
  };
};

/** The value with what lies in files filled in, wherever a key stands in it. */
const filledIn = async (value: unknown, folder: string): Promise<unknown> => {
  if (Array.isArray(value)) {
    return Promise.all(value.map((item: unknown) => filledIn(item, folder)));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(await withKeyFiles(value as FileKey, folder));
  return Object.fromEntries(
    await Promise.all(
      entries.map(async ([name, inner]) => [name, await filledIn(inner, folder)] as const),
    ),
  );
};

/**
 * A JSON file of what compliance would answer, for a machine without it. A key may name a file
 * beside it, `publicKeyFile` or `secretFile`, instead of holding the text.
 */
export const fileCredentials = (path: string): CredentialSource => {
  let latest: string | undefined;
  return {
    read: async () => {
      const value = jsonIn(await readFile(path, 'utf8'));
      if (value === undefined) throw new Error(`${path} is not JSON`);
      const credentials = readCredentials(await filledIn(value, dirname(path)));
      const text = JSON.stringify(credentials);
      if (text === latest) return undefined;
      latest = text;
      return credentials;
    },
  };
};
