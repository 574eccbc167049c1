import { accountingCoreV1 as v1 } from '@accounting/contracts';
import * as mappings from '../../../src/api/grpc/enums.mapping';

const mapped = [
  { mapping: mappings.accountTypes, schema: v1.AccountTypeSchema },
  { mapping: mappings.normalBalances, schema: v1.NormalBalanceSchema },
  { mapping: mappings.accountOrders, schema: v1.AccountOrderSchema },
  { mapping: mappings.transactionTypes, schema: v1.TransactionTypeSchema },
  { mapping: mappings.transactionStatuses, schema: v1.TransactionStatusSchema },
  { mapping: mappings.transactionOrders, schema: v1.TransactionOrderSchema },
  { mapping: mappings.entryOrders, schema: v1.EntryOrderSchema },
  { mapping: mappings.entrySides, schema: v1.EntrySideSchema },
  { mapping: mappings.closingEntries, schema: v1.ClosingEntriesSchema },
  { mapping: mappings.dimensionTypes, schema: v1.DimensionTypeSchema },
  { mapping: mappings.dimensionOrders, schema: v1.DimensionOrderSchema },
  { mapping: mappings.exchangeRateOrders, schema: v1.ExchangeRateOrderSchema },
  { mapping: mappings.fiscalPeriodStatuses, schema: v1.FiscalPeriodStatusSchema },
  { mapping: mappings.fiscalYearStatuses, schema: v1.FiscalYearStatusSchema },
  { mapping: mappings.fiscalPeriodChangeKinds, schema: v1.FiscalPeriodChangeKindSchema },
  { mapping: mappings.fiscalYearChangeKinds, schema: v1.FiscalYearChangeKindSchema },
].map(({ mapping, schema }) => ({
  name: schema.typeName,
  // Each mapping takes its own enum only; here they are all numbers.
  mapping: mapping as {
    readonly toProto: (name: string) => number;
    readonly toName: (value: number) => string | undefined;
  },
  said: schema.values.map(({ number }) => number).filter((number) => number !== 0),
}));

describe.each(mapped)('$name', ({ mapping, said }) => {
  it('has a name of ours for every value, and every value for a name', () => {
    const names = said.map((value) => mapping.toName(value) ?? '');

    expect(names.map((name) => mapping.toProto(name))).toEqual(said);
    expect(new Set(names).size).toBe(said.length);
  });

  it('says nothing when the caller said nothing', () => {
    expect(mapping.toName(0)).toBeUndefined();
  });

  it('turns a value of a later version into text that no schema takes', () => {
    expect(mapping.toName(4711)).toBe('unknown value 4711');
  });
});

it('covers every enum of the published language', () => {
  const enums = Object.values(v1).filter(
    (exported) => typeof exported === 'object' && 'kind' in exported && exported.kind === 'enum',
  );

  expect(mapped.map(({ name }) => name).sort()).toEqual(
    enums.map((schema) => ('typeName' in schema ? schema.typeName : '')).sort(),
  );
});
