import { setTimeout as delay } from 'node:timers/promises';
import { measureImport } from './bulk-import';
import { measureCompanies } from './companies';
import { measureFullLedger } from './full-ledger';
import { measurePosting } from './posting';
import { printTable, writeResults, type Result } from './report';
import { residentMegabytes } from './service-process';
import { benchPorts } from './settings';
import { prepareSubject, startDisposableStack, type DisposableStack } from './subject';

const say = (sentence: string): void => {
  process.stdout.write(`${sentence}\n`);
};

const idleSeconds = 10;

const measureAll = async (disposable: DisposableStack): Promise<readonly Result[]> => {
  const { service } = disposable;
  await delay(idleSeconds * 1000);
  const atRest: readonly Result[] = [
    {
      name: 'Cold start of accounting-core, until it is ready',
      figure: { value: service.readyAfterMs / 1000, unit: 's', atMost: 2 },
    },
    {
      name: 'Idle memory of accounting-core',
      figure: { value: residentMegabytes(service.processId), unit: 'MB', atMost: 150 },
    },
  ];
  say('Preparing a company with 1,000 accounts.');
  const subject = await prepareSubject(disposable);
  try {
    say('Posting over HTTP.');
    const posting = await measurePosting(subject);
    say('Importing.');
    const imports = await measureImport(subject);
    say('Posting for 1,000 companies.');
    const companies = await measureCompanies(subject);
    const full = process.argv.includes('--full') ? await measureFullLedger(subject, say) : [];
    return [...atRest, ...posting, ...imports, ...companies, ...full];
  } finally {
    await subject.client.close();
  }
};

/** Runs everything on a ledger of its own, prints one table and writes the figures to a file. */
const run = async (): Promise<void> => {
  const disposable = await startDisposableStack(benchPorts, say);
  try {
    const results = await measureAll(disposable);
    printTable(results);
    say(`Written to ${writeResults(results)}.`);
  } finally {
    await disposable.remove();
  }
};

run().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});
