import { fields } from '@accounting/service-host';
import { z } from 'zod';
import { amountNotNegative } from './amounts';
import { rate } from './direct-taxes';

const rowsMax = 10_000;
const textLengthMax = 1_000;

const line = z.string().max(textLengthMax);
const id = line.meta({ description: 'Identification or personal number.' });
const address = line.default('');
const noneUnlessSaid = amountNotNegative.prefault('0');

const recipient = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('individual'), id, firstName: line, surname: line, address }),
  z.strictObject({ kind: z.literal('organisation'), id, legalForm: line, name: line, address }),
]);

export const importFileBody = z.strictObject({
  month: fields.accountingMonth,
  rows: z
    .array(
      z.strictObject({
        recipient,
        residency: line.meta({ description: 'Code of a country; Georgia is 268.', example: '268' }),
        category: z.int().meta({ description: 'Id in the classifier of recipients.', example: 4 }),
        incomeType: z.int().meta({ description: 'Id in the classifier of income.', example: 1 }),
        amount: amountNotNegative.meta({ description: 'Gross.' }),
        relief: noneUnlessSaid.meta({ description: 'Exempt by Tax Code, article 82.' }),
        paidOn: fields.accountingDate,
        rate,
        treatyRelief: noneUnlessSaid.meta({ description: 'Tax that a treaty relieves of.' }),
        foreignTaxCredit: noneUnlessSaid,
        isPaidFromTreasury: z.boolean().default(false),
      }),
    )
    .max(rowsMax),
});

export const importFile = z.object({
  file: z.string().meta({ description: 'Spreadsheet of Excel 2003 as XML; save it as `.xml`.' }),
  uncheckedRates: z
    .array(z.int())
    .readonly()
    .meta({ description: 'Rows whose rate no rule knows; the portal decides on them.' }),
});
