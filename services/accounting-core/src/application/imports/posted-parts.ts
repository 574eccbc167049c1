import type { Transaction } from '@accounting/database';
import type { PartRecorder } from '@accounting/event-store';
import { takeTurns } from '@accounting/kernel';
import type { TransactionPosted } from '../../domain/transaction/events';
import type { LedgerMetrics } from '../ports';
import { unitOf, type ImportDependencies, type ImportRun } from './import-context';
import { progressOnly, requireAllCommitted } from './skip-bad-rows';

/** The postings of one transaction, part by part, with their balances at its end. */
export interface PostedParts {
  /** Sends a part on its way; resolves when all but this part and the one before are written. */
  post(postings: readonly TransactionPosted[]): Promise<void>;
  /**
   * Waits for all parts, requires the version of the ledger that they were decided on, and adds
   * them to the balances. From here to the commit others may have to wait for both.
   */
  conclude(ledgerVersion: number): Promise<void>;
  readonly entries: number;
  /** What metrics count of the postings, which are themselves too much to keep. */
  readonly counted: readonly { readonly type: string; readonly data: object }[];
}

export const createPostedParts = (
  run: ImportRun,
  { transaction, record }: PartRecorder<Transaction>,
  { postingInParts, newUuid }: Pick<ImportDependencies, 'postingInParts' | 'newUuid'>,
): PostedParts => {
  const { companyId, startedAt: batchStartedAt } = run;
  const counted: { type: string; data: object }[] = [];
  let entries = 0;
  let before = Promise.resolve();
  let last = Promise.resolve();

  const count = ({ type, data }: TransactionPosted): void => {
    const { transactionType, totalGel } = data;
    entries += data.entries.length;
    counted.push({ type, data: { transactionType, totalGel } });
  };

  return {
    post: async (postings) => {
      postings.forEach(count);
      // The version of the ledger is required once, at the end.
      const units = postings.map((event) => unitOf(run, event, { requiredMarkers: [], newUuid }));
      await before;
      before = last;
      last = record(units, postingInParts.writeJournal).then((outcomes) => {
        requireAllCommitted(outcomes, run);
      });
      // Met when its turn comes; until then a failure must not count as unhandled.
      last.catch(() => undefined);
    },
    conclude: async (ledgerVersion) => {
      await before;
      await last;
      const required = progressOnly(run, ledgerVersion);
      requireAllCommitted(await record([required], writeNothing), run);
      await postingInParts.addToBalances(transaction, companyId, { batchStartedAt, entries });
    },
    get entries() {
      return entries;
    },
    counted,
  };
};

/** So many at a stretch, a millisecond or two, while other requests wait. */
const countedPerTurn = 1_000;

/** Tells the metrics of what was posted, which may be hundreds of thousands. */
export const countInTurns = async (
  metrics: LedgerMetrics,
  counted: PostedParts['counted'],
): Promise<void> => {
  const turn = takeTurns(1);
  for (let begin = 0; begin < counted.length; begin += countedPerTurn) {
    await turn();
    metrics.recorded(counted.slice(begin, begin + countedPerTurn));
  }
};

const writeNothing = async (): Promise<void> => undefined;
