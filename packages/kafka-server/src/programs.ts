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

/**
 * The class path of Kafka, fetched by Maven the first time. Several may fetch it at once: each does
 * so in a folder of its own, and the first to be done is used by all.
 */
export const kafkaClassPath = (): string => {
  const folder = programsFolder();
  if (!existsSync(folder)) {
    mkdirSync(cacheFolder, { recursive: true });
    const own = mkdtempSync(path.join(cacheFolder, 'fetching-'));
    const { status, stdout, error } = spawnSync(
      'mvn',
      [
        ...['--batch-mode', '--quiet', '--file', pomFile, 'dependency:copy-dependencies'],
        ...['-DincludeScope=runtime', `-DoutputDirectory=${own}`],
      ],
      { encoding: 'utf8' },
    );
    if (error !== undefined || status !== 0) {
      rmSync(own, { recursive: true, force: true });
      throw new Error(`Maven could not fetch Kafka: ${error?.message ?? stdout}`);
    }
    try {
      renameSync(own, folder);
    } catch (thrown) {
      rmSync(own, { recursive: true, force: true });
      if (!existsSync(folder)) throw thrown;
    }
  }
  return path.join(folder, '*');
};
