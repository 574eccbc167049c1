import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { Problem } from '../declaration/declaration';
import {
  complianceCredentials,
  fileCredentials,
  type CredentialSource,
} from './credential-sources';
import { followCredentials, type FollowEvent } from './follow-credentials';
import { renderConfiguration } from './render-configuration';
import { readRendererKey } from './service-token';
import type { CredentialSettings, OnceTask, RendererSettings, WatchTask } from './settings';

/** What the renderer speaks through, and what stops it. */
export interface RendererSurroundings {
  /** One line about what happens; never anything of a key. */
  readonly log: (line: string) => void;
  /** Standard output: secrets, and only when they were asked for. */
  readonly print: (text: string) => void;
  /** Aborted when the process is asked to stop. */
  readonly signal: AbortSignal;
}

const ownerOnly = 0o600;

const sourceOf = async (settings: CredentialSettings): Promise<CredentialSource> => {
  if ('file' in settings) return fileCredentials(settings.file);
  const privateKey = readRendererKey(await readFile(settings.signingKeyFile, 'utf8'));
  return complianceCredentials(settings.complianceUrl, {
    privateKey,
    audience: settings.audience,
  });
};

/** As a whole or not at all: Kong may be reading the file while it is written anew. */
const writeSecretFile = async (path: string, text: string): Promise<void> => {
  const unfinished = `${path}.${randomUUID()}`;
  try {
    await writeFile(unfinished, text, { mode: ownerOnly, flag: 'wx' });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
};

const linesOf = (leftOut: readonly Problem[]): string[] =>
  leftOut.map(({ path, message }) => `left out: ${path} ${message}`);

const renderOnce = async (
  { output }: OnceTask,
  { declarationFile, options, credentials: from }: RendererSettings,
  { log, print, signal }: RendererSurroundings,
): Promise<void> => {
  const declaration = await readFile(declarationFile, 'utf8');
  const source = await sourceOf(from);
  const credentials = (await source.read(signal)) ?? { keys: [], partners: [] };
  const { text, leftOut } = renderConfiguration({ declaration, credentials, options });
  for (const line of linesOf(leftOut)) log(line);
  if (output === undefined) {
    print(text);
    return;
  }
  await writeSecretFile(output, text);
  log(`rendered to ${output}`);
};

const linesOfEvent = (event: FollowEvent): string[] => {
  switch (event.type) {
    case 'rendered':
      return ['rendered', ...linesOf(event.leftOut)];
    case 'credentials_unavailable':
      return [`credentials stay as they are: ${event.reason}`];
    case 'loaded':
      return [`loaded into ${event.adminUrl}`];
    case 'gateway_unavailable':
      return [`gateway ${event.adminUrl}: ${event.reason}`];
  }
};

const watch = async (
  { adminUrls, intervalMs }: WatchTask,
  { declarationFile, options, credentials }: RendererSettings,
  { log, signal }: RendererSurroundings,
): Promise<void> => {
  const follower = followCredentials({
    declaration: await readFile(declarationFile, 'utf8'),
    options,
    source: await sourceOf(credentials),
    adminUrls,
    intervalMs,
    report: (event) => linesOfEvent(event).forEach(log),
  });
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await follower.stop();
};

/** Does what the settings say; `--watch` until the signal is aborted. */
export const runRenderer = (
  settings: RendererSettings,
  surroundings: RendererSurroundings,
): Promise<void> =>
  settings.task.name === 'once'
    ? renderOnce(settings.task, settings, surroundings)
    : watch(settings.task, settings, surroundings);
