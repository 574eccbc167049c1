import type { Transaction } from '@accounting/database';
import type { InlineProjection } from '@accounting/event-store';
import {
  refuseChangesDuringImport,
  refuseDeactivationWithBalance,
  refuseRestrictionWithOtherBalance,
} from './commit-rules';
import { readModels } from './read-models';

export { readModels, refillReadModels } from './read-models';

/** What runs in every committing transaction. */
export const inlineProjections: readonly InlineProjection<Transaction>[] = [
  ...readModels,
  refuseChangesDuringImport,
  refuseDeactivationWithBalance,
  refuseRestrictionWithOtherBalance,
];
