import type {
  FiscalPeriodHistory,
  FiscalYearHistory,
} from '../../application/fiscal-calendar-history';
import type { PeriodReceipt } from '../../application/fiscal-period-use-cases';
import type { YearReceipt } from '../../application/fiscal-year-use-cases';
import type { FiscalPeriodView, FiscalYearView } from '../../application/ports';
import {
  fiscalPeriodChangeKinds,
  fiscalPeriodStatuses,
  fiscalYearChangeKinds,
  fiscalYearStatuses,
} from './enums.mapping';
import { versioned, withoutNulls } from './messages.mapping';

const fiscalPeriod = (view: FiscalPeriodView) => ({
  ...versioned(withoutNulls(view)),
  status: fiscalPeriodStatuses.toProto(view.status),
});

export const fiscalPeriodList = ({
  year,
  periods,
}: {
  readonly year: number;
  readonly periods: readonly FiscalPeriodView[];
}) => ({ year, periods: periods.map(fiscalPeriod) });

export const periodReceipt = (receipt: PeriodReceipt) => ({
  receipt: { ...versioned(receipt), status: fiscalPeriodStatuses.toProto(receipt.status) },
});

export const fiscalYear = (view: FiscalYearView) => ({
  fiscalYear: {
    ...versioned(withoutNulls(view)),
    status: fiscalYearStatuses.toProto(view.status),
  },
});

export const yearReceipt = (receipt: YearReceipt) => ({
  receipt: {
    ...versioned(withoutNulls(receipt)),
    status: fiscalYearStatuses.toProto(receipt.status),
  },
});

export const fiscalPeriodHistory = ({ period, changes }: FiscalPeriodHistory) => ({
  period,
  changes: changes.map((change) => ({
    ...versioned(withoutNulls(change)),
    change: fiscalPeriodChangeKinds.toProto(change.change),
  })),
});

export const fiscalYearHistory = ({ year, changes }: FiscalYearHistory) => ({
  year,
  changes: changes.map((change) => ({
    ...versioned(withoutNulls(change)),
    change: fiscalYearChangeKinds.toProto(change.change),
  })),
});
