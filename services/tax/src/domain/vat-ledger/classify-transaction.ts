import { Money, type Rate } from '@accounting/kernel';
import type { LedgerTransaction } from './ledger-transaction';
import { Movements } from './movements';
import { unclassified, type BaseOrigin, type VatEntry } from './vat-entry';

const zero = Money.zero();

/** The base of an amount of VAT: as booked beside it where that fits, or as the VAT has it. */
interface FoundBase {
  readonly base: Money;
  readonly baseOrigin: BaseOrigin;
}

/** Output VAT of a transaction, by why it arose. */
interface OutputVat {
  readonly reverseCharge: Money;
  readonly advance: Money;
  readonly supply: Money;
}

/** Each entry may have been rounded by itself, so that many miss the whole by as many tetri. */
const fits = (vat: Money, booked: Money, rate: Rate, entryCount: number): boolean =>
  !booked.isZero() && rate.ofNet(booked).minus(vat).absolute().minorUnits <= BigInt(entryCount);

const baseOf = (vat: Money, booked: Money, rate: Rate, { entryCount }: Movements): FoundBase =>
  fits(vat, booked, rate, entryCount)
    ? { base: booked, baseOrigin: 'stated' }
    : { base: rate.netOf(vat), baseOrigin: 'derived' };

/**
 * Whether output VAT is that of a supplier abroad, declared by the customer: it stands beside input
 * VAT or a debt, and nothing was sold.
 */
const isReverseCharge = (moved: Movements, output: Money): boolean => {
  if (moved.has('turnover') || moved.has('customer_advance') || output.isZero()) return false;
  const isTogether = (other: Money): boolean => other.isPositive() === output.isPositive();
  const input = moved.debited('input');
  const debt = moved.credited('payable');
  return (!input.isZero() && isTogether(input)) || (!debt.isZero() && isTogether(debt));
};

/** Divides the output VAT of a transaction by its reason. */
const outputOf = (moved: Movements): OutputVat => {
  const reverseCharge = moved.credited('reverse_charge_output');
  const ownAccount = moved.debited('advance');
  const rest = moved.credited('output').minus(ownAccount);
  if (isReverseCharge(moved, rest)) {
    return { reverseCharge: reverseCharge.plus(rest), advance: ownAccount, supply: zero };
  }
  const isAdvance = moved.has('customer_advance') && !moved.has('turnover');
  return isAdvance
    ? { reverseCharge, advance: ownAccount.plus(rest), supply: zero }
    : { reverseCharge, advance: ownAccount, supply: rest };
};

const reverseChargeEntries = (moved: Movements, vat: Money, rate: Rate): VatEntry[] => {
  if (vat.isZero()) return [];
  return [{ line: 'II.1', vat, ...baseOf(vat, moved.costOf(vat), rate, moved) }];
};

/**
 * An advance is taxed when it is received; once the supply is made, what was taxed then is taken
 * off it. Source: Tax Code of Georgia, articles 163 and 163¹.
 */
const advanceEntries = (vat: Money, rate: Rate): VatEntry[] => {
  if (vat.isZero()) return [];
  const line = vat.isPositive() ? 'I.2' : 'I.1';
  return [{ line, vat, base: rate.netOf(vat), baseOrigin: 'derived' }];
};

const untaxed = (base: Money): VatEntry[] =>
  base.isZero() ? [] : [{ line: unclassified, base, vat: zero, baseOrigin: 'stated' }];

/** Turnover with its VAT; what the VAT is too little for is left for somebody to say. */
const supplyEntries = (moved: Movements, vat: Money, rate: Rate): VatEntry[] => {
  const turnover = moved.credited('turnover');
  if (vat.isZero()) return untaxed(turnover);
  const booked = turnover.plus(moved.otherIncome);
  const found = baseOf(vat, booked, rate, moved);
  const line = booked.isZero() ? 'I.8' : 'I.1';
  const left = turnover.minus(found.base);
  const isLeft = found.baseOrigin === 'derived' && left.isPositive() && turnover.isPositive();
  return [{ line, vat, ...found }, ...(isLeft ? untaxed(left) : [])];
};

/** The part of an amount of input VAT or its base that was for things bought to stay. */
const fixedAssetPart = (whole: Money, moved: Movements, vat: Money): Money => {
  const cost = moved.costOf(vat).absolute();
  const longLived = moved.longLivedCostOf(vat).absolute();
  return cost.isZero() ? zero : whole.proportion(longLived.minorUnits, cost.minorUnits);
};

/** Input VAT of one account; what was bought to stay is kept apart by its share of the cost. */
const purchaseEntries = (moved: Movements, vat: Money, rate: Rate, line: string): VatEntry[] => {
  if (vat.isZero()) return [];
  const found = baseOf(vat, moved.costOf(vat), rate, moved);
  const fixed = {
    vat: fixedAssetPart(vat, moved, vat),
    base: fixedAssetPart(found.base, moved, vat),
  };
  const rest = { vat: vat.minus(fixed.vat), base: found.base.minus(fixed.base) };
  const entries: VatEntry[] = [
    { ...found, line, column: 'goods_services', ...rest },
    { ...found, line, column: 'fixed_assets', ...fixed },
  ];
  return entries.filter((entry) => !entry.vat.isZero());
};

const fixedAssetEntries = (moved: Movements, vat: Money, rate: Rate): VatEntry[] =>
  vat.isZero()
    ? []
    : [
        {
          line: 'III.1',
          column: 'fixed_assets',
          vat,
          ...baseOf(vat, moved.costOf(vat), rate, moved),
        },
      ];

const inputEntries = (moved: Movements, rate: Rate, isReverse: boolean): VatEntry[] => [
  ...purchaseEntries(moved, moved.debited('input'), rate, isReverse ? 'III.4' : 'III.1'),
  ...purchaseEntries(moved, moved.debited('reverse_charge_input'), rate, 'III.4'),
  ...purchaseEntries(moved, moved.debited('import_input'), rate, 'III.2'),
  ...fixedAssetEntries(moved, moved.debited('fixed_asset_input'), rate),
];

const inputRoles = [
  ...(['input', 'import_input', 'fixed_asset_input', 'reverse_charge_input'] as const),
];

/** Paying VAT, setting input off against output, or receiving a refund is no operation. */
const isSettlement = (moved: Movements): boolean =>
  moved.isAmongVatAndMoney &&
  !moved.has('advance') &&
  !moved.credited('output').isPositive() &&
  !moved.credited('reverse_charge_output').isPositive() &&
  !inputRoles.some((role) => moved.debited(role).isPositive());

/**
 * What an ordinary transaction means for the VAT return, from the accounts it books to. Opening
 * balances, revaluations and year-end closings mean nothing; a reversal takes back what its
 * original meant and is not asked here. `rate` is the standard rate of the transaction's date.
 *
 * Turnover without VAT is `unclassified`: whether it is exempt, exported or forgotten, the accounts
 * do not say.
 */
export const classifyTransaction = (
  { type, entries }: Pick<LedgerTransaction, 'type' | 'entries'>,
  rate: Rate,
): readonly VatEntry[] => {
  if (type !== 'standard') return [];
  const moved = new Movements(entries);
  if (!moved.touchesVat) return untaxed(moved.credited('turnover'));
  if (isSettlement(moved)) return [];
  const output = outputOf(moved);
  return [
    ...supplyEntries(moved, output.supply, rate),
    ...advanceEntries(output.advance, rate),
    ...reverseChargeEntries(moved, output.reverseCharge, rate),
    ...inputEntries(moved, rate, !output.reverseCharge.isZero()),
  ];
};
