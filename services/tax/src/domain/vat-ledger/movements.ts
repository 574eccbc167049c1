import { Money } from '@accounting/kernel';
import type { LedgerEntry } from './ledger-transaction';
import { roleOf, type VatAccountRole } from './vat-accounts';

const vatRoles: ReadonlySet<VatAccountRole> = new Set([
  ...(['output', 'advance', 'reverse_charge_output'] as const),
  ...(['input', 'import_input', 'fixed_asset_input', 'reverse_charge_input'] as const),
]);

/** Debits and credits of accounts that things bought are kept under. */
interface Costs {
  readonly bought: Money;
  readonly returned: Money;
}

const noCosts: Costs = { bought: Money.zero(), returned: Money.zero() };

const withEntry = ({ bought, returned }: Costs, { side, amount }: LedgerEntry): Costs =>
  side === 'debit'
    ? { bought: bought.plus(amount), returned }
    : { bought, returned: returned.plus(amount) };

/** What a transaction moves, by what its accounts mean for VAT. */
export class Movements {
  private readonly debits = new Map<VatAccountRole, Money>();
  private otherIncomeCredits = Money.zero();
  private costs: Costs = noCosts;
  private longLivedCosts: Costs = noCosts;
  /** True when an account of VAT is among the entries. */
  readonly touchesVat: boolean;
  /** True when nothing but VAT, money and the budget is among them. */
  readonly isAmongVatAndMoney: boolean;
  /** How many entries there are; each may have been rounded. */
  readonly entryCount: number;

  constructor(entries: readonly LedgerEntry[]) {
    const roles = entries.map(({ accountCode }) => roleOf(accountCode));
    entries.forEach((entry, index) => {
      this.add(roles[index] as VatAccountRole, entry);
    });
    this.touchesVat = roles.some((role) => vatRoles.has(role));
    this.isAmongVatAndMoney = roles.every((role) => vatRoles.has(role) || role === 'money');
    this.entryCount = entries.length;
  }

  /** Debits less credits. */
  debited(role: VatAccountRole): Money {
    return this.debits.get(role) ?? Money.zero();
  }

  /** Credits less debits. */
  credited(role: VatAccountRole): Money {
    return this.debited(role).negated();
  }

  /** True when an account of the role is among the entries, whatever they add up to. */
  has(role: VatAccountRole): boolean {
    return this.debits.has(role);
  }

  /** Income besides turnover, such as a gain on what was sold. */
  get otherIncome(): Money {
    return this.otherIncomeCredits;
  }

  /**
   * What input VAT was paid on: debits that are neither VAT, money, debts nor turnover; for VAT
   * taken back, which is negative, credits of that kind, negative too.
   */
  costOf(vat: Money): Money {
    const { bought, returned } = this.costs;
    return vat.isNegative() ? returned.negated() : bought;
  }

  /** The part of that cost that was bought to stay. */
  longLivedCostOf(vat: Money): Money {
    const { bought, returned } = this.longLivedCosts;
    return vat.isNegative() ? returned.negated() : bought;
  }

  private add(role: VatAccountRole, entry: LedgerEntry): void {
    const debit = entry.side === 'debit' ? entry.amount : entry.amount.negated();
    this.debits.set(role, this.debited(role).plus(debit));
    if (role === 'long_lived_asset') this.longLivedCosts = withEntry(this.longLivedCosts, entry);
    if (role === 'long_lived_asset' || role === 'other') this.costs = withEntry(this.costs, entry);
    if (role === 'other' && entry.element === 'income') {
      this.otherIncomeCredits = this.otherIncomeCredits.minus(debit);
    }
  }
}
