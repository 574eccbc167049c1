import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { seededRandom } from '../random';
import { startCalls } from './calls';
import { awaitConsumer, checkAll, type Check, type Outcome } from './checks';
import { foundCompanies } from './companies';
import { faultsOf, inRandomOrder, type Fault } from './faults';
import { startLoad, type LoadFigures } from './load';
import { startSystem, type System } from './system';

const companyCount = 5;
const restMs = 4_000;
const warmUpMs = 5_000;
/** For requests that are under way when the last fault is over. */
const graceMs = 45_000;

const say = (sentence: string): void => {
  process.stdout.write(`${sentence}\n`);
};

interface Wanted {
  readonly seconds: number;
  readonly seed: number;
  /** Leaves the data and the logs there to be looked at. */
  readonly keep: boolean;
}

const readWanted = (): Wanted => {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '600' },
      seed: { type: 'string', default: String(randomInt(2 ** 31)) },
      keep: { type: 'boolean', default: false },
    },
  });
  const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
  if (!Number.isInteger(seconds) || seconds < 10 || !Number.isInteger(seed)) {
    throw new Error('npm run chaos -- --seconds 600 --seed 42 [--keep]; at least 10 seconds');
  }
  return { seconds, seed, keep: values.keep };
};

const secondsSince = (ms: number): string => `${String(Math.round((Date.now() - ms) / 1_000))} s`;

/** One fault after the other until the time is over; answers how often each was injected. */
const injectFaults = async (
  faults: readonly Fault[],
  seconds: number,
  figures: LoadFigures,
): Promise<ReadonlyMap<string, number>> => {
  const injected = new Map<string, number>();
  const beganAtMs = Date.now();
  for (let at = 0; Date.now() - beganAtMs < seconds * 1_000; at += 1) {
    const fault = faults[at % faults.length] as Fault;
    const before = figures.acknowledged.length;
    say(`  ${secondsSince(beganAtMs).padStart(6)}  ${fault.name}`);
    await fault.inject();
    await sleep(restMs);
    injected.set(fault.name, (injected.get(fault.name) ?? 0) + 1);
    say(`          ${String(figures.acknowledged.length - before)} postings meanwhile`);
  }
  return injected;
};

const printFigures = (system: System, { figures, calls, injected }: Outcome): void => {
  say('\nInjected');
  for (const [name, count] of [...injected].sort()) say(`  ${String(count).padStart(4)}  ${name}`);
  if ('whyNone' in system.brokerDisk) say(`     0  full disk: ${system.brokerDisk.whyNone}`);
  say('\nAnswers (0 is a broken connection)');
  for (const [label, count] of [...figures.statuses, ...calls.statuses].sort()) {
    say(`  ${String(count).padStart(6)}  ${label}`);
  }
  say('\nStarted again');
  for (const one of [...system.services, ...Object.values(system.servers)]) {
    say(`  ${String(one.restarts).padStart(4)}  ${one.name}`);
  }
};

const printChecks = (checks: readonly Check[]): void => {
  say('\nChecked');
  for (const { name, holds, found } of checks) {
    say(`  ${holds ? 'ok    ' : 'BROKEN'}  ${name}: ${found}`);
  }
};

const storm = async (system: System, { seconds, seed }: Wanted): Promise<boolean> => {
  const random = seededRandom(seed);
  const keepers = await foundCompanies(system, companyCount);
  say(`${String(keepers.length)} companies; the load begins.`);
  const load = startLoad(system.gatewayUrl, keepers, random);
  const calls = startCalls({
    ...{ urls: system.totalsHttpUrls, token: () => load.token() },
    ...{ accountId: keepers[0]?.accountIds[0] ?? '', gatewaySecret: system.gatewaySecret },
  });
  await sleep(warmUpMs);
  const faults = inRandomOrder(faultsOf(system), random);
  const injected = await injectFaults(faults, seconds, load.figures);
  say('The faults are over; waiting for what is under way.');
  await Promise.all([load.stop(graceMs), calls.stop()]);
  await awaitConsumer(system);
  const outcome = { figures: load.figures, calls: calls.figures, injected };
  const checks = await checkAll(system, outcome);
  printFigures(system, outcome);
  printChecks(checks);
  return checks.every(({ holds }) => holds);
};

const run = async (): Promise<void> => {
  const wanted = readWanted();
  say(`Seed ${String(wanted.seed)}, ${String(wanted.seconds)} seconds of faults.`);
  const folder = mkdtempSync(path.join(tmpdir(), 'accounting-chaos-'));
  const system = await startSystem(folder, say);
  let isSound = false;
  try {
    isSound = await storm(system, wanted);
  } finally {
    await system.stop();
    const isKept = wanted.keep || !isSound;
    if (isKept) say(`\nThe data and the logs are in ${folder}.`);
    else rmSync(folder, { recursive: true, force: true });
  }
  say(
    isSound ? '\nNothing was lost or doubled.' : `\nBROKEN; again: --seed ${String(wanted.seed)}`,
  );
  process.exitCode = isSound ? 0 : 1;
};

run().catch((error: unknown) => {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
});
