import type { Connection, Database } from '@accounting/database';
import type { EventStore } from '@accounting/event-store';
import { AccountingDate, type AccountingMonth, type CompanyId } from '@accounting/kernel';
import { LRUCache } from 'lru-cache';
import type { LedgerReferences } from '../application/ports';
import type { FiscalPeriodStatus } from '../domain/fiscal-period/events';
import { ledgerMarker, type ReferenceAccount } from '../domain/ledger-reference';
import type { LedgerAccounts } from '../domain/ledger-settings/events';
import {
  createLedgerReference,
  type LoadedLedgerReference,
  type ReferenceSettings,
} from './loaded-ledger-reference';

/** About 250 bytes each: 100 MB when every company of a thousand with a full chart is at work. */
const accountsMax = 400_000;

interface SettingsRow {
  readonly conversionDifference: LedgerAccounts['conversionDifference'];
  readonly exchangeGain: LedgerAccounts['exchangeGain'];
  readonly exchangeLoss: LedgerAccounts['exchangeLoss'];
  readonly retainedEarnings: LedgerAccounts['retainedEarnings'];
  readonly fourEyesRequired: boolean;
  readonly fourEyesWaiverReason: string | null;
}

const readAccounts = async (
  connection: Connection,
  companyId: CompanyId,
): Promise<readonly ReferenceAccount[]> => {
  const { rows } = await connection.query<ReferenceAccount>(
    `SELECT account_id AS "accountId", code, type, normal_balance AS "normalBalance",
       parent_account_id AS "parentAccountId", is_postable AS "isPostable",
       is_monetary AS "isMonetary", is_active AS "isActive", currency
     FROM ledger.accounts WHERE company_id = $1 ORDER BY code`,
    [companyId],
  );
  return rows;
};

const readPeriods = async (
  connection: Connection,
  companyId: CompanyId,
): Promise<ReadonlyMap<AccountingMonth, FiscalPeriodStatus>> => {
  const { rows } = await connection.query<{ period: AccountingDate; status: FiscalPeriodStatus }>(
    `SELECT period, status FROM ledger.fiscal_periods WHERE company_id = $1 AND status <> 'open'`,
    [companyId],
  );
  return new Map(rows.map(({ period, status }) => [AccountingDate.monthOf(period), status]));
};

const readClosedYears = async (
  connection: Connection,
  companyId: CompanyId,
): Promise<readonly number[]> => {
  const { rows } = await connection.query<{ year: number }>(
    `SELECT year FROM ledger.fiscal_years
     WHERE company_id = $1 AND status = 'closed' ORDER BY year`,
    [companyId],
  );
  return rows.map(({ year }) => year);
};

const readSettings = async (
  connection: Connection,
  companyId: CompanyId,
): Promise<ReferenceSettings | undefined> => {
  const { rows } = await connection.query<SettingsRow>(
    `SELECT conversion_difference_account_id AS "conversionDifference",
       exchange_gain_account_id AS "exchangeGain", exchange_loss_account_id AS "exchangeLoss",
       retained_earnings_account_id AS "retainedEarnings",
       four_eyes_required AS "fourEyesRequired", four_eyes_waiver_reason AS "fourEyesWaiverReason"
     FROM ledger.ledger_settings WHERE company_id = $1`,
    [companyId],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const { fourEyesRequired, fourEyesWaiverReason, ...accounts } = row;
  return {
    accounts,
    fourEyes: fourEyesRequired
      ? { required: true }
      : { required: false, reason: fourEyesWaiverReason ?? '' },
  };
};

/** Reference data per company, loaded once and kept until somebody says that it moved on. */
export const createLedgerReferences = ({
  database,
  eventStore,
}: {
  readonly database: Database;
  readonly eventStore: Pick<EventStore<unknown>, 'readMarkers'>;
}): LedgerReferences => {
  const cached = new LRUCache<CompanyId, LoadedLedgerReference>({ maxSize: accountsMax });
  const loading = new Map<CompanyId, Promise<LoadedLedgerReference>>();

  const currentVersion = async (companyId: CompanyId): Promise<number> => {
    const [marker] = await eventStore.readMarkers(companyId, [ledgerMarker]);
    return marker?.version ?? 0;
  };

  // The version is read before the data: if the data moved on in between, the version is behind and
  // the commit refuses it. The other way round, a decision on old data could pass.
  const read = async (companyId: CompanyId): Promise<LoadedLedgerReference> => {
    const version = await currentVersion(companyId);
    return database.read(companyId, async (connection) =>
      createLedgerReference({
        version,
        accounts: await readAccounts(connection, companyId),
        closedPeriods: await readPeriods(connection, companyId),
        closedYears: await readClosedYears(connection, companyId),
        settings: await readSettings(connection, companyId),
      }),
    );
  };

  const loadOnce = (companyId: CompanyId): Promise<LoadedLedgerReference> => {
    const started = read(companyId).then(
      (reference) => {
        // Not when it was invalidated meanwhile: what was read may be what is stale.
        if (loading.get(companyId) === started) {
          loading.delete(companyId);
          cached.set(companyId, reference, { size: reference.accountCount + 10 });
        }
        return reference;
      },
      (error: unknown) => {
        if (loading.get(companyId) === started) loading.delete(companyId);
        throw error;
      },
    );
    loading.set(companyId, started);
    return started;
  };

  const load = async (companyId: CompanyId): Promise<LoadedLedgerReference> =>
    cached.get(companyId) ?? loading.get(companyId) ?? loadOnce(companyId);

  const invalidate = (companyId: CompanyId): void => {
    cached.delete(companyId);
    loading.delete(companyId);
  };

  return {
    load,
    loadCurrent: async (companyId) => {
      const known = await load(companyId);
      if (known.version >= (await currentVersion(companyId))) return known;
      if (cached.get(companyId) === known) invalidate(companyId);
      return load(companyId);
    },
    invalidate,
  };
};
