import type { Currency } from '@accounting/kernel';
import { usualNormalBalance } from './account-hierarchy';
import { errors } from './account/errors';
import type { AccountType, NormalBalance } from './account/events';
import { isPrintableLine, textLengthMax } from './printable-text';
import type { ViolationList } from './violation-list';

const codePattern = /^[0-9A-Z.-]{1,20}$/;

const metadataPairCountMax = 20;
const metadataValueLengthMax = 500;

export interface Classification {
  readonly isMonetary: boolean;
  readonly currency: Currency | null;
  readonly ifrsLine: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

export const reportCode = (code: string, violations: ViolationList): void => {
  if (!codePattern.test(code)) violations.add('code', errors.codeInvalid);
};

export const reportNames = (
  names: { readonly nameEnglish: string; readonly nameGeorgian: string },
  violations: ViolationList,
): void => {
  for (const field of ['nameGeorgian', 'nameEnglish'] as const) {
    if (!isPrintableLine(names[field], textLengthMax.name)) {
      violations.add(field, errors.nameInvalid);
    }
  }
};

/** `both` is right for every type: clearing accounts stand on either side. */
export const reportSide = (
  { type, normalBalance }: { readonly type: AccountType; readonly normalBalance: NormalBalance },
  violations: ViolationList,
): void => {
  if (normalBalance === 'both' || normalBalance === usualNormalBalance(type)) return;
  violations.add(
    'normalBalance',
    errors.normalBalanceConflict,
    `The normal balance of type ${type} is ${usualNormalBalance(type)}, or both; use the contra ` +
      'type for the other side.',
  );
};

export const reportClassification = (
  { ifrsLine, metadata }: Classification,
  violations: ViolationList,
): void => {
  if (ifrsLine !== null && !isPrintableLine(ifrsLine, textLengthMax.name)) {
    violations.add('ifrsLine', errors.ifrsLineInvalid);
  }
  const pairs = Object.entries(metadata);
  if (pairs.length > metadataPairCountMax) violations.add('metadata', errors.metadataInvalid);
  for (const [name, value] of pairs.slice(0, metadataPairCountMax)) {
    const isNamed = isPrintableLine(name, textLengthMax.dimension);
    if (!isNamed) violations.add('metadata', errors.metadataInvalid);
    else if (value !== '' && !isPrintableLine(value, metadataValueLengthMax)) {
      violations.add(`metadata.${name}`, errors.metadataInvalid);
    }
  }
};

export const classificationOf = (data: Classification): Classification => {
  const { isMonetary, currency, ifrsLine, metadata } = data;
  return { isMonetary, currency, ifrsLine, metadata };
};

export const isSameClassification = (one: Classification, other: Classification): boolean => {
  const pairs = Object.entries(one.metadata);
  return (
    one.isMonetary === other.isMonetary &&
    one.currency === other.currency &&
    one.ifrsLine === other.ifrsLine &&
    pairs.length === Object.keys(other.metadata).length &&
    pairs.every(([name, value]) => other.metadata[name] === value)
  );
};
