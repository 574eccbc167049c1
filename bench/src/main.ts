import { setTimeout as delay } from 'node:timers/promises';
import { measureImport } from './bulk-import';
import { measureCompanies } from './companies';
import { measureFullLedger } from './full-ledger';
import { measureGateway } from './gateway';
import { measureFacts, measureReplays } from './messaging';
import { measureGrpcCall } from './grpc-call';
import { measurePosting } from './posting';
import { printTable, writeResults, type Result } from './report';
import { residentMegabytes } from './service-process';
import { benchPorts } from './settings';
import { measureTax } from './tax';
import {
  prepareSubject,
  startDisposableStack,
  type DisposableStack,
  type Subject,
} from './subject';

const say = (sentence: string): void => {
  process.stdout.write(`${sentence}\n`);
};

type Part = (subject: Subject) => Promise<readonly Result[]>;

/** In this order. */
const parts: Readonly<Record<string, Part>> = {
  posting: measurePosting,
  gateway: measureGateway,
  'grpc-call': measureGrpcCall,
  import: measureImport,
  companies: measureCompanies,
  full: (subject) => measureFullLedger(subject, say),
};

/** What starts stacks of its own. */
const aloneParts: Readonly<Record<string, () => Promise<readonly Result[]>>> = {
  facts: () => measureFacts(say),
  replay: () => measureReplays(say),
  tax: () => measureTax(say),
};

const partNames: readonly string[] = [...Object.keys(parts), ...Object.keys(aloneParts)];

/** Those named on the command line; otherwise all, the full ledger only when asked for. */
const chosenParts = (words: readonly string[]): readonly string[] => {
  const unknown = words.find((word) => word !== '--full' && !partNames.includes(word));
  if (unknown !== undefined) {
    throw new Error(`"${unknown}" cannot be measured; these can: ${partNames.join(', ')}.`);
  }
  const named = partNames.filter((name) => words.includes(name));
  if (named.length > 0) return named;
  return partNames.filter((name) => name !== 'full' || words.includes('--full'));
};

const idleSeconds = 10;

const measureAtRest = async ({ service }: DisposableStack): Promise<readonly Result[]> => {
  await delay(idleSeconds * 1000);
  return [
    {
      name: 'Cold start of accounting-core, until it is ready',
      figure: { value: service.readyAfterMs / 1000, unit: 's', atMost: 2 },
    },
    {
      name: 'Idle memory of accounting-core',
      figure: { value: residentMegabytes(service.processId), unit: 'MB', atMost: 150 },
    },
  ];
};

const measureParts = async (
  disposable: DisposableStack,
  names: readonly string[],
  results: Result[],
): Promise<void> => {
  const atRest = await measureAtRest(disposable);
  // Two stacks start alike.
  if (results.length === 0) results.push(...atRest);
  say('Preparing a company with 1,000 accounts.');
  const subject = await prepareSubject(disposable);
  try {
    for (const name of names) {
      say(`Measuring: ${name}.`);
      results.push(...((await parts[name]?.(subject)) ?? []));
    }
  } finally {
    await subject.client.close();
  }
};

const measureOnNewStack = async (names: readonly string[], results: Result[]): Promise<void> => {
  if (names.length === 0) return;
  const disposable = await startDisposableStack(benchPorts, say);
  try {
    await measureParts(disposable, names, results);
  } finally {
    await disposable.remove();
  }
};

/** Runs everything on ledgers of its own, prints one table and writes the figures to a file. */
const run = async (): Promise<void> => {
  const names = chosenParts(process.argv.slice(2));
  const results: Result[] = [];
  try {
    const others = names.filter((name) => name !== 'full' && name in parts);
    await measureOnNewStack(others, results);
    for (const name of names.filter((each) => each in aloneParts)) {
      say(`Measuring: ${name}.`);
      results.push(...((await aloneParts[name]?.()) ?? []));
    }
    // Compared with a new service on an empty ledger, so only the ledger may differ, not its age.
    if (names.includes('full')) await measureOnNewStack(['full'], results);
  } finally {
    // Also of a run that broke off: some of its figures took many minutes.
    printTable(results);
    say(`Written to ${writeResults(results)}.`);
  }
};

run().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});
