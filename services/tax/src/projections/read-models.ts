import type { RefillReadModels } from '@accounting/service-host';
import { vatReturnVersions } from './vat-return-versions';
import { vatTreatments } from './vat-treatments';

/** Written in the transaction of the facts they follow from. */
export const inlineProjections = [vatReturnVersions, vatTreatments];

/**
 * Takes everything that follows from the facts of this service from them again. What follows from
 * the ledger's facts is made anew by `replay-facts vat-ledger`, and the entries behind submitted
 * returns are a record that stays.
 */
export const refillReadModels: RefillReadModels = async (transaction, facts) => {
  await transaction.query('TRUNCATE tax.vat_return_versions, tax.vat_treatments');
  for await (const events of facts) {
    for (const projection of inlineProjections) await projection(transaction, events);
  }
};
