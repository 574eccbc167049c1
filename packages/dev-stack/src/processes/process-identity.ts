import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process as it can be recognised later, when its number may belong to another one. */
export interface ProcessIdentity {
  readonly processId: number;
  /** When it started, in whatever form the platform tells it. */
  readonly startedAt: string;
}

/** Field 22 of the stat file, counted after the program's name, which may contain anything. */
const startFromProc = (processId: number): string | undefined => {
  const stat = readFileSync(`/proc/${String(processId)}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended; only its parent has not asked yet.
  return fields[0] === 'Z' ? undefined : fields[19];
};

const startFromPs = (processId: number): string =>
  execFileSync('ps', ['-o', 'lstart=', '-p', String(processId)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

/** The identity of a running process, or `undefined` when there is none with that number. */
export const identifyProcess = (processId: number): ProcessIdentity | undefined => {
  try {
    const startedAt =
      process.platform === 'linux' ? startFromProc(processId) : startFromPs(processId);
    return startedAt === undefined ? undefined : { processId, startedAt };
  } catch {
    return undefined;
  }
};

/** Whether that very process still runs. */
export const isStillRunning = ({ processId, startedAt }: ProcessIdentity): boolean =>
  identifyProcess(processId)?.startedAt === startedAt;
