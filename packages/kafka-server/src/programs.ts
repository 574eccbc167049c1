import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

const packageFolder = path.resolve(__dirname, '..');
const pomFile = path.join(packageFolder, 'pom.xml');
const cacheFolder = path.resolve(packageFolder, '../../node_modules/.cache/kafka');

/** Where the programs are kept; another list of them gets another folder. */
const programsFolder = (): string => {
  const digest = createHash('sha256').update(readFileSync(pomFile)).digest('hex');
  return path.join(cacheFolder, digest.slice(0, 16));
};

/** Puts the programs into a folder that is there and empty. */
export type Fetch = (folder: string) => void;

/** Fetches them with Maven. Throws with its words. */
export const fetchByMaven = (folder: string, maven = 'mvn'): void => {
  const { status, stdout, error } = spawnSync(
    maven,
    [
      ...['--batch-mode', '--quiet', '--file', pomFile, 'dependency:copy-dependencies'],
      ...['-DincludeScope=runtime', `-DoutputDirectory=${folder}`],
    ],
    { encoding: 'utf8' },
  );
  if (error === undefined && status === 0) return;
  throw new Error(`Maven could not fetch Kafka: ${error?.message ?? stdout}`);
};

const moveUnlessThere = (own: string, folder: string): void => {
  try {
    renameSync(own, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
};

/**
 * Has the programs in a folder, fetched the first time. Several may do so at once: each fetches
 * into a folder of its own, and what the first has fetched is used by all.
 */
export const fetchOnce = (folder: string, fetch: Fetch): void => {
  if (existsSync(folder)) return;
  mkdirSync(path.dirname(folder), { recursive: true });
  const own = mkdtempSync(path.join(path.dirname(folder), 'fetching-'));
  try {
    fetch(own);
    moveUnlessThere(own, folder);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
};

/** The class path of Kafka. Throws with Maven's words when it cannot be fetched. */
export const kafkaClassPath = (): string => {
  const folder = programsFolder();
  fetchOnce(folder, (into) => fetchByMaven(into));
  return path.join(folder, '*');
};
